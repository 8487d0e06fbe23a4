// Tests of reading a decision's reasons.
import { expect, test } from 'vitest';
import { readMeasures, spokenReasons } from './reason-text.ts';

const reasons = ['confidence:0.931', 'answer_from:0.880', 'offer_from:0.310', 'exact', 'guard:negation: 不'];

test('how sure and the two lines are read from the reasons', () => {
  expect(readMeasures(reasons)).toEqual({ confidence: 0.931, answerFrom: 0.88, offerFrom: 0.31 });
});

test('where one of them is missing nothing is measured', () => {
  expect(readMeasures(['handover:asked_for_human'])).toBeUndefined();
  expect(readMeasures(reasons.slice(1))).toBeUndefined();
});

test('measures are drawn, the rest is said', () => {
  expect(spokenReasons(reasons)).toEqual(['exact', 'guard:negation: 不']);
});
