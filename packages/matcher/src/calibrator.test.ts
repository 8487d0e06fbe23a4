// Checks that a shop's bend follows what was seen, and stays with the pooled net where little was.
import { describe, expect, it } from 'vitest';
import { bendFrom, bendTo, bent, confidenceOf, type Bend, type Example, leaningLogit, logitOf, NO_NET, UNBENT } from './calibrator.ts';
import { EVIDENCE } from './evidence.ts';
import { seededRandom } from './random.ts';

/** Texts of a shop where the net's logit l stands for `slope · l + offset`. */
function examples(count: number, slope: number, offset: number): Example[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => {
    const x = Float64Array.from({ length: EVIDENCE }, () => random() * 4 - 2);
    x[0] = 1;
    return { x, right: random() < 1 / (1 + Math.exp(-(slope * (2 * x[1]! - 1) + offset))), weight: 1 };
  });
}

describe('bendTo', () => {
  it('finds the bend that made the examples', () => {
    const bend = bendTo(NO_NET, examples(8000, 0.6, -1), 10);
    expect(bend.slope).toBeCloseTo(0.6, 0);
    expect(bend.offset).toBeCloseTo(-1, 0);
  });
  it('stays with the net when it has seen little', () => {
    const bend = bendTo(NO_NET, examples(3, 0.6, -1), 1000);
    expect(bend.slope).toBeCloseTo(1, 1);
    expect(bend.offset).toBeCloseTo(0, 1);
  });
  it('never turns the order round', () => {
    expect(bendTo(NO_NET, examples(2000, -2, 0), 1).slope).toBeGreaterThan(0);
  });
});

describe('leaningLogit', () => {
  it('hears the library’s own words where they tell more than the net', () => {
    const random = seededRandom(7);
    const seen = Array.from({ length: 1000 }, () => {
      const x = new Float64Array(EVIDENCE);
      const own = random() * 4;
      x.set([1, random() * 4 - 2]);
      x[10] = own;
      return { x, right: random() < 1 / (1 + Math.exp(4 - 2 * own)), weight: 1 };
    });
    const bend = bendTo(NO_NET, seen, 10);
    const at = (own: number): number => confidenceOf(NO_NET, bend, Float64Array.from({ length: EVIDENCE }, (_, i) => (i === 0 ? 1 : i === 10 ? own : 0)));
    expect(at(3.5)).toBeGreaterThan(0.85);
    expect(at(0.5)).toBeLessThan(0.15);
  });
  it('hears less of the trade’s topics where they mislead, and never less of the library’s own words', () => {
    const random = seededRandom(8);
    const seen = Array.from({ length: 2000 }, () => {
      const x = new Float64Array(EVIDENCE);
      const [own, topics] = [random() * 4, random() * 4];
      // The net takes likeness of topics for half of what it knows; here it tells nothing, nor do the words known.
      x.set([1, (own + topics) / 4]);
      x[10] = random() * 4;
      x[18] = topics;
      return { x, right: random() < 1 / (1 + Math.exp(2 - own)), weight: 1 };
    });
    const { lean } = bendTo(NO_NET, seen, 10);
    expect(lean[3]).toBeLessThan(-0.1);
    expect(Math.min(...lean.slice(0, 3))).toBeGreaterThanOrEqual(0);
  });
  it('is the net’s logit where nothing was held out', () => {
    const { x } = examples(1, 1, 0)[0]!;
    expect(leaningLogit(NO_NET, UNBENT, x)).toBe(logitOf(NO_NET, x));
  });
});

describe('bendFrom', () => {
  const prior: Bend = { slope: 1.2, offset: 0.5, lean: [] };
  const ridge = { slope: 200, offset: 10 };
  const seen = (count: number, share: number, logit = 3): { logit: number; right: boolean }[] => Array.from({ length: count }, (_, i) => ({ logit: logit + (i % 5) / 5, right: i % 100 < 100 * share }));
  const meanOf = (bend: Bend, texts: readonly { logit: number }[]): number => texts.reduce((sum, { logit }) => sum + bent(bend, logit), 0) / texts.length;
  it('moves the confidences to the share that was right, by the offset first', () => {
    const texts = seen(5000, 0.9);
    const bend = bendFrom(prior, texts, ridge);
    expect(meanOf(prior, texts)).toBeGreaterThan(0.98);
    expect(meanOf(bend, texts)).toBeCloseTo(0.9, 1);
    const [some, loose] = [bendFrom(prior, seen(100, 0.9), ridge), bendFrom(prior, seen(100, 0.9), { slope: 10, offset: 10 })];
    expect(prior.slope - some.slope).toBeLessThan(0.15);
    expect(prior.slope - loose.slope).toBeGreaterThan(0.3);
  });
  it('hardly stirs for a few texts, and not at all for as many right as it promised', () => {
    expect(prior.offset - bendFrom(prior, seen(100, 0.9).slice(0, 20), ridge).offset).toBeLessThan(0.1);
    const promised = Array.from({ length: 1000 }, (_, i) => ({ logit: (Math.log(9) - prior.offset) / prior.slope, right: i % 10 > 0 }));
    expect(bendFrom(prior, promised, ridge).offset).toBeCloseTo(prior.offset, 6);
  });
  it('believes people who find everything wrong, however sure it was', () => {
    const texts = seen(28, 0, 7);
    expect(meanOf(prior, texts)).toBeGreaterThan(0.999);
    expect(meanOf(bendFrom(prior, texts, ridge), texts)).toBeLessThan(0.9);
  });
});

describe('confidenceOf', () => {
  it('is 0 where nothing is known', () => {
    expect(confidenceOf(NO_NET, UNBENT, new Float64Array(EVIDENCE))).toBe(0);
  });
});
