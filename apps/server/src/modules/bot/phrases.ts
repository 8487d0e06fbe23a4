// What the robot says of itself, around the shop's answers: in the consumer's language, in a shop's voice.

export interface Phrases { greeting: string; rephrase: string; card: string; order: string; recipient: string; offer: string; handover: string; angry: string }

/** `robot` is the name the shop gave it. */
export const phrasesOf = (language: string, robot: string): Phrases =>
  language === 'en'
    ? {
        greeting: `Hi, ${robot} here. What can I help you with?`, rephrase: 'Sorry, I did not quite get that. Could you put it another way? Or tap “Human” and a colleague takes over.',
        card: 'Got it. What would you like to know about it?',
        order: 'Got the number. What would you like to know about this order?', recipient: 'Got it. Is this about changing the delivery details, or something else?',
        offer: 'Do you mean one of these?', handover: 'One moment, I am handing you over to a colleague.',
        angry: 'I am sorry about this. A colleague will look after you right away.',
      }
    : {
        greeting: `在的亲，我是${robot}，请问有什么可以帮您？`, rephrase: '亲，这个问题我没太听明白，可以换个说法告诉我吗？也可以点“人工”，马上为您转接客服～',
        card: '收到啦亲，请问您想了解它的什么呢？',
        order: '收到啦亲，请问这个订单您想咨询什么呢？', recipient: '收到啦亲，请问您是想改收货信息，还是想咨询别的呢？',
        offer: '亲，您想问的是不是下面这些？', handover: '好的亲，正在为您转接人工客服，请稍等～',
        angry: '亲，非常抱歉给您带来不好的体验，马上为您转接人工客服处理。',
      };
