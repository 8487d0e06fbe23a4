// What an edit of a trained library costs, and how the model that comes of many edits reads beside one that is trained anew. Not for how right the matcher is on real questions (npm run evaluate).
import { loadModel, match, type MatcherQuestion, serialiseModel, type ShopModel, thresholds, type Trade, trainModel, updateModel, verdict } from '@qindesk/matcher';
import type { CorpusTopic } from '../packages/matcher/src/parse-topics.ts';
import { seededRandom, shuffledIndices } from '../packages/matcher/src/random.ts';
import { median } from './generator.ts';

/** A text of the second hand; null where the library does not hold its topic. */
interface Asked { text: string; label: string | null }
/** Shares in percent. */
interface Standing { top1: number; answeredAt95: number; precisionAt95: number }
/** The model beside one trained anew; `sameVerdict`: percent of texts of which both say the same (answer, offer, none); `confidenceApart`: mean distance of their confidences (0..1). */
interface Beside { anewCpuMs: number; updated: Standing; anew: Standing; sameVerdict: number; confidenceApart: number }
/** `updateMs`, `updateCpuMs`: median of an edit, from stored bytes to stored bytes. */
export interface Edited extends Partial<Beside> { edits: number; updateMs: number; updateCpuMs: number }
/** After how many edits (ascending) to look, and whether beside a model trained anew. */
export interface Marks { marks: readonly number[]; besideAnew: boolean }

/** In-scope texts asked after a chain of edits, and as many out of scope. */
const askedAtMost = 1000;
const round1 = (value: number): number => Math.round(value * 10) / 10;
const percent = (part: number, whole: number): number => round1((100 * part) / Math.max(1, whole));

const pick = <T>(of: readonly T[], random: () => number): T => of[Math.floor(random() * of.length)] as T;
const without = <T>(of: readonly T[], at: number): T[] => of.filter((_, i) => i !== at);

/** What a trainer does: of ten edits four add a phrasing, two change one, one or two take one out, one or two add a question, one takes one out. */
const edit = (library: readonly MatcherQuestion[], corpus: readonly CorpusTopic[], random: () => number): MatcherQuestion[] => {
  const chance = random();
  const question = pick(library, random);
  const at = Math.floor(random() * question.phrasings.length);
  const line = pick(corpus.find(({ id }) => id === question.id)?.lines ?? question.phrasings, random);
  const write = (phrasings: string[]): MatcherQuestion[] => library.map((one) => (one === question ? { ...one, phrasings: [...new Set(phrasings)] } : one));
  if (chance < 0.4) return write([...question.phrasings, line]);
  if (chance < 0.6) return write([...without(question.phrasings, at), line]);
  if (chance < 0.75) return write(question.phrasings.length > 1 ? without(question.phrasings, at) : question.phrasings);
  if (chance >= 0.88) return library.filter((one) => one !== question);
  const known = new Set(library.map(({ id }) => id));
  const left = corpus.filter(({ id }) => !known.has(id) && !/^(none|chat)\./.test(id));
  if (left.length === 0) return write([...question.phrasings, line]);
  const topic = pick(left, random);
  return [...library, { id: topic.id, phrasings: shuffledIndices(topic.lines.length, random).subarray(0, question.phrasings.length).reduce<string[]>((all, i) => [...all, topic.lines[i] as string], []), negatives: [] }];
};

const askedOf = (library: readonly MatcherQuestion[], second: readonly CorpusTopic[], seed: number): Asked[] => {
  const known = new Set(library.map(({ id }) => id));
  const some = (all: Asked[], count: number): Asked[] => Array.from(shuffledIndices(all.length, seededRandom(seed)).subarray(0, count), (i) => all[i] as Asked);
  const inside = some(second.filter(({ id }) => known.has(id)).flatMap(({ id, lines }) => lines.map((text) => ({ text, label: id }))), askedAtMost);
  return [...inside, ...some(second.filter(({ id }) => !known.has(id)).flatMap(({ lines }) => lines.map((text) => ({ text, label: null }))), inside.length)];
};

interface Read extends Asked { first: string | undefined; confidence: number; said: ReturnType<typeof verdict> }
const readAll = (model: ShopModel, asked: readonly Asked[]): Read[] => {
  const limits = thresholds(model, 0.95);
  return asked.map((one) => { const found = match(model, one.text); return { ...one, first: found.candidates[0]?.questionId, confidence: found.confidence, said: verdict(found, limits) }; });
};
const standingOf = (reads: readonly Read[]): Standing => {
  const inside = reads.filter(({ label }) => label !== null);
  const answered = reads.filter(({ said }) => said === 'answer');
  return {
    top1: percent(inside.filter(({ first, label }) => first === label).length, inside.length), answeredAt95: percent(inside.filter(({ said }) => said === 'answer').length, inside.length),
    precisionAt95: percent(answered.filter(({ first, label }) => first === label).length, answered.length),
  };
};

const timed = <T>(work: () => T): { made: T; ms: number; cpuMs: number } => {
  const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
  const made = work();
  const { user, system } = process.cpuUsage(cpuFrom);
  return { made, ms: performance.now() - from, cpuMs: (user + system) / 1000 };
};

const layBeside = (trade: Trade, library: readonly MatcherQuestion[], bytes: Uint8Array, asked: readonly Asked[]): Beside => {
  const { made: anew, cpuMs } = timed(() => trainModel(library, { trade }));
  const [ours, theirs] = [readAll(loadModel(bytes, trade), asked), readAll(anew, asked)];
  const apart = ours.reduce((sum, { confidence }, i) => sum + Math.abs(confidence - (theirs[i]?.confidence ?? 0)), 0) / ours.length;
  return {
    anewCpuMs: Math.round(cpuMs), updated: standingOf(ours), anew: standingOf(theirs), sameVerdict: percent(ours.filter(({ said }, i) => said === theirs[i]?.said).length, ours.length),
    confidenceApart: Math.round(1000 * apart) / 1000,
  };
};

/** What is edited: a library with its stored model; lines of the corpus come in, those of the second hand ask. */
export interface Edition { library: readonly MatcherQuestion[]; bytes: Uint8Array; corpus: readonly CorpusTopic[]; second: readonly CorpusTopic[]; trade: Trade }

/**
 * Edits a library one publication after another, each time out of the stored bytes of the model of before, as the server does. No training anew in between, which a server would do in good time: the figures show what it
 * would set right. @throws Error when an edit is too much for an update.
 */
export const editLibrary = ({ corpus, second, trade, ...first }: Edition, { marks, besideAnew }: Marks, seed: number): Edited[] => {
  const random = seededRandom(seed);
  const [ms, cpuMs]: [number[], number[]] = [[], []];
  let [library, bytes] = [first.library, first.bytes];
  const rows: Edited[] = [];
  for (let edits = 1; edits <= (marks.at(-1) ?? 0); edits++) {
    library = edit(library, corpus, random);
    const update = timed(() => { const model = updateModel(loadModel(bytes, trade), library); return model && serialiseModel(model); });
    if (!update.made) throw new Error(`edit ${edits} was too much for an update`);
    bytes = update.made;
    ms.push(update.ms);
    cpuMs.push(update.cpuMs);
    if (marks.includes(edits)) rows.push({ edits, updateMs: Math.round(median(ms)), updateCpuMs: Math.round(median(cpuMs)), ...(besideAnew ? layBeside(trade, library, bytes, askedOf(library, second, seed)) : {}) });
  }
  return rows;
};
