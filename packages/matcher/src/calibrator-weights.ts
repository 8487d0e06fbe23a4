// Written by eval/fit-calibrator.ts; not for editing. Pooled weights of the evidence in src/evidence.ts.

/** Logistic weights, one for each entry of the evidence vector. */
export const CALIBRATOR_WEIGHTS: readonly number[] = [-2.4589, 1.2586, 0, 0, 0.773, 0, 0.3525, 0.4159, -0.2118, -0.4009, 0, 0, 0.0131, 0, 0, 0.2295];
