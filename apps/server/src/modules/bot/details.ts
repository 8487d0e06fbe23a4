// What a consumer hands over rather than asks: an order or parcel number, a phone number, an address, a link, alone in a line. Pure. Not for what the robot does about it (decide).
import { isAcknowledgement, isGreeting } from './words.ts';

/** A kind of bare detail. A number that may be of either is an `order`. */
export type Detail = 'order' | 'parcel' | 'phone' | 'address' | 'link';

/** A line longer than this says more than a detail. */
const longest = 240;

const labels: readonly (readonly [Detail, RegExp])[] = [
  ['parcel', /^(?:这个|我的)?(?:快递|物流|运|退货|包裹)(?:单)?(?:号码?|编号)(?:是|为)?|^(?:my )?tracking (?:number|no|id)(?: is)?/],
  ['order', /^(?:这个|我的)?(?:淘宝|京东|天猫|交易|下单)?(?:订单)?(?:编号|号码?|单号|订单)(?:是|为)?|^(?:my )?order (?:number|no|id)?(?: is)?/],
  ['phone', /^(?:我的|收货|联系|收件)?(?:人)?(?:手机|电话|联系方式)(?:号码?)?(?:是|为)?|^(?:my )?(?:phone|mobile)(?: number)?(?: is)?/],
  ['address', /^(?:我的|新的?|收货|收件|详细|正确)*地址(?:是|为)?|^(?:my )?(?:new |shipping |delivery )?address(?: is)?/],
];
/** After a label, before what it names. */
const afterLabel = /^[\s:：#.]*/;
/** Said beside a number without asking anything. */
const beside = /^(?:亲|喏|给你|发你|就是|这是|这个是|这个|是)+|(?:这一?单|这个订单|这个单号|这个号|这个|的订单|亲|谢谢|哈|哦|呢)+$/g;

const phone = /^(?:(?:\+|00)?86)?1[3-9]\d{9}$|^\+\d{8,15}$|^0\d{9,11}$/;
const parcel = /^[a-z]{1,4}\d{8,20}[a-z]{0,2}$/;
/** Fewer digits than this may be a price, a height, a date: only a label makes them an order's. */
const number = /^\d{8,32}$/;
const labelled = /^[a-z]{0,4}\d{3,32}$/;

/** A day, or one key held down. */
const noNumber = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$|^(\d)\1+$/;
const dates = /(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}/;

const numberKind = (compact: string, label: Detail | null): Detail | null => {
  if (label === 'address') return null;
  if (label === 'order' || label === 'parcel') return labelled.test(compact) || parcel.test(compact) ? label : null;
  if (noNumber.test(compact)) return null;
  if (phone.test(compact)) return 'phone';
  if (label === 'phone') return /^\d{7,15}$/.test(compact) ? 'phone' : null;
  return parcel.test(compact) ? 'parcel' : number.test(compact) ? 'order' : null;
};

const numbersIn = (rest: string, label: Detail | null): Detail | null => {
  const bare = rest.replace(beside, '').trim();
  if (dates.test(bare)) return null;
  const whole = numberKind(bare.replace(/[\s\-_.()#]/g, ''), label);
  if (whole) return whole;
  const kinds = bare.split(/[\s,，、;；]+/).map((token) => numberKind(token.replace(/[-_.()#]/g, ''), label));
  return kinds.length > 1 ? kinds.reduce((all, one) => (one === null || all === null ? null : all)) : null;
};

const url = /https?:\/\/\S+/g;
/** What apps write around a link that is shared. */
const shared = /【[^】]*】|「[^」]*」|《[^》]*》|点击链接(?:直接打开)?|(?:淘宝|京东|拼多多)?搜索?直接打开|复制(?:这?段|本)?(?:内容|链接|消息)?|打开(?:淘宝|京东|拼多多|抖音)(?:app)?|或者|后|\b[a-z0-9]{4,16}\b/g;
const isLink = (text: string): boolean => text.search(url) >= 0 && text.replace(url, ' ').replace(shared, ' ').replace(/[\s\p{P}\p{S}]/gu, '') === '';

/** Whether a link stands in a text, whatever else does. */
export const holdsLink = (text: string): boolean => text.search(url) >= 0;

/** Words of somebody who asks or tells; street names hold some of their characters, hardly the words. */
const saysMore = /[?？寄嗎幾麼]|吗|呢|哪|發[到貨給]|怎么|如何|什么|咋|多少|多久|几[天号点]|可以|能不能|能否|能[发送到改]|[发送退换]到|到[了付]|没到|发货|已[发签]|改[了成到为下一不步]|改(?=地址|电话|收)|修改|更改|更换|换[成一个]|帮|麻烦|请|想|要|错|不[对是在到全了住上]|没[有写]|查|看|问|退|快递|包裹|物流|客服|放[在到门]|给我|搁|是否|有没有/;
const tellsMore = /显示|没|拿|俺|选|[无有现]货|单号|[写填弄忘说登挪定的了不能往送卖买在才都又跟]|我家|少[打写一了个]|加[个不]|再加|只到|配送|范围|超区|系统|结果|应该|还是|上市|选项|知道|名字|我[发们]|赶紧|截|好不|税号|[这那]边|放园区|\b(?:can|could|do|does|did|will|would|is|are|was|has|where|when|how|what|please|change|send|ship|deliver|not|wrong|ask|but|and|typo)\b/;
const wide = /[\u4e00-\u9fff]{1,7}?(?:省|自治区|市|区(?!别)|县|镇|乡|州|旗)/g;
/** Words that end like a place and name none. */
const notPlaces = /小区|大区|专区|超市|城市|县城|村镇|市场|门市|夜市|都市/g;
const fine = /(?:路|街|大道|巷|弄|村|号|栋|幢|座|单元|室|楼|层|小区|花园|苑|公寓|广场|大厦|大学|学校|驿站)/;
const street = /^(?:(?:flat|unit|apt|room) \S+,? )?\d{1,6}[a-z]? [a-z][a-z .'-]* (?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|way|square|terrace|close|crescent)\b/;
const isAddress = (rest: string, label: Detail | null): boolean => {
  if (saysMore.test(rest) || tellsMore.test(rest)) return false;
  const places = rest.replace(notPlaces, '园').match(wide)?.length ?? 0;
  return places >= 2 || (places === 1 && fine.test(rest)) || street.test(rest) || (label === 'address' && fine.test(rest) && /\d/.test(rest));
};
/** A line of a recipient that an app fills in or a person writes below one another. */
const recipient = /^(?:收件人|收货人|联系人|姓名)(?:姓名)?\s*[:：]\s*\S{1,12}$/;

/** What a line hands over, when it does nothing else; null for every other line. */
export const detailIn = (line: string): Detail | null => {
  const text = line.normalize('NFKC').toLowerCase().trim();
  if (text === '' || text.length > longest) return null;
  if (isLink(text)) return 'link';
  const [label = null, pattern] = labels.find(([, one]) => one.test(text)) ?? [];
  const rest = pattern ? text.replace(pattern, '').replace(afterLabel, '') : text.replace(/^#/, '');
  return numbersIn(rest, label) ?? (recipient.test(text) || isAddress(rest, label) ? 'address' : null);
};

const linesOf = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split('\n')).map((line) => line.trim()).filter((line) => line !== '');

/** The details of a round that holds nothing else, greetings and thanks aside; none where something is asked. */
export const bareDetails = (texts: readonly string[]): Detail[] => {
  const lines = linesOf(texts).filter((line) => !isGreeting(line) && !isAcknowledgement(line));
  const found = lines.map(detailIn);
  return found.every((one): one is Detail => one !== null) ? [...new Set(found)] : [];
};

/** What is asked, for the matcher: without the lines that only hand over a detail, unless there are no others. */
export const withoutDetails = (text: string): string => {
  const lines = text.split('\n');
  const kept = lines.filter((line) => detailIn(line) === null);
  return kept.some((line) => line.trim() !== '') ? kept.join('\n') : text;
};

const wanted: readonly (readonly [readonly Detail[], string, string])[] = [
  [['order', 'parcel'], '订单号|订单编号|订单号码|单号|运单号?|快递号', 'order (?:number|no|id)|tracking (?:number|no|id)'],
  [['phone'], '手机号?|电话|联系方式', 'phone(?: number)?'],
  [['address'], '地址|收货信息|收件信息', 'address'],
  [['link'], '链接', 'link'],
];
const asks = wanted.map(([kinds, zh, en]): readonly [readonly Detail[], RegExp] => [kinds, new RegExp(
  `(?:发|提供|报|给|留|告诉|输入|填|回复|说)[^。！？\\n]{0,12}(?:${zh})|(?:${zh})[^。！？\\n]{0,8}(?:发|提供|报|给|留|告诉)[^。！？\\n]{0,3}(?:我|下|来)|(?:send|share|give|tell|provide|need|enter|what is|what's)[^.!?\\n]{0,40}\\b(?:${en})\\b`)]);

/** Which details a text asks its reader for: "请提供一下订单号". */
export const asksForDetails = (text: string): Set<Detail> => {
  const line = text.normalize('NFKC').toLowerCase();
  return new Set(asks.flatMap(([kinds, pattern]) => (pattern.test(line) ? kinds : [])));
};
