// What a library's held-out texts came to, packed, so that the dial can be read anew when the bend changes. Not for holding out (held-out).
import { type Bend, bent, leaningLogit, type Net } from './calibrator.ts';
import type { Outcome } from './dial.ts';
import type { HeldOut } from './held-out.ts';

/** Text i: its leaning logit (minus infinity where nothing is known of it), the share of the traffic it stands for, and in `marks` 1 right, 2 in scope, 4 demoted by a guard. */
export type Trials = { logits: Float32Array; weights: Float32Array; marks: Uint8Array };

/** Packs what was held out, with the logits as the shop's bend leans; its slope and offset may change later. */
export function packTrials(net: Net, bend: Bend, heldOut: readonly HeldOut[]): Trials {
  return {
    logits: Float32Array.from(heldOut, ({ x }) => (x[0] === 0 ? -Infinity : leaningLogit(net, bend, x))),
    weights: Float32Array.from(heldOut, ({ weight }) => weight),
    marks: Uint8Array.from(heldOut, ({ right, inScope, demoted }) => (right ? 1 : 0) + (inScope ? 2 : 0) + (demoted ? 4 : 0)),
  };
}

/** The outcomes as the dial takes them, with the confidences that a bend gives. */
export function outcomesAt({ logits, weights, marks }: Trials, bend: Bend): Outcome[] {
  return Array.from(logits, (logit, i) => ({ confidence: bent(bend, logit), weight: weights[i]!, right: (marks[i]! & 1) > 0, inScope: (marks[i]! & 2) > 0, demoted: (marks[i]! & 4) > 0 }));
}
