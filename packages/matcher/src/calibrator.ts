// From what is known about a ranking to the probability that its first candidate is right: one small net for all shops, bent a little for each. Sees no text.
import { EVIDENCE } from './evidence.ts';
import { fitLogistic } from './fit-logistic.ts';

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

/**
 * What a shop's own texts make of the evidence: `slope · logit + offset`, where the logit is the net's and {@link voicesOf} the text, weighed by `lean`: the net has met simulated shops only,
 * and how far its voices carry in this library shows on what the library held out.
 */
export type Bend = { slope: number; offset: number; lean: readonly number[] };

export const NO_NET: Net = { direct: new Float32Array(0), mean: new Float32Array(0), deviation: new Float32Array(0), inner: new Float32Array(0), innerBias: new Float32Array(0), outer: new Float32Array(0) };
export const UNBENT: Bend = { slope: 1, offset: 0, lean: [] };

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

/** Where the entries that {@link voicesOf} reads stand in the evidence. */
const AT = { halfLogit: 1, ownKnown: 10, few: 14, topics: 18, ahead: 19, outside: 24, usual: 26, relative: 27 };

/**
 * What a library may weigh by itself. First what its own words say, whatever the trade thinks: half the classifier's logit among the questions (*outside* left aside), share known to the question's phrasings, mean of its three
 * nearest. Then what the trade's topics say: likeness, how far ahead of the others', what is usual in the question, likeness relative to that: a library that the trade knows by half asks to be told less of it, or more.
 */
function voicesOf(x: Float64Array): number[] {
  const p = 1 / (1 + Math.exp(-2 * x[AT.halfLogit]!));
  const among = Math.min(0.9999, p / Math.max(p, 1 - x[AT.outside]! / 4));
  return [Math.log(among / (1 - among)) / 2, x[AT.ownKnown]!, x[AT.few]!, x[AT.topics]!, x[AT.ahead]!, x[AT.usual]!, x[AT.relative]!];
}

/** The net's logit for evidence and what a shop's bend leans on besides. */
export function leaningLogit(net: Net, { lean }: Bend, x: Float64Array): number {
  const voices = lean.length === 0 ? [] : voicesOf(x);
  return voices.reduce((logit, voice, i) => logit + lean[i]! * voice, logitOf(net, x));
}

/** Confidence 0..1 of a logit; 0 for minus infinity, the logit of a text of which nothing is known. */
export function bent(bend: Bend, logit: number): number {
  return 1 / (1 + Math.exp(-(bend.slope * logit + bend.offset)));
}

/** The logit that a confidence (0..1, both excluded) was bent from. */
export function unbent(bend: Bend, confidence: number): number {
  return (Math.log(confidence / (1 - confidence)) - bend.offset) / bend.slope;
}

/** Confidence 0..1; 0 for a text of which nothing is known. */
export function confidenceOf(net: Net, bend: Bend, x: Float64Array): number {
  return x[0] === 0 ? 0 : bent(bend, leaningLogit(net, bend, x));
}

const LEAST_SLOPE = 0.3;
/** Closeness in the library's own words never counts against a match, however few texts say so; the trade's topics may. */
const LEAST_LEAN = [0, 0, 0, -Infinity, -Infinity, -Infinity, -Infinity];

/** The bend that held-out texts of one shop ask for, drawn to none at all with the strength of `ridge` texts. */
export function bendTo(net: Net, examples: readonly Example[], ridge: number): Bend {
  const seen = examples.filter(({ x }) => x[0] !== 0).map(({ x, right, weight }) => ({ x: [logitOf(net, x), ...voicesOf(x), 1], right, weight }));
  const [slope, ...rest] = fitLogistic([1, ...LEAST_LEAN.map(() => 0), 0], [LEAST_SLOPE, ...LEAST_LEAN, -Infinity], seen, Array.from({ length: 2 + LEAST_LEAN.length }, () => ridge));
  return { slope: slope!, offset: rest.pop()!, lean: rest.map((weight) => weight / slope!) };
}

/**
 * The bend that texts of known truth ask for, each with its leaning logit (finite), slope and offset drawn to `prior`'s with the strength of `ridge`. Texts that were judged lie near the top: they say how sure it is to be there, and little of how
 * fast that falls, yet at a logit of five the smallest change of the slope explains a few wrong ones. So the slope wants a far stronger ridge than the offset.
 */
export function bendFrom(prior: Bend, seen: readonly { logit: number; right: boolean }[], ridge: { slope: number; offset: number }): Bend {
  const [slope, offset] = fitLogistic([prior.slope, prior.offset], [LEAST_SLOPE, -Infinity], seen.map(({ logit, right }) => ({ x: [logit, 1], right, weight: 1 })), [ridge.slope, ridge.offset]);
  return { ...prior, slope: slope!, offset: offset! };
}
