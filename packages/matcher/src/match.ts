// Reads one text with a trained model: candidates, calibrated confidence, guards. It decides nothing; thresholds and the caller do.
import { belongsByForm } from './beside.ts';
import { confidenceOf } from './calibrator.ts';
import { thresholdsAt } from './dial.ts';
import { evidenceOf } from './evidence.ts';
import { guardReasons, isHeldBack, traitsOf } from './guards.ts';
import type { ShopModel } from './model.ts';
import { rank, type Ranking, type Scored } from './rank.ts';
import { lexicalOf, type Reading, readText } from './reading.ts';
import { ROW_UNIT } from './rows.ts';
import { repair, spellingOf, type Spelling } from './repair.ts';
import { MAX_SEGMENTS, type PreparedText, prepareText } from './segments.ts';
import type { Candidate, DialPosition, Match, Thresholds } from './types.ts';

/** Candidates that a match lists. */
const LISTED = 5;

/** Confidence of a text that is literally a phrasing of one question only. */
const EXACT_CONFIDENCE = 0.995;

/** Odds by which a segment must be clearer than the whole line to be read instead of it. */
const CLEARER = 12;

/** A line that is clearer than this as a whole is not taken apart: where a message of it points elsewhere, the whole is right three times as often. */
const CLEAR = 0.4;

/** Nothing makes a line that is surer than this surer. */
const CERTAIN = 0.98;

/** What asks nothing with this probability is small talk: a segment is not looked up then, a line not read by ear. */
const IDLE = 0.5;

/**
 * How far a second reading moves the confidence from that of the first (in logits), and what is left of it then. The surest of several readings looks surer than it is; set on lines that neither the corpus
 * nor the calibrator knew: of those answered by a message alone 70 of 100 were right where 95 were promised (decision 19).
 */
const SECOND = { bare: 0.8, message: 0.4, byEar: 0.5, kept: { message: 0.5, byEar: 0.9 } };

/** Below this confidence a line is read once more as it sounds, and the odds by which that must be clearer to count. */
const BY_EAR = { below: 0.6, clearer: 2 };

/** By the phrasings, which a refined model shares with the one it came from. */
const spellings = new WeakMap<readonly string[], Spelling>();

/** The line as it sounds, where it makes no sense as it is written: small talk makes sense, and no request is heard into it. */
function byEar(model: ShopModel, prepared: PreparedText, view: View, banned: readonly number[]): View {
  if (view.confidence >= BY_EAR.below || view.reading.sense.aside > IDLE) return view;
  const spelling = spellings.get(model.phrasings) ?? spellingOf(model.trade, model.forms.map(({ core }) => core));
  spellings.set(model.phrasings, spelling);
  const repaired = repair(spelling, prepared.core);
  if (repaired === undefined) return view;
  const heard = viewOf(model, 'by-ear', repaired, banned);
  return oddsOf(heard) < BY_EAR.clearer * oddsOf(view) ? view : { ...heard, confidence: Math.max(view.confidence, between(view, heard, SECOND.byEar) * SECOND.kept.byEar) };
}

/** One way of reading a line: the whole of it or a segment. */
type View = { kind: Match['view']['kind']; text: string; reading: Reading; ranking: Ranking; confidence: number };

function viewOf(model: ShopModel, kind: View['kind'], text: string, banned: readonly number[], reading = readText(model.trade, text)): View {
  const ranking = rank(model.core, reading, banned);
  return { kind, text, reading, ranking, confidence: confidenceOf(model.trade.net, model.bend, evidenceOf(model.core, ranking, reading.sense, text.length)) };
}

function oddsOf(view: View): number {
  return view.confidence / (1 - Math.min(view.confidence, 0.9999));
}

/** A confidence between those of two readings, `share` of the way from the first to the second in logits. */
function between(first: View, second: View, share: number): number {
  const odds = Math.max(1e-6, oddsOf(first)) ** (1 - share) * Math.max(1e-6, oddsOf(second)) ** share;
  return odds / (1 + odds);
}

