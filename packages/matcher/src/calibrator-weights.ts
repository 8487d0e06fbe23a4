// Written by eval/fit-calibrator.ts; not for editing. Pooled weights of the evidence in src/evidence.ts.

/** Logistic weights, one for each entry of the evidence vector. */
export const CALIBRATOR_WEIGHTS: readonly number[] = [-2.7701, 1.2075, 0, 0, 0.7615, 0, 0.3434, 0.3076, -0.1656, -0.3944, 0, 0, 0.0867, 0, 0, 0.2771];
