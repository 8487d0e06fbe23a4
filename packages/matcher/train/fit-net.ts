// The pooled calibrator: a trade trained on some of each topic's lines meets simulated shops made of the others, and the net learns when it was right. Reads no file.
import type { Net } from '../src/calibrator.ts';
import type { HeldOut } from '../src/held-out.ts';
import type { Trade } from '../src/trade.ts';
import type { CorpusTopic } from '../src/parse-topics.ts';
import { poolOf, type PoolTopic, SHOP_KINDS, watchShop } from './simulated-shops.ts';
import { trainNet } from './train-net.ts';
import { TRADE, trainTrade } from './train-trade.ts';

/** Three of five lines teach the trade, two make the shops. */
const teaches = (line: number): boolean => line % 5 < 3;
/** Whole areas and one topic of ten that the trade never hears of: real shops are asked what no corpus foresaw. */
const NOVEL_AREAS = /^(credit|fresh|merchant|beauty|member|install|elec|account)\./;
const isNovel = (id: string, topic: number): boolean => NOVEL_AREAS.test(id) || topic % 10 === 0;
const isHan = (topic: CorpusTopic): boolean => /\p{Script=Han}/u.test(topic.lines.join(''));
/** Fewer lines cannot make a question and its askers. */
const LEAST_LINES = 20;

/** Lines of a topic by another hand than the corpus, for asking the simulated shops; none: the corpus's own. */
export type SecondHand = ReadonlyMap<string, readonly string[]>;

/** A trade that knows half, and the shops for it to meet: as topics come, and of novel areas only, in both languages. */
export function stage(corpus: readonly CorpusTopic[], second: SecondHand, tell: (text: string) => void): { trade: Trade; pools: PoolTopic[][] } {
  const trade = trainTrade(corpus.filter((topic, k) => !isNovel(topic.id, k)).map((topic) => ({ ...topic, lines: topic.lines.filter((_, i) => teaches(i)) })), TRADE, tell);
  const all = poolOf(trade, corpus.map((topic) => {
    const library = topic.lines.filter((_, i) => !teaches(i));
    return { id: topic.id, near: topic.near, library, asked: (isHan(topic) ? second.get(topic.id) : undefined) ?? library };
  }));
  const zh = all.filter((_, k) => isHan(corpus[k]!));
  const en = all.filter((_, k) => !isHan(corpus[k]!));
  const novel = (pool: readonly PoolTopic[]): PoolTopic[] => pool.filter((topic) => NOVEL_AREAS.test(topic.id) || /^(none|chat)\./.test(topic.id));
  return { trade, pools: [zh, novel(zh), en, novel(en)] };
}

/** What simulated shops hear, and how their rankings fared. */
export function simulate({ trade, pools }: ReturnType<typeof stage>, seed = 0): HeldOut[] {
  return SHOP_KINDS.flatMap((kind, k) => pools.flatMap((pool, p) => Array.from({ length: kind.shops }, (_, s) => watchShop(trade, pool, kind, seed + 1000 * k + 100 * p + s)).flat()));
}

/** The net for a corpus. */
export function fitNet(corpus: readonly CorpusTopic[], second: SecondHand, tell: (text: string) => void): Net {
  const staged = stage(corpus.filter((topic) => topic.lines.length >= LEAST_LINES), second, tell);
  tell('simulated shops');
  return trainNet(simulate(staged));
}