/** The messages of a line, each with what the trade makes of it. */
type Message = { text: string; reading: Reading };

/** The whole without the messages that ask nothing, if there are any: 买键盘的那单 什么时候发货. A line of more messages than are looked at stays whole. */
function withoutSmallTalk(model: ShopModel, messages: readonly Message[], banned: readonly number[], whole: View): View {
  const asking = messages.filter(({ text, reading }) => reading.sense.aside <= IDLE || belongsByForm(text));
  if (asking.length === 0 || asking.length === messages.length || messages.length === MAX_SEGMENTS) return whole;
  const bare = viewOf(model, 'request', asking.map(({ text }) => text).join(' '), banned, asking.length === 1 ? asking[0]!.reading : undefined);
  return bare.confidence <= whole.confidence ? whole : { ...bare, confidence: between(whole, bare, SECOND.bare) };
}

/**
 * The whole line, small talk in it aside, unless it is unclear and one of the messages in it is far clearer and points elsewhere: measured on labelled lines, what surrounds the request
 * helps more often than it distracts, and a message that says the same adds nothing. Its confidence is cut, so that it is offered.
 */
function bestView(model: ShopModel, prepared: PreparedText, banned: readonly number[]): View {
  const all = viewOf(model, 'whole', prepared.core, banned);
  if (prepared.segments.length < 2 || all.confidence >= CERTAIN) return all;
  const messages = prepared.segments.map((text): Message => ({ text, reading: readText(model.trade, text) }));
  const whole = withoutSmallTalk(model, messages, banned, all);
  if (whole.confidence >= CLEAR) return whole;
  let best = whole;
  for (const { text, reading } of messages) {
    if (text.length < 2 || reading.sense.aside > IDLE) continue;
    const view = viewOf(model, 'message', text, banned, reading);
    if (view.confidence > best.confidence) best = view;
  }
  if (best.ranking.scored[0]?.label === whole.ranking.scored[0]?.label || oddsOf(best) < CLEARER * oddsOf(whole)) return whole;
  return { ...best, confidence: Math.max(whole.confidence, between(whole, best, SECOND.message) * SECOND.kept.message) };
}

/** A negative phrasing of the first candidate that is nearer to the text than its nearest phrasing, if any. */
function nearerNegative(model: ShopModel, view: View, first: Scored): string | undefined {
  const { owner, rows, texts } = model.negatives;
  if (!owner.includes(first.label)) return undefined;
  const vector = lexicalOf(model.core.vocabulary, view.reading);
  const query = new Map(Array.from(vector.ids, (id, i) => [id, vector.values[i]!]));
  let nearest: string | undefined;
  let best = first.cosine / Math.sqrt(vector.known);
  for (let r = 0; r < owner.length; r++) {
    if (owner[r] !== first.label) continue;
    let dot = 0;
    for (let i = rows.starts[r]!; i < rows.starts[r + 1]!; i++) dot += (query.get(rows.ids[i]!) ?? 0) * rows.values[i]! * ROW_UNIT;
    if (dot >= best) {
      best = dot;
      nearest = texts[r];
    }
  }
  return nearest;
}

function guardsOf(model: ShopModel, view: View): string[] {
  const first = view.ranking.scored[0];
  if (first === undefined) return [];
  const reasons = guardReasons(traitsOf(view.text), model.ranges[first.label]!);
  const negative = nearerNegative(model, view, first);
  return negative === undefined ? reasons : [...reasons, `negative-phrasing: nearer to "${negative}" than to any phrasing`];
}

