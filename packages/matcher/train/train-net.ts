// Trains the pooled calibrator: its net by AdaGrad on the log loss with a fixed seed, its plain part in fit-direct. Not for what the evidence is (src/evidence).
import { type Example, HIDDEN, type Net } from '../src/calibrator.ts';
import { EVIDENCE } from '../src/evidence.ts';
import { fitDirect } from './fit-direct.ts';
import { seededRandom, shuffledIndices } from '../src/random.ts';

const NET = { rounds: 12, rate: 0.1, decay: 1e-5, seed: 5, heaviest: 3 };

function spreadOf(examples: readonly Example[]): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(EVIDENCE);
  const deviation = new Float64Array(EVIDENCE);
  for (const { x } of examples) for (let i = 0; i < EVIDENCE; i++) mean[i] = mean[i]! + x[i]! / examples.length;
  for (const { x } of examples) for (let i = 0; i < EVIDENCE; i++) deviation[i] = deviation[i]! + (x[i]! - mean[i]!) ** 2 / examples.length;
  return { mean, deviation: deviation.map((value) => (value < 1e-9 ? 1 : Math.sqrt(value))) };
}

/** The net that makes these examples likeliest. */
export function trainNet(given: readonly Example[]): Net {
  const direct = fitDirect(given);
  const examples = given.filter(({ x }) => x[0] !== 0);
  const { mean, deviation } = spreadOf(examples);
  const random = seededRandom(NET.seed);
  const inner = new Float64Array(HIDDEN * EVIDENCE).map(() => (random() - 0.5) / 2);
  const outer = new Float64Array(HIDDEN + 1).map(() => (random() - 0.5) / 2);
  const innerBias = new Float64Array(HIDDEN);
  const squares = { inner: inner.map(() => 1), outer: outer.map(() => 1), innerBias: innerBias.map(() => 1) };
  const z = new Float64Array(EVIDENCE);
  const unit = new Float64Array(HIDDEN);
  const move = (values: Float64Array, sums: Float64Array, at: number, gradient: number, rate: number): void => {
    sums[at] = sums[at]! + gradient * gradient;
    values[at] = values[at]! - (rate * gradient) / Math.sqrt(sums[at]!);
  };
  for (let round = 0; round < NET.rounds; round++) {
    const rate = NET.rate * (1 - round / (NET.rounds + 1));
    for (const e of shuffledIndices(examples.length, random)) {
      const { x, right, weight } = examples[e]!;
      for (let i = 0; i < EVIDENCE; i++) z[i] = (x[i]! - mean[i]!) / deviation[i]!;
      let logit = outer[HIDDEN]!;
      for (let h = 0; h < HIDDEN; h++) {
        let sum = innerBias[h]!;
        for (let i = 0; i < EVIDENCE; i++) sum += inner[h * EVIDENCE + i]! * z[i]!;
        unit[h] = Math.tanh(sum);
        logit += outer[h]! * unit[h]!;
      }
      const pull = (1 / (1 + Math.exp(-logit)) - (right ? 1 : 0)) * Math.min(weight, NET.heaviest);
      move(outer, squares.outer, HIDDEN, pull, rate);
      for (let h = 0; h < HIDDEN; h++) {
        const back = pull * outer[h]! * (1 - unit[h]! * unit[h]!);
        move(outer, squares.outer, h, pull * unit[h]! + NET.decay * outer[h]!, rate);
        move(innerBias, squares.innerBias, h, back, rate);
        for (let i = 0; i < EVIDENCE; i++) move(inner, squares.inner, h * EVIDENCE + i, back * z[i]! + NET.decay * inner[h * EVIDENCE + i]!, rate);
      }
    }
  }
  return { direct, mean: Float32Array.from(mean), deviation: Float32Array.from(deviation), inner: Float32Array.from(inner), innerBias: Float32Array.from(innerBias), outer: Float32Array.from(outer) };
}
