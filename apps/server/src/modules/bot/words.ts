// Words that need no library: asking for a person, anger, thanks, greetings. Pure. Not for matching questions (packages/matcher).
import { normalise } from '@qindesk/matcher';

const asksHuman = [
  /转?人工(客服|服务|坐席)?/, /(找|要|叫|换|接|转|来)(个|一个|下|一下|到)?(真人|活人|人工|客服|专员|人来|人跟我)/, /真人(客服|服务|在吗)?/, /不(想|要)?(跟|和|与)(机器人|机器)(说|聊|讲)/, /别(用|拿)?机器人/, /人(工)?在吗/,
  /有(没有)?(人工|真人|活人)/, /(客服|人)(电话|热线)?(接|转)进来/, /^(客服|人|人工|真人)[呢吗啊]?$/,
  /^我?不(想)?要机器人/,
  /\b(human|real person|live agent|representative|operator)\b/, /\b(talk|speak|chat|connect|transfer)\b.{0,20}\b(agent|person|someone|somebody|human|staff|people|customer (service|support|care))\b/,
  /\b(need|want|get me|give me) an? ((real|live|actual) )?(person|agent)\b/, /^(agent|human|person)( please)?$/,
];
/** Words that look like the above and are something else: they are taken out before the rest is looked at. */
const asksHumanNot = [/人工(费|智能|种植|养殖|饲养|授粉|成本|湖|草|合成|钻石?|皮|毛)/g, /不(用|要|需要)(转)?人工/g, /安装人工/g, /\b(do not|don[’']?t|no) (need|want) (to (talk|speak|chat) (to|with) )?(an? |any )?((real|live) )?(human|person|agent|representative|operator)\b/g];
/** Written apart, letter by letter: 转 人 工. */
const gapInChinese = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;

const angry = [
  /(投诉|举报|曝光)(你们|你|你家|店|商家|客服|到)?/, /12315/, /工商局?/, /消协/, /(骗子|骗人|坑人|欺骗|黑店|垃圾(店|商家|客服|东西)|无良|忽悠|耍我|太坑)/, /(什么|这)(破|烂|垃圾|鬼)(店|态度|服务|东西)/, /(气死|火大|忍无可忍|受够了)/,
  /(傻逼|煞笔|妈的|他妈|tmd|nmd|sb|去死|(?<!翻|打|电|摇)滚(?![筒动轮刷珠烫边梯落]))(?![a-z])/, /\b(scam|fraud|lawsuit|sue you|lawyer|ridiculous|unacceptable|worst service|report you|complain(t)? (about|to))\b/,
];
const thanks = /^(好|好的|好滴|好吧|行|行吧|可以|嗯+|哦+|噢+|知道了|明白了|了解|收到|ok|okay|谢+|谢谢(你|您|亲|啦|了|哈)?|(感谢|多谢|谢了)(你|您|亲|啦|了|哈|哦)?|没事了?|没有了|不用了|thanks?( you)?|thx|got it|great|bye|再见|拜拜|88)$/;
const greeting = /^(在|在吗|在不在|在么|有人吗|有人么|你好|您好|亲|亲亲|哈喽|嗨|hi|hello|hey|早上好|上午好|中午好|下午好|晚上好)+$/;

interface Plain { line: string; bare: string }
const plainTexts = new Map<string, Plain>();
const plainAtMost = 512;
/** A text as these words are looked for in it, with and without marks; kept for a while, since a round asks for it a dozen times. */
const plain = (text: string): Plain => {
  const known = plainTexts.get(text);
  if (known) return known;
  const line = normalise(text);
  const made = { line, bare: line.replace(/[\s，。！？、~～,.!?;；:：…]+/g, '') };
  if (plainTexts.size >= plainAtMost) plainTexts.clear();
  plainTexts.set(text, made);
  return made;
};
const bare = (text: string): string => plain(text).bare;

/** Asks for a person [BT2]. */
export const asksForHuman = (text: string): boolean => {
  const line = asksHumanNot.reduce((rest, pattern) => rest.replace(pattern, ' '), plain(text).line.replace(gapInChinese, ''));
  return asksHuman.some((pattern) => pattern.test(line));
};
/** Insults, or threatens to complain. */
export const soundsAngry = (text: string): boolean => { const { line } = plain(text); return angry.some((pattern) => pattern.test(line)); };
/** An emoji, as a character or by its name in brackets; a mark of its own, such as "？", is a question still. */
const emoji = /\p{Extended_Pictographic}|\[\p{L}+\]/u;

/** Only thanks, agreement, goodbye or a smile: nothing to answer. */
export const isAcknowledgement = (text: string): boolean => { const line = bare(text); return line === '' ? emoji.test(text) : thanks.test(line); };
/** Only a greeting. */
export const isGreeting = (text: string): boolean => greeting.test(bare(text));
/** Takes back what was said before it: 算了不退了, never mind. What is meant then is the last word, not all of them. */
export const takesBack = (text: string): boolean => /(^|[\s，。！？、,.!?;；])(算了|不用了|不必了|说错了|打错了)|\bnever ?mind\b/.test(text.toLowerCase());
/** Reads as finished: a question mark, a question's last word, or long enough. The robot then waits less for more. */
export const readsComplete = (text: string): boolean => /[?？。!！]\s*$/.test(text) || /(吗|呢|么|嘛|吧)\s*$/.test(text) || text.length >= 14;
