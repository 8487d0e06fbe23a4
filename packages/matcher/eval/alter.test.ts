// Checks that the altered forms alter what they say, by little, and the same way each time.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../src/random.ts';
import { alter, isChinese, withHomophones, withTypo } from './alter.ts';
import { homophoneGroups, homophonesOf } from './homophones.ts';

const chinese = ['我的快递怎么还没有发货', '能开发票吗', '退款什么时候到账'].map((text) => ({ text, label: 'a' }));
const english = ['where is my parcel', 'how do I get a refund'].map((text) => ({ text, label: 'a' }));
const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const changes = (before: string, after: string): number => Array.from(before).filter((unit, i) => Array.from(after)[i] !== unit).length;

describe('a typo', () => {
  it('changes a text by one edit: a character less, one more, one other or two swapped', () => {
    for (const { text } of [...chinese, ...english]) {
      for (const seed of seeds) {
        const typed = withTypo(text, seededRandom(seed));
        expect(typed).not.toBe(text);
        const longer = typed.length - text.length;
        expect(Math.abs(longer)).toBeLessThanOrEqual(1);
        if (longer === 0) expect(changes(text, typed)).toBeLessThanOrEqual(2);
      }
    }
  });
  it('makes all four kinds of edit', () => {
    const lengths = seeds.map((seed) => withTypo('退款时间', seededRandom(seed)));
    expect(new Set(lengths.map((text) => text.length))).toEqual(new Set([3, 4, 5]));
    const sorted = (text: string): string => Array.from(text).sort().join('');
    const same = lengths.filter((text) => text.length === 4);
    expect(same.some((text) => sorted(text) === sorted('退款时间'))).toBe(true);
    expect(same.some((text) => sorted(text) !== sorted('退款时间'))).toBe(true);
  });
  it('leaves the last character of a text and a text without letters alone', () => {
    for (const seed of seeds) expect(withTypo('退', seededRandom(seed))).not.toBe('');
    expect(withTypo('123?', seededRandom(1))).toBe('123?');
  });
  it('touches ideographs only where there are any', () => {
    for (const seed of seeds) expect(withTypo('VIP会员卡怎么办', seededRandom(seed))).toMatch(/^VIP/);
  });
});

describe('a homophone', () => {
  it('replaces one or two characters by others of their group', () => {
    const counts = new Set<number>();
    for (const { text } of chinese) {
      for (const seed of seeds) {
        const typed = withHomophones(text, seededRandom(seed));
        counts.add(changes(text, typed));
        Array.from(text).forEach((unit, i) => {
          if (typed[i] !== unit) expect(homophonesOf(unit)).toContain(typed[i]);
        });
      }
    }
    expect(counts).toEqual(new Set([1, 2]));
  });
  it('has a table in which no character stands twice', () => {
    const all = homophoneGroups.flatMap(({ characters }) => characters);
    expect(new Set(all).size).toBe(all.length);
    expect(homophoneGroups.length).toBeGreaterThan(250);
    expect(new Set(homophoneGroups.map(({ syllable }) => syllable)).size).toBe(homophoneGroups.length);
  });
});

describe('altering a set', () => {
  it('gives the same forms for the same seed, whatever stands around a line', () => {
    expect(alter(chinese, 1)).toEqual(alter(chinese, 1));
    expect(alter(chinese.slice(1), 1).typo).toEqual(alter(chinese, 1).typo?.slice(1));
    expect(alter(chinese, 2)).not.toEqual(alter(chinese, 1));
  });
  it('keeps order and labels, and writes traditional script', () => {
    const altered = alter(chinese, 1);
    expect(altered.traditional?.map(({ text }) => text)).toEqual(['我的快遞怎麼還沒有發貨', '能開發票嗎', '退款什麼時候到賬']);
    expect(altered.typo?.map(({ label }) => label)).toEqual(['a', 'a', 'a']);
  });
  it('leaves homophones and script out for an English set', () => {
    expect(isChinese(english)).toBe(false);
    expect(Object.keys(alter(english, 1))).toEqual(['typo']);
  });
});
