// From what is known about a ranking to the probability that its first candidate is right: one small net for all shops, bent a little for each. Sees no text.
import { EVIDENCE } from './evidence.ts';

/** One text whose truth is known: `x` its evidence, `right` whether the first candidate was the true question (never, out of scope), `weight` its share. */
export type Example = { x: Float64Array; right: boolean; weight: number };

/** Units between evidence and answer. */
export const HIDDEN = 24;

/**
 * The pooled net, trained with the trade: evidence less `mean` over `deviation`, {@link HIDDEN} hyperbolic tangents (`inner[h * EVIDENCE + i]`, `innerBias`), and their
 * weighted sum (`outer`, the last entry the constant). Beside it a plain logistic regression (`direct`) that never counts closeness against a match: the net knows
 * shops like the corpus better, the regression bends less where neither has been. Half and half. An empty one knows nothing: then the classifier's own probability stands.
 */
export type Net = { direct: Float32Array; mean: Float32Array; deviation: Float32Array; inner: Float32Array; innerBias: Float32Array; outer: Float32Array };

/** What a shop's own held-out or judged texts make of the net's logit: `slope · logit + offset`. */
export type Bend = { slope: number; offset: number };

export const NO_NET: Net = { direct: new Float32Array(0), mean: new Float32Array(0), deviation: new Float32Array(0), inner: new Float32Array(0), innerBias: new Float32Array(0), outer: new Float32Array(0) };
export const UNBENT: Bend = { slope: 1, offset: 0 };

/** The net's logit for evidence; half the classifier's logit stands at 1 (see evidence). */
export function logitOf(net: Net, x: Float64Array): number {
  if (net.outer.length === 0) return 2 * x[1]! - 1;
  let logit = net.outer[HIDDEN]!;
  for (let h = 0; h < HIDDEN; h++) {
    let sum = net.innerBias[h]!;
    for (let i = 0; i < EVIDENCE; i++) sum += (net.inner[h * EVIDENCE + i]! * (x[i]! - net.mean[i]!)) / net.deviation[i]!;
    logit += net.outer[h]! * Math.tanh(sum);
  }
  for (let i = 0; i < EVIDENCE; i++) logit += net.direct[i]! * x[i]!;
  return logit / 2;
}

/** Confidence 0..1 of a logit of the net's; 0 for minus infinity, the logit of a text of which nothing is known. */
export function bent(bend: Bend, logit: number): number {
  return 1 / (1 + Math.exp(-(bend.slope * logit + bend.offset)));
}

/** The logit that a confidence (0..1, both excluded) was bent from. */
export function unbent(bend: Bend, confidence: number): number {
  return (Math.log(confidence / (1 - confidence)) - bend.offset) / bend.slope;
}

/** Confidence 0..1; 0 for a text of which nothing is known. */
export function confidenceOf(net: Net, bend: Bend, x: Float64Array): number {
  return x[0] === 0 ? 0 : bent(bend, logitOf(net, x));
}

/** Newton's steps; it settles in a few. */
const ROUNDS = 20;
const LEAST_SLOPE = 0.3;

/** The bend that examples of one shop ask for, drawn to none at all with the strength of `ridge` examples. */
export function bendTo(net: Net, examples: readonly Example[], ridge: number): Bend {
  return bendFrom(UNBENT, examples.filter(({ x }) => x[0] !== 0).map(({ x, right, weight }) => ({ logit: logitOf(net, x), right, weight })), ridge);
}

/** The bend that texts of known truth ask for, each with the net's logit (finite), drawn to `prior` with the strength of `ridge` of them (Platt's scaling with a prior). */
export function bendFrom(prior: Bend, seen: readonly { logit: number; right: boolean; weight: number }[], ridge: number): Bend {
  let { slope, offset } = prior;
  for (let round = 0; round < ROUNDS; round++) {
    let [gs, go] = [ridge * (prior.slope - slope), ridge * (prior.offset - offset)];
    let [ss, so, oo] = [ridge, 0, ridge];
    for (const { logit, right, weight } of seen) {
      const p = bent({ slope, offset }, logit);
      const pull = weight * ((right ? 1 : 0) - p);
      const curve = weight * Math.max(p * (1 - p), 1e-4);
      gs += pull * logit;
      go += pull;
      ss += curve * logit * logit;
      so += curve * logit;
      oo += curve;
    }
    const determinant = ss * oo - so * so;
    const move = { slope: (gs * oo - go * so) / determinant, offset: (go * ss - gs * so) / determinant };
    slope = Math.max(LEAST_SLOPE, slope + Math.max(-0.5, Math.min(0.5, move.slope)));
    offset += Math.max(-1, Math.min(1, move.offset));
    if (Math.abs(move.slope) + Math.abs(move.offset) < 1e-6) break;
  }
  return { slope, offset };
}
