// Reads a line as it is meant here: with the product or the order it is about, or with the question before it. The matcher reads the line once more with what the consumer left unsaid; what it then
// finds counts only where it is about just that. Pure. Not for finding out what is in focus (focus).
import { leansOnContext, type Match, type Thresholds, verdict } from '@qindesk/matcher';
import type { OrderView } from '@qindesk/protocol';
import type { Subjects } from './subjects.ts';
import { isAcknowledgement, isGreeting } from './words.ts';

export type OrderState = OrderView['state'];

/** What the line stands in. */
export interface Context {
  subjects: Subjects;
  /** The words of the product in focus that questions are called by. */
  productWords: readonly string[];
  orderState: OrderState | null;
  /** The question answered just before, while its answer is fresh. */
  last: { id: string; title: string } | null;
}

/** The match that counts, and why it is not the line's own: `context:product:芒果`, `context:order:shipped`, `context:before:…`. */
export interface ReadLine { found: Match; reasons: string[] }

/** What the matcher makes of a line by itself. */
export type ReadAlone = (line: string) => Match;

/** How a consumer would say it of an order in each state, and how questions about such an order are called. */
const ofOrder: Readonly<Partial<Record<OrderState, { said: { zh: readonly string[]; en: readonly string[] }; called: RegExp }>>> = {
  unpaid: { said: { zh: ['还没付款'], en: ['not paid yet'] }, called: /未付款|没付款|待付款|未支付|unpaid|not paid|before pay/i },
  paid: { said: { zh: ['还没发货'], en: ['not shipped yet'] }, called: /没发货|未发货|发货前|还不发货|还没发货|付款后|付了款|before (?:it |my order )?ship|not (?:yet )?ship/i },
  shipped: { said: { zh: ['已经发货了', '货在路上'], en: ['already shipped'] }, called: /已发货|已经发货|发货后|发出后|寄出后|在路上|after (?:it |my order )?(?:has )?ship|already ship|in transit/i },
  delivered: { said: { zh: ['收到货了'], en: ['received it'] }, called: /收到|签收|收货后|received|delivered|after delivery/i },
};

/** From this confidence on a reading with what was left unsaid replaces the line's own; and what is left of it: it is a guess about what was meant. */
const sure = 0.55;
/** From here on also what the line alone did not bring to mind. */
const surer = 0.7;
const kept = 0.97;
/** Words of a product that are tried. */
const wordsTried = 3;

const taken = (found: Match): Match => ({ ...found, exact: false, confidence: found.confidence * kept });
const top = (found: Match): string | undefined => found.candidates[0]?.questionId;
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
const joined = (before: string, text: string): string => (isChinese(before) && isChinese(text) ? before + text : `${before} ${text}`);
/** 这个, 它 and the like stand where the product's own word belongs. */
const pointing = /^(?:这个|这款|这件|这双|这条|这种|这|它们?|this|it)(?:的|家)?/i;

/** The first reading that is accepted. */
const firstOf = (read: ReadAlone, lines: readonly { line: string; reason: string }[], accepts: (found: Match) => boolean): ReadLine | null => {
  for (const { line, reason } of lines) {
    const found = read(line);
    if (accepts(found)) return { found: taken(found), reasons: [reason] };
  }
  return null;
};

/** "车厘子呢" after 芒果怎么保存: the same asked of another; "那42码的呢": the question before, with what is new. */
const withQuestionBefore = (read: ReadAlone, text: string, own: Match, { last, subjects }: Context, limits: Thresholds): ReadLine | null => {
  // A phrasing of the library says what it says, leaning or not (专票呢).
  if (!last || own.exact || !leansOnContext(text)) return null;
  const [named] = subjects.namedIn(text);
  const [was] = subjects.namedIn(last.title);
  const line = named && was && named !== was ? last.title.replace(was, named) : joined(last.title, text);
  if (verdict(own, limits) === 'answer') {
    // "新疆呢" after 运费怎么算 is no question about remote areas: what the line says alone stands only where it says the same after the question before.
    const both = top(read(line));
    return both === top(own) ? null : { found: { ...own, guards: [...own.guards, `context: may go on from ${last.title.replaceAll(':', ' ')}`] }, reasons: [] };
  }
  // What only leads back to the question before is offered with what people ask next (decide).
  return firstOf(read, [{ line, reason: `context:before:${last.title.replaceAll(':', ' ')}` }], (found) => top(found) !== last.id && found.confidence >= sure);
};

/** The share of the first one's from which on a second candidate is close behind it; below the other it says nothing of what was meant. */
const closeBehind = 0.4;
const worthOffering = 0.15;

