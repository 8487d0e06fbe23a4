// Takes a consumer's line apart into the messages run together in it and strips greetings; it does not judge meaning.
import { requestsAmong, withoutLinks } from './beside.ts';
import { isHan, MAX_LENGTH, normalise } from './normalise.ts';

/** At most this many segments of a line are considered; the rest only counts in the whole. */
export const MAX_SEGMENTS = 6;

const HAN_OPENERS = [
  '在不在', '在吗', '在么', '在嘛', '有人吗', '有人在吗', '你好呀', '您好呀', '你好啊', '你好', '您好', '哈喽', '哈啰', '嗨', '早上好', '上午好', '中午好', '下午好', '晚上好',
  '亲爱的', '亲亲', '亲', '客服小姐姐', '小姐姐', '掌柜的', '掌柜', '店家', '老板', '客服', '不好意思', '打扰一下', '打扰了', '打扰下', '麻烦问一下', '麻烦问下', '麻烦你', '麻烦您', '麻烦',
  '我想请问一下', '我想请问', '想请问一下', '想请问', '请问一下', '请问下', '请问', '我想问一下', '我想问下', '我想问', '想问一下', '想问下', '想问', '问一下', '问下', '我想咨询一下', '我想咨询下',
  '我要咨询', '想咨询一下', '想咨询下', '咨询一下', '咨询下', '我想知道', '我想了解一下', '想了解一下', '了解一下', '帮我看一下', '帮我看看', '帮我看下', '那个', '就是说', '嗯嗯', '嗯', '哦哦', '哦', '额', '那么', '那', '请',
];
const HAN_CLOSERS = [
  '谢谢你了', '谢谢您了', '谢谢你', '谢谢您', '谢谢啦', '谢谢了', '谢谢', '多谢了', '多谢', '感谢', '谢了', '麻烦了', '麻烦你了', '麻烦您了', '辛苦了', '亲亲', '亲', '在吗', '在么', '呢', '啊', '呀', '哦', '噢', '哈', '呗', '哟', '喔', '诶', '啦',
];
const LATIN_FILLER = ['hello there', 'hi there', 'hey there', 'hello', 'hi', 'hey', 'excuse me', 'good morning', 'good afternoon', 'good evening', 'please', 'pls', 'thank you', 'thanks', 'thx', 'dear'];

/** Characters before which an opener is the beginning of a word or of what is asked: 额度, 那天, 客服电话. */
const NO_OPENER: Readonly<Record<string, string>> = {
  额: '度外头定', 亲: '子戚自身人爱情属友手', 请: '求教假客柬', 那: '么里边些样种天家款时儿位次几一两张单台箱笔条件双批份盒瓶袋段年月周晚', 客服: '说让发答电叫态怎什几的是不没有人工热号上下回给告还一都', 老板: '说让娘叫', 麻烦: '死的大不得事', 那么: '贵多久慢少大小高难长远便',
};

/** `在吗` at the end greets behind a whole message only: 券还在吗 asks where it is. */
const asksWhere = (text: string, closer: string): boolean => /^在[吗么]$/u.test(closer) && (text.length < 6 || /[还都会]在.$/u.test(text));

function openerAt(text: string): number {
  for (const opener of HAN_OPENERS) if (text.startsWith(opener) && NO_OPENER[opener]?.includes(text.charAt(opener.length) || '\n') !== true) return opener.length;
  for (const word of LATIN_FILLER) if (text === word || text.startsWith(`${word} `) || (text.startsWith(word) && isHan(text.charCodeAt(word.length)))) return word.length;
  return 0;
}

function closerAt(text: string): number {
  for (const closer of HAN_CLOSERS) if (text.endsWith(closer) && !asksWhere(text, closer)) return closer.length;
  for (const word of LATIN_FILLER) if (text === word || text.endsWith(` ${word}`)) return word.length;
  return 0;
}

/** Greeting, politeness and trailing particles taken off both ends of a normalised text; may return ''. */
export function stripFiller(normalised: string): string {
  let text = normalised;
  for (;;) {
    const opener = openerAt(text);
    const rest = text.slice(opener).trimStart();
    const kept = rest.slice(0, rest.length - closerAt(rest)).trimEnd();
    if (kept.length === text.length) return text;
    text = kept;
  }
}

/** A line made ready: `normalised` the whole but for links, `core` that without filler (never '' unless `normalised` is), `segments` the messages in it (at least one unless empty). */
export type PreparedText = { normalised: string; core: string; segments: string[] };

/** Longest line, in characters, that may live on what was said before. */
const LEANS_UP_TO = 12;
const LEANS = /^(?:那|那么|它|这个|这款|另外一|另一|换成)|(?:呢|的话|也是|也行|一样)(?:吗|么|不|吧)?$|^(?:what|how) about |^and |^(?:is|does) (?:it|that) /u;

/** Whether a line cannot be understood alone: "那红色的呢", "xl的呢", "what about the blue one". */
export function leansOnContext(text: string): boolean {
  const normalised = normalise(text);
  return normalised.length > 0 && (normalised.length <= LEANS_UP_TO || /^[a-z]/.test(normalised) && normalised.split(' ').length <= 7) && LEANS.test(normalised);
}

/** Cuts where a consumer pressed send or ended a clause: sentence marks, line breaks, and for Chinese commas and blanks too. */
function cut(text: string): string[] {
  return text.split(/[。！？!?;；…~～\n\r]+|[.](?=\s|$)|[，,、：:]+(?=\s*[㐀-鿿])|(?<=[㐀-鿿])[，,、：:]+|(?<=[㐀-鿿])\s+|\s+(?=[㐀-鿿])/u);
}

/** Links are long; of a text with some this much is looked at. */
const WITH_LINKS = 4 * MAX_LENGTH;

/** The messages in a text, normalised, without filler and repeats. */
function messagesIn(text: string): string[] {
  const messages: string[] = [];
  for (const piece of cut(text)) {
    const stripped = stripFiller(normalise(piece));
    if (stripped !== '' && !messages.includes(stripped)) messages.push(stripped);
  }
  return messages;
}

/** Prepares one consumer's line; filler, links and messages that say nothing beside others go only when something remains. */
export function prepareText(text: string): PreparedText {
  const clipped = withoutLinks(text.slice(0, WITH_LINKS)).slice(0, MAX_LENGTH);
  const normalised = normalise(clipped);
  const messages = messagesIn(clipped);
  if (messages.length === 0) return { normalised, core: normalised, segments: normalised === '' ? [] : [normalised] };
  const requests = requestsAmong(messages);
  return { normalised, core: requests.join(' '), segments: requests.slice(0, MAX_SEGMENTS) };
}

/** The whole line without filler, with all that stands beside a request: what the trade learns by. In 人工 快点处理 the wish for a person is the request, by its topic. */
export function wholeLine(text: string): string {
  const clipped = text.slice(0, MAX_LENGTH);
  return messagesIn(clipped).join(' ') || normalise(clipped);
}
