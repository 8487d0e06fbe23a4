// Checks what the dial promises: careful where little was seen, open where much was, never looser for a higher precision.
import { describe, expect, it } from 'vitest';
import { dialPositions, type Outcome, thresholdsAt } from './dial.ts';
import { seededRandom } from './random.ts';

/** Texts whose confidence is what it says, less `flattery`. */
function outcomes(count: number, flattery = 0): Outcome[] {
  const random = seededRandom(3);
  return Array.from({ length: count }, () => {
    const confidence = random();
    return { confidence, right: random() < confidence - flattery, inScope: true, demoted: false, weight: 1 };
  });
}

const answerAt95 = (list: readonly Outcome[]): number => thresholdsAt(dialPositions(list), 0.95).answer;

describe('the dial', () => {
  it('rises with the precision that is wanted', () => {
    const answers = dialPositions(outcomes(2000)).map(({ answer }) => answer);
    expect(answers).toEqual([...answers].sort((a, b) => a - b));
  });
  it('opens for a small library too, where hardly a held-out text is sure', () => {
    const unsure = outcomes(100).filter(({ confidence }) => confidence < 0.85);
    expect(answerAt95(unsure)).toBeLessThan(0.95);
    expect(answerAt95(unsure)).toBeGreaterThan(0.9);
  });
  it('comes nearer to what is true the more was seen', () => {
    expect(answerAt95(outcomes(20000))).toBeLessThan(answerAt95(outcomes(200)));
    expect(answerAt95(outcomes(20000))).toBeGreaterThan(0.89);
  });
  it('closes where held-out texts say that the confidence flatters', () => {
    expect(answerAt95(outcomes(2000, 0.1))).toBeGreaterThan(answerAt95(outcomes(2000)));
  });
  it('never answers what a guard demotes, in the share that it expects', () => {
    const demoted = outcomes(500).map((outcome) => ({ ...outcome, demoted: true }));
    expect(dialPositions(demoted).every(({ share }) => share === 0)).toBe(true);
  });
});
