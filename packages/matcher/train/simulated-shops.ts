// Shops as they might be, cut out of the corpus, with what the matcher makes of lines that it has not seen: what the pooled calibrator learns from. Reads no file.
import { trainCore } from '../src/core.ts';
import { evidenceOf } from '../src/evidence.ts';
import { guardReasons, traitRange } from '../src/guards.ts';
import { type HeldOut, prepare, type Prepared } from '../src/held-out.ts';
import { seededRandom, shuffledIndices } from '../src/random.ts';
import { rank } from '../src/rank.ts';
import { wholeLine } from '../src/segments.ts';
import type { Trade } from '../src/trade.ts';

/** A topic with lines that the trade was not trained on: `library` is what a trainer would type, `asked` what consumers ask. */
export type PoolTopic = { id: string; near: readonly string[]; library: readonly Prepared[]; asked: readonly Prepared[] };

/** One kind of shop: how many questions it has, phrasings for each, and how many shops of the kind are cut. */
export type ShopKind = { questions: number; phrasings: number; shops: number };

/** From three phrasings a question to a well kept library. */
export const SHOP_KINDS: readonly ShopKind[] = [
  { questions: 40, phrasings: 3, shops: 8 }, { questions: 60, phrasings: 5, shops: 8 }, { questions: 60, phrasings: 9, shops: 8 }, { questions: 40, phrasings: 20, shops: 6 },
  { questions: 150, phrasings: 4, shops: 4 }, { questions: 150, phrasings: 12, shops: 4 }, { questions: 300, phrasings: 8, shops: 2 },
];

/** How often a shop keeps two neighbouring topics as one question, and how often it keeps the neighbours of a topic at all. */
const MERGED = 0.15;
const NEIGHBOURS = 0.5;
/** Lines asked of each question, and of each topic that the shop does not keep. */
const ASKED = 5;
const OUTSIDE = 300;

/** What a shop's robot hears: in its library, near to it, far from it. */
export const TRAFFIC = { inScope: 0.5, near: 0.25, far: 0.25 };

const area = (id: string): string => id.slice(0, id.indexOf('.'));
const isAside = (id: string): boolean => /^(none|chat)\./.test(id);

type Shop = { labels: PoolTopic[][]; near: PoolTopic[]; far: PoolTopic[] };

/** Chooses a shop's questions: a topic, its neighbours half of the time, and so on until there are enough. */
function foundShop(pool: readonly PoolTopic[], questions: number, random: () => number): Shop {
  const byId = new Map(pool.map((topic) => [topic.id, topic]));
  const kept = new Set<PoolTopic>();
  const labels: PoolTopic[][] = [];
  const keep = (topic: PoolTopic): void => {
    if (kept.has(topic) || labels.length >= questions) return;
    kept.add(topic);
    const twin = random() < MERGED ? topic.near.map((id) => byId.get(id)).find((other) => other !== undefined && !kept.has(other) && !isAside(other.id)) : undefined;
    if (twin) kept.add(twin);
    labels.push(twin ? [topic, twin] : [topic]);
    for (const id of topic.near) {
      const other = byId.get(id);
      if (other && !isAside(id) && random() < NEIGHBOURS) keep(other);
    }
  };
  for (const i of shuffledIndices(pool.length, random)) if (!isAside(pool[i]!.id)) keep(pool[i]!);
  const areas = new Set([...kept].map((topic) => area(topic.id)));
  const neighbours = new Set([...kept].flatMap((topic) => topic.near));
  const outside = pool.filter((topic) => !kept.has(topic));
  const isNear = (topic: PoolTopic): boolean => !isAside(topic.id) && (neighbours.has(topic.id) || (areas.has(area(topic.id)) && random() < 0.3));
  const near = outside.filter(isNear);
  return { labels, near, far: outside.filter((topic) => !near.includes(topic)) };
}

const some = <T>(list: readonly T[], count: number, random: () => number): T[] => Array.from(shuffledIndices(list.length, random).subarray(0, count), (i) => list[i]!);

/** What one shop of a kind hears, as examples weighed by {@link TRAFFIC}; `weight` sums to the number of in-scope lines. */
export function watchShop(trade: Trade, pool: readonly PoolTopic[], kind: ShopKind, seed: number): HeldOut[] {
  const random = seededRandom(seed);
  const shop = foundShop(pool, kind.questions, random);
  const library = shop.labels.map((topics) => some(topics.flatMap((topic) => topic.library), kind.phrasings, random));
  const core = trainCore(trade, library.map((texts) => texts.map((text) => text.reading)), 'softmax', seed);
  const ranges = library.map((texts) => traitRange(texts.map((text) => text.core)));
  const see = (text: Prepared, truth: number, weight: number): HeldOut => {
    const ranking = rank(core, text.reading);
    const first = ranking.scored[0];
    const demoted = first !== undefined && guardReasons(text.traits, ranges[first.label]!).length > 0;
    return { x: evidenceOf(core, ranking, text.reading.sense, text.core.length), right: first?.label === truth, inScope: truth >= 0, demoted, weight };
  };
  const inside = shop.labels.flatMap((topics, label) => some(topics.flatMap((topic) => topic.asked).filter((text) => !library[label]!.includes(text)), ASKED, random).map((text) => ({ text, label })));
  const outsideOf = (topics: readonly PoolTopic[]): Prepared[] => some(topics.flatMap((topic) => topic.asked), OUTSIDE, random);
  const near = outsideOf(shop.near);
  const far = outsideOf(shop.far);
  const total = inside.length / TRAFFIC.inScope;
  return [
    ...inside.map(({ text, label }) => see(text, label, 1)),
    ...near.map((text) => see(text, -1, (total * TRAFFIC.near) / near.length)),
    ...far.map((text) => see(text, -1, (total * TRAFFIC.far) / far.length)),
  ];
}

/** A pool from topics' texts: every line is read once, and whole, as the trade learns it. */
export function poolOf(trade: Trade, topics: readonly { id: string; near: readonly string[]; library: readonly string[]; asked: readonly string[] }[]): PoolTopic[] {
  const ready = (lines: readonly string[]): Prepared[] => lines.map((line) => prepare(trade, line, wholeLine(line))).filter(({ reading }) => reading.bag.hashes.length > 0);
  return topics.map((topic) => {
    const library = ready(topic.library);
    return { id: topic.id, near: topic.near, library, asked: topic.asked === topic.library ? library : ready(topic.asked) };
  });
}
