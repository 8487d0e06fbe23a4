// From what is known about a ranking to the probability that its first candidate is right. Logistic regression over the evidence; sees no text.
import { EVIDENCE, NEVER_AGAINST } from './evidence.ts';

/** One held-out text: `x` its evidence, `right` whether the first candidate was the true question (never, out of scope), `weight` its share. */
export type Example = { x: Float64Array; right: boolean; weight: number };

/** Logistic of the weighted evidence; 0 for a text of which nothing is known. */
export function confidenceOf(weights: ArrayLike<number>, x: Float64Array): number {
  if (x[0] === 0) return 0;
  let sum = 0;
  for (let i = 0; i < EVIDENCE; i++) sum += weights[i]! * x[i]!;
  return 1 / (1 + Math.exp(-sum));
}

/** Solves `matrix · solution = vector` by elimination with pivoting; small and well conditioned thanks to the ridge. */
function solve(matrix: Float64Array[], vector: Float64Array): Float64Array {
  const n = vector.length;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(matrix[r]![c]!) > Math.abs(matrix[pivot]![c]!)) pivot = r;
    [matrix[c], matrix[pivot]] = [matrix[pivot]!, matrix[c]!];
    [vector[c], vector[pivot]] = [vector[pivot]!, vector[c]!];
    for (let r = c + 1; r < n; r++) {
      const factor = matrix[r]![c]! / matrix[c]![c]!;
      for (let k = c; k < n; k++) matrix[r]![k] = matrix[r]![k]! - factor * matrix[c]![k]!;
      vector[r] = vector[r]! - factor * vector[c]!;
    }
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let k = r + 1; k < n; k++) vector[r] = vector[r]! - matrix[r]![k]! * vector[k]!;
    vector[r] = vector[r]! / matrix[r]![r]!;
  }
  return vector;
}

/** Slope and curvature of the penalised log likelihood at `weights`. */
function slopeAt(weights: Float64Array, examples: readonly Example[], prior: ArrayLike<number>, ridge: number): { gradient: Float64Array; hessian: Float64Array[] } {
  const gradient = Float64Array.from(weights, (w, i) => ridge * (prior[i]! - w));
  const hessian = Array.from({ length: EVIDENCE }, (_, i) => new Float64Array(EVIDENCE).fill(ridge, i, i + 1));
  for (const { x, right, weight } of examples) {
    const p = confidenceOf(weights, x);
    const pull = weight * ((right ? 1 : 0) - p);
    const curve = weight * Math.max(p * (1 - p), 1e-4);
    for (let i = 0; i < EVIDENCE; i++) {
      const row = hessian[i]!;
      const scaled = curve * x[i]!;
      gradient[i] = gradient[i]! + pull * x[i]!;
      for (let j = 0; j < EVIDENCE; j++) row[j] = row[j]! + scaled * x[j]!;
    }
  }
  return { gradient, hessian };
}

/** Takes a weight that stands at its bound and would cross it out of the step. */
function holdAtBound(weights: Float64Array, gradient: Float64Array, hessian: Float64Array[]): void {
  for (const i of NEVER_AGAINST) {
    if (weights[i]! > 0 || gradient[i]! > 0) continue;
    gradient[i] = 0;
    for (let j = 0; j < EVIDENCE; j++) hessian[i]![j] = hessian[j]![i] = i === j ? 1 : 0;
  }
}

/**
 * Newton's method for logistic regression, drawn towards `prior` with strength `ridge` (in examples): a small library
 * keeps the pooled weights, a large one moves to its own. Weights of {@link NEVER_AGAINST} stay at or above 0.
 */
export function fitCalibrator(examples: readonly Example[], prior: ArrayLike<number>, ridge: number): Float64Array {
  const weights = Float64Array.from(prior);
  for (let round = 0; round < 25; round++) {
    const { gradient, hessian } = slopeAt(weights, examples, prior, ridge);
    holdAtBound(weights, gradient, hessian);
    const move = solve(hessian, gradient);
    let largest = 0;
    for (let i = 0; i < EVIDENCE; i++) {
      const before = weights[i]!;
      const after = before + Math.max(-1, Math.min(1, move[i]!));
      weights[i] = NEVER_AGAINST.includes(i) ? Math.max(0, after) : after;
      largest = Math.max(largest, Math.abs(weights[i]! - before));
    }
    if (largest < 1e-5) break;
  }
  return weights;
}
