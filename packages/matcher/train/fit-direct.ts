// Logistic regression over the evidence by Newton's method, with a ridge and bounds. Not for the net beside it (train-net).
import type { Example } from '../src/calibrator.ts';
import { EVIDENCE } from '../src/evidence.ts';
import { solve } from '../src/fit-logistic.ts';

/** Entries of the evidence of which more must never lower the confidence. */
const NEVER_AGAINST = new Set([1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
const RIDGE = 5;
const ROUNDS = 30;

/** Slope and curvature of the penalised log likelihood. */
function slopeAt(weights: Float64Array, examples: readonly Example[]): { gradient: Float64Array; hessian: Float64Array[] } {
  const gradient = weights.map((weight) => -RIDGE * weight);
  const hessian = Array.from({ length: EVIDENCE }, (_, i) => new Float64Array(EVIDENCE).fill(RIDGE, i, i + 1));
  for (const { x, right, weight } of examples) {
    let logit = 0;
    for (let i = 0; i < EVIDENCE; i++) logit += weights[i]! * x[i]!;
    const p = 1 / (1 + Math.exp(-logit));
    const pull = weight * ((right ? 1 : 0) - p);
    const curve = weight * Math.max(p * (1 - p), 1e-4);
    for (let i = 0; i < EVIDENCE; i++) {
      const row = hessian[i]!;
      const scaled = curve * x[i]!;
      gradient[i] = gradient[i]! + pull * x[i]!;
      for (let j = 0; j <= i; j++) row[j] = row[j]! + scaled * x[j]!;
    }
  }
  for (let i = 0; i < EVIDENCE; i++) for (let j = i + 1; j < EVIDENCE; j++) hessian[i]![j] = hessian[j]![i]!;
  return { gradient, hessian };
}

/** The weights that make these examples likeliest. */
export function fitDirect(given: readonly Example[]): Float32Array {
  const examples = given.filter(({ x }) => x[0] !== 0);
  const weights = new Float64Array(EVIDENCE);
  for (let round = 0; round < ROUNDS; round++) {
    const { gradient, hessian } = slopeAt(weights, examples);
    // What stands at its bound and would cross it stays out of the step.
    for (const i of NEVER_AGAINST) {
      if (weights[i]! > 0 || gradient[i]! > 0) continue;
      gradient[i] = 0;
      for (let j = 0; j < EVIDENCE; j++) hessian[i]![j] = hessian[j]![i] = i === j ? 1 : 0;
    }
    const move = solve(hessian, gradient);
    let largest = 0;
    for (let i = 0; i < EVIDENCE; i++) {
      const before = weights[i]!;
      const after = before + Math.max(-1, Math.min(1, move[i]!));
      weights[i] = NEVER_AGAINST.has(i) ? Math.max(0, after) : after;
      largest = Math.max(largest, Math.abs(weights[i]! - before));
    }
    if (largest < 1e-5) break;
  }
  return Float32Array.from(weights);
}