function candidatesOf(model: ShopModel, scored: readonly Scored[]): Candidate[] {
  const top = scored[0]?.score ?? 0;
  const shares = scored.map((one) => Math.exp(one.score - top));
  const sum = shares.reduce((a, b) => a + b, 0);
  return scored.slice(0, LISTED).map((one, i) => ({
    questionId: model.questionIds[one.label]!,
    probability: shares[i]! / sum,
    phrasing: model.phrasings[one.row]!,
    parts: { head: Math.exp(one.logHead), cosine: one.cosine, centroid: one.centroid, meaning: one.sense.nearest, topic: one.sense.topics, score: one.score },
  }));
}

/** The only label that a text is literally a phrasing of, greetings aside. */
function exactLabel(model: ShopModel, prepared: PreparedText, banned: readonly number[]): number | undefined {
  const labels = (model.exact.get(prepared.normalised) ?? model.exact.get(prepared.core) ?? []).filter((label) => !banned.includes(label));
  return labels.length === 1 ? labels[0] : undefined;
}

/** What the trade says of a view, for explaining. */
function tradeOf(model: ShopModel, { kind, text, reading, ranking }: View): Pick<Match, 'view' | 'topics' | 'outside'> {
  const topics = Array.from(reading.sense.topics.subarray(0, 3), (topic, i) => ({ id: model.trade.topicIds[topic]!, title: model.trade.topicTitles[topic]!, share: reading.sense.shares[i]! }));
  return { view: { kind, text }, topics, outside: ranking.outside };
}

/** Word for word a phrasing: nothing else is read, so nobody is second and what the trade thinks is not asked. */
function exactMatch(model: ShopModel, prepared: PreparedText, label: number): Match {
  const from = model.core.firstRow[label]!;
  const rows = model.forms.slice(from, model.core.firstRow[label + 1]!);
  const row = from + Math.max(0, rows.findIndex(({ normalised, core }) => normalised === prepared.normalised || core === prepared.core));
  return {
    candidates: [{ questionId: model.questionIds[label]!, probability: 1, phrasing: model.phrasings[row]!, parts: { head: 1, cosine: 1, centroid: 1, meaning: 1, topic: 1, score: 0 } }],
    confidence: EXACT_CONFIDENCE, exact: true, normalised: prepared.normalised, guards: [], coverage: 1, view: { kind: 'whole', text: prepared.core }, topics: [], outside: 0,
  };
}

/**
 * Matches one text (any length; only its beginning is read). A text equal to a negative phrasing excludes that question.
 * Pure and synchronous; a text without letters gives no candidates and confidence 0.
 */
export function match(model: ShopModel, text: string): Match {
  const prepared = prepareText(text);
  const banned = model.banned.get(prepared.normalised) ?? model.banned.get(prepared.core) ?? [];
  const exact = prepared.core === '' ? undefined : exactLabel(model, prepared, banned);
  if (exact !== undefined) return exactMatch(model, prepared, exact);
  const view = byEar(model, prepared, bestView(model, prepared, banned), banned);
  return {
    candidates: candidatesOf(model, view.ranking.scored),
    confidence: view.confidence,
    exact: false,
    normalised: prepared.normalised,
    guards: guardsOf(model, view),
    coverage: view.ranking.known,
    ...tradeOf(model, view),
  };
}

/** Confidences to answer and to offer from, so that a share of `precision` (0..1) of the answers is right. */
export function thresholds(model: ShopModel, precision: number): Thresholds {
  return thresholdsAt(model.dial, precision);
}

/** The dial's positions with the share of in-scope texts that each would answer; empty for a library too small to tell. */
export function dialOf(model: ShopModel): readonly DialPosition[] {
  return model.dial;
}

/** What thresholds and guards make of a match; one that a guard holds back is offered at most. */
export function verdict(result: Match, limits: Thresholds): 'answer' | 'offer' | 'none' {
  if (result.candidates.length === 0 || result.confidence < limits.offer) return 'none';
  return result.confidence >= limits.answer && !isHeldBack(result.guards, result.confidence, limits.answer) ? 'answer' : 'offer';
}
