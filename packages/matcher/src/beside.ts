// What stands beside a request and says nothing of it: links, numbers, entries of a chat's menu, a person wanted, yes. Knows forms only; what the trade takes for small talk is match's.
import { normalise } from './normalise.ts';

const LINK = /(?:https?:\/\/|www\.)[^\s\u3000-\u9fff\uff00-\uffef]+/giu;

/** The name of a number belongs to the number: 订单号：12345678 is one message. */
const NAMED_NUMBER = /(号码?)[\s:：]+(?=[A-Za-z]{0,4}\d{5})/gu;

/** The text without its links, where anything else is left. */
export function withoutLinks(text: string): string {
  const bare = text.replace(LINK, ' ');
  return (bare === text || normalise(bare) === '' ? text : bare).replace(NAMED_NUMBER, '$1');
}

/** Messages that say nothing beside others; alone they may be all that somebody wants. A menu's entry that tells the subject (退换货咨询) is none. */
const BESIDE = new RegExp(`^(?:${[
  '(?:我?(?:要|想)?(?:转|找|接|要))?个?人工(?:客服|服务)?',
  '(?:(?:i (?:want|need) to |can i |let me )?(?:talk|speak|chat) (?:to|with) )?(?:an? )?(?:real |live )?(?:human|person|agent|representative|operator)',
  '(?:请?选择)?(?:我要)?(?:订单|商品|产品|业务|信息|售前|购物|活动|服务){0,3}咨询(?:订单|商品|的?问题)?',
  '是的?|对的?|没错|好|好的|好吧|好滴|行吧?|可以的?|ok|okay|yes',
  '(?:我的)?(?:订单|运单|快递|物流|商品|手机|电话)?(?:编号|单号|号码?)?(?:是|为)? ?[a-z]{0,4}#',
].join('|')})$`, 'u');

/** What remains must say this much, in characters: of 人工 有没有 nothing can be left out. */
const LEAST = 4;

/** The messages (normalised, no filler) that a request may be in: all where it could be in any. */
export function requestsAmong(messages: readonly string[]): readonly string[] {
  const kept = messages.filter((message) => !BESIDE.test(message));
  return kept.length < messages.length && kept.join('').length >= LEAST ? kept : messages;
}

/** What asks by its form, whatever about: 点哪个 is half of a question, and no small talk. */
const ASKING = /[哪啥几嘛谁吗么呢]|什么|怎|多[少久长大]|能不能|可不可以|是不是|有没有|\b(?:what|how|when|where|why|which|who|can|could|do|does|is|are|will)\b/u;

/** A denial alone belongs to what it stands beside, as often as not: 没有 收到退款. */
const DENIAL = /^(?:不是?|没有?|别|不要|不能|不行|无|未|no|not|dont)$/u;

/** Whether a message can be no small talk by its form, whatever its words are taken for. */
export const belongsByForm = (message: string): boolean => ASKING.test(message) || DENIAL.test(message);
