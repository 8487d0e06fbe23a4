// Logistic regression on a handful of weights by Newton's method, drawn to given ones; and the equations it solves. Knows nothing of evidence.

/** Newton's steps, and the longest that one takes along a weight; it settles in a few. */
const ROUNDS = 40;
const LONGEST = 0.5;

/** Solves `matrix · solution = vector` by elimination with pivoting, in place; the matrix must be well conditioned, as a ridge makes it. */
export function solve(matrix: Float64Array[], vector: Float64Array): Float64Array {
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

/** One example: its inputs, as many as there are weights, whether it turned out right, and how much it counts. */
export type LogisticExample = { x: readonly number[]; right: boolean; weight: number };

/** The weights that make the examples likeliest, drawn to `prior`, each with the strength of its entry in `ridge` (the inverse of how far it strays, squared), none below its entry in `least`. */
export function fitLogistic(prior: readonly number[], least: readonly number[], examples: readonly LogisticExample[], ridge: readonly number[]): number[] {
  const n = prior.length;
  const weights = [...prior];
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = Float64Array.from(prior, (value, i) => ridge[i]! * (value - weights[i]!));
    const hessian = Array.from({ length: n }, (_, i) => new Float64Array(n).fill(ridge[i]!, i, i + 1));
    for (const { x, right, weight } of examples) {
      const logit = x.reduce((sum, value, i) => sum + value * weights[i]!, 0);
      const p = 1 / (1 + Math.exp(-logit));
      const pull = weight * ((right ? 1 : 0) - p);
      const curve = weight * Math.max(p * (1 - p), 1e-4);
      for (let i = 0; i < n; i++) {
        gradient[i] = gradient[i]! + pull * x[i]!;
        const row = hessian[i]!;
        for (let j = 0; j < n; j++) row[j] = row[j]! + curve * x[i]! * x[j]!;
      }
    }
    const move = solve(hessian, gradient);
    let moved = 0;
    for (let i = 0; i < n; i++) {
      const before = weights[i]!;
      weights[i] = Math.max(least[i]!, before + Math.max(-LONGEST, Math.min(LONGEST, move[i]!)));
      moved = Math.max(moved, Math.abs(weights[i]! - before));
    }
    if (moved < 1e-6) break;
  }
  return weights;
}
