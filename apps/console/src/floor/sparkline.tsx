// A small trend beside a figure: shape only, no axis, no numbers. Not a chart (trend-chart.tsx).
import type { Sample } from './recent-values.ts';

const width = 56;
const height = 18;

/** Points of the line within the box; a flat line lies low rather than in the middle. */
const pointsOf = (samples: readonly Sample[]): string => {
  const first = samples[0]?.at ?? 0;
  const span = Math.max(1, (samples.at(-1)?.at ?? 0) - first);
  const values = samples.map((sample) => sample.value);
  const low = Math.min(...values);
  const range = Math.max(...values) - low || 1;
  return samples.map((sample) => `${(((sample.at - first) / span) * (width - 2) + 1).toFixed(1)},${(height - 2 - ((sample.value - low) / range) * (height - 4)).toFixed(1)}`).join(' ');
};

/** Drawn from the third sample on; before that it only keeps the place. Decorative: the figure beside it says the value. */
export const Sparkline = ({ samples }: { samples: readonly Sample[] }) => (
  <svg className="floor-sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
    {samples.length >= 3 && <polyline points={pointsOf(samples)} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />}
  </svg>
);