/** What a line with the product's word comes to where the questions about other products are left out: offered, never answered. */
const withoutStrangers = (read: ReadAlone, lines: readonly { line: string; reason: string }[], subjects: Subjects, about: ReadonlySet<string>, limits: Thresholds): ReadLine | null => {
  const aboutSome = subjects.about(subjects.all);
  for (const { line, reason } of lines) {
    const found = read(line);
    const candidates = found.candidates.filter(({ questionId }) => about.has(questionId) || !aboutSome.has(questionId));
    const [first] = candidates;
    if (first && about.has(first.questionId) && found.confidence >= limits.offer && first.probability >= worthOffering * (found.candidates[0]?.probability ?? 1))
      return { found: { ...taken(found), candidates, guards: [...found.guards, 'context: the line alone is about another product'] }, reasons: [reason] };
  }
  return null;
};

/** The words of the product in focus that a line may go on from; none where it names a product itself. What was spoken of last goes before what the page shows. */
const wordsFor = (text: string, { subjects, productWords, last }: Context): string[] => {
  const spokenOf = last ? subjects.namedIn(last.title) : [];
  const words = (spokenOf.length > 0 ? spokenOf : productWords).filter((word) => isChinese(word) === isChinese(text)).slice(0, wordsTried);
  return words.length === 0 || subjects.namedIn(text, [...subjects.all, ...words]).length > 0 ? [] : words;
};
const lineWith = (word: string, text: string): string => joined(word, text.replace(pointing, ''));

const withProduct = (read: ReadAlone, text: string, own: Match, context: Context, limits: Thresholds): ReadLine | null => {
  const { subjects } = context;
  const words = wordsFor(text, context);
  if (words.length === 0) return null;
  const about = subjects.about(words);
  const ownTop = top(own);
  // What is sure and about the product's kind (水果) gives way only to what is surer with its name (芒果).
  const settled = ownTop !== undefined && about.has(ownTop) && own.confidence >= limits.answer;
  // A question about another product, which nobody has named, is not the one that was asked.
  const astray = ownTop !== undefined && !about.has(ownTop) && subjects.about(subjects.all).has(ownTop);
  const lines = words.map((word) => ({ line: lineWith(word, text), reason: `context:product:${word}` }));
  const closer = firstOf(read, lines, (found) => {
    const [again, clearer] = [top(found) === ownTop, found.confidence > own.confidence];
    // The same asked of this product, if it is first and what the line says alone close behind.
    const [first, second] = found.candidates;
    const sameOfThis = first !== undefined && second !== undefined && second.questionId === ownTop && second.probability >= closeBehind * first.probability;
    return about.has(top(found) ?? '') && found.confidence >= (astray || sameOfThis ? limits.offer : sure) && (settled ? clearer && !again : clearer || !again);
  });
  return closer ?? (astray ? withoutStrangers(read, lines, subjects, about, limits) : null);
};

const withOrder = (read: ReadAlone, text: string, own: Match, { orderState }: Context, limits: Thresholds, titleOf: (id: string) => string): ReadLine | null => {
  const circumstance = orderState && ofOrder[orderState];
  const ownTitle = titleOf(top(own) ?? '');
  if (!circumstance || circumstance.called.test(text) || circumstance.called.test(ownTitle)) return null;
  // A sure answer gives way only where it is about an order in another state.
  const contrary = Object.values(ofOrder).some(({ called }) => called.test(ownTitle));
  if (own.confidence >= limits.answer && !contrary) return null;
  const thoughtOf = (found: Match): boolean => found.confidence >= surer || own.candidates.some(({ questionId }) => questionId === top(found));
  const said = isChinese(text) ? circumstance.said.zh : circumstance.said.en;
  return firstOf(read, said.map((words) => ({ line: joined(words, text), reason: `context:order:${orderState}` })), (found) => circumstance.called.test(titleOf(top(found) ?? '')) && found.confidence >= sure && thoughtOf(found));
};

/** The lines that {@link readInContext} is likely to read for a line: as it is, and with the product's words. */
export const linesInContext = (text: string, context: Context): string[] =>
  isAcknowledgement(text) || isGreeting(text) ? [text] : [text, ...wordsFor(text, context).map((word) => lineWith(word, text))];

/** Reads a line alone and, where something is in focus, with it; thanks and greetings are about nothing. `titleOf` names a question by its id. */
export const readInContext = (read: ReadAlone, text: string, context: Context, limits: Thresholds, titleOf: (id: string) => string): ReadLine => {
  const own = read(text);
  if (isAcknowledgement(text) || isGreeting(text)) return { found: own, reasons: [] };
  return withQuestionBefore(read, text, own, context, limits) ?? withProduct(read, text, own, context, limits) ?? withOrder(read, text, own, context, limits, titleOf) ?? { found: own, reasons: [] };
};
