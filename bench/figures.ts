// Small sums over measured figures. Not for measuring.

/** The p-th percentile (0–100) of sorted figures; NaN of none. */
export const percentileOf = (sorted: ArrayLike<number>, p: number): number => sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? Number.NaN;
export const round1 = (value: number): number => Math.round(value * 10) / 10;
export const round2 = (value: number): number => Math.round(value * 100) / 100;
export const megabytes = (bytes: number): number => round1(bytes / 1e6);
