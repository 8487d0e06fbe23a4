// Libraries of a wanted size cut out of a corpus, the same every time: what the matcher is trained on when its speed is measured. Trains and measures nothing.
import { type MatcherQuestion, prepareText } from '@qindesk/matcher';
import { seededRandom, shuffledIndices } from '../packages/matcher/src/random.ts';
import type { CorpusTopic } from '../packages/matcher/src/parse-topics.ts';

/** How large a library is to be; `seed` picks other topics and lines. */
export interface Size { topics: number; phrasings: number; seed: number }

/** `variations` of the library's phrasings do not stand in the corpus: they are lines of it with a greeting, a purchase or both in front. */
export interface Cut { library: MatcherQuestion[]; phrasings: number; variations: number }

const greetings = ['', '', '你好，', '在吗 ', '亲 ', '请问'];
const leads = ['我买的', '上周拍的', '刚下单的', '给我妈买的', '直播间抢的', '昨天到的', '你们家的', '朋友推荐的', '之前收藏的', '活动时拍的'];
const products = ['卫衣', '电饭煲', '奶粉', '跑鞋', '洗面奶', '行李箱', '空气净化器', '四件套', '书桌', '蓝牙耳机', '车厘子', '猫粮', '羽绒服', '手机壳', '台灯', '热水器', '瑜伽垫', '儿童座椅', '茶具', '扫地机'];

const pick = <T>(of: readonly T[], random: () => number): T => of[Math.floor(random() * of.length)] as T;
const shuffled = <T>(of: readonly T[], random: () => number): T[] => Array.from(shuffledIndices(of.length, random), (i) => of[i] as T);

/** Topics that ask something, then, for a library that wants more, small talk. */
const inOrder = (topics: readonly CorpusTopic[], random: () => number): CorpusTopic[] => {
  const aside = (topic: CorpusTopic): boolean => /^(none|chat)\./.test(topic.id);
  return [...shuffled(topics.filter((topic) => !aside(topic)), random), ...shuffled(topics.filter(aside), random)];
};

/** A question under way: lines not yet dealt, and what it has, by what the matcher leaves of it: repeats would not be trained on. */
interface Hand { id: string; left: string[]; lines: string[]; phrasings: string[]; cores: Set<string> }

const take = (hand: Hand, text: string): boolean => {
  const { core } = prepareText(text);
  if (core === '' || hand.cores.has(core)) return false;
  hand.cores.add(core);
  hand.phrasings.push(text);
  return true;
};

const dealLine = (hand: Hand): boolean => {
  for (let line = hand.left.pop(); line !== undefined; line = hand.left.pop()) if (take(hand, line)) return true;
  return false;
};

/** Few of so many variations meet; after a handful that did, the question has enough of them. */
const dealVariation = (hand: Hand, random: () => number): boolean => {
  for (let attempt = 0; attempt < 8; attempt++) if (take(hand, `${pick(greetings, random)}${pick(leads, random)}${pick(products, random)} ${pick(hand.lines, random)}`)) return true;
  return false;
};

/**
 * A library of exactly so many phrasings, dealt out question by question in turns, so that the questions are as even as the corpus allows;
 * variations only when every line of the topics is in it. @throws Error when the corpus has too few topics.
 */
export const cutLibrary = (corpus: readonly CorpusTopic[], size: Size): Cut => {
  const random = seededRandom(size.seed);
  if (corpus.length < size.topics) throw new Error(`${size.topics} topics are wanted and the corpus has ${corpus.length}`);
  const hands: Hand[] = inOrder(corpus, random).slice(0, size.topics).map(({ id, lines }) => ({ id, left: shuffled(lines, random), lines, phrasings: [], cores: new Set() }));
  let [phrasings, variations] = [0, 0];
  for (let dealt = true; dealt && phrasings < size.phrasings; ) {
    dealt = false;
    for (const hand of hands) if (phrasings < size.phrasings && dealLine(hand)) { phrasings++; dealt = true; }
  }
  for (let dealt = true; dealt && phrasings < size.phrasings; ) {
    dealt = false;
    for (const hand of hands) if (phrasings < size.phrasings && dealVariation(hand, random)) { phrasings++; variations++; dealt = true; }
  }
  if (phrasings < size.phrasings) throw new Error(`the corpus gives ${phrasings} phrasings of ${size.phrasings}`);
  return { library: hands.map(({ id, phrasings: own }) => ({ id, phrasings: own, negatives: [] })), phrasings, variations };
};

/** So many lines of a corpus, of all topics, in a random order that is the same every time. */
export const pickLines = (corpus: readonly CorpusTopic[], count: number, seed: number): string[] => shuffled(corpus.flatMap(({ lines }) => lines), seededRandom(seed)).slice(0, count);
