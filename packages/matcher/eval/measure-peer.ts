// Trains a peer on a library and gives it the same questions as the matcher; knows no peer by name. Not for installing them.
import { FORMS, isChinese } from './alter.ts';
import { type AlteredFigures, auroc, percentile, rounded, type TestSet } from './measure.ts';
import type { Peer, Ranked } from './peers/peer.ts';
import type { LabelledText } from './read-lines.ts';

/** As the matcher's own figures; AUROC by the peer's own score of its first, 0 where it finds nothing. */
export type PeerFigures = { version?: string; top1: number; top3: number; nearAuroc?: number; farAuroc?: number; trainMs: number; p50Us: number; altered?: AlteredFigures };

type Asked = { ranked: readonly Ranked[]; label: string | null };

/** Questions asked before the clock counts, as for the matcher. */
const WARM_UP = 200;

function placed(asked: readonly Asked[], depth: number): number {
  return rounded((100 * asked.filter(({ ranked, label }) => ranked.slice(0, depth).some(({ topic }) => topic === label)).length) / asked.length, 1);
}

/** A phrasing of each of the first topics: trained on before the clock counts, so that loading a package is no part of training. */
function fewOf(library: readonly LabelledText[]): LabelledText[] {
  return library.filter(({ label }, i) => library.findIndex((line) => line.label === label) === i).slice(0, 5);
}

/** Trains and measures. The times are of one run, in this process. */
export async function measurePeer(peer: Peer, library: readonly LabelledText[], set: TestSet): Promise<PeerFigures> {
  const chinese = isChinese(library);
  await peer.train(fewOf(library), chinese);
  const started = performance.now();
  const ask = await peer.train(library, chinese);
  const trainMs = performance.now() - started;
  for (const { text } of set.test.slice(0, WARM_UP)) await ask(text);
  const times: number[] = [];
  const askAll = async (lines: readonly LabelledText[] = []): Promise<Asked[]> => {
    const asked: Asked[] = [];
    for (const { text, label } of lines) {
      const from = performance.now();
      const ranked = await ask(text);
      times.push((performance.now() - from) * 1000);
      asked.push({ ranked, label });
    }
    return asked;
  };
  const test = await askAll(set.test);
  const near = await askAll(set.near);
  const far = await askAll(set.far);
  times.sort((a, b) => a - b);
  const scores = (asked: readonly Asked[]): number[] => asked.map(({ ranked }) => ranked[0]?.score ?? 0);
  const p50Us = rounded(percentile(times, 0.5), 1);
  const altered: AlteredFigures = {};
  for (const form of FORMS) {
    const lines = set.altered?.[form];
    if (lines !== undefined) altered[form] = placed(await askAll(lines), 1);
  }
  return {
    ...(peer.version === undefined ? {} : { version: peer.version }),
    top1: placed(test, 1),
    top3: placed(test, 3),
    ...(near.length === 0 ? {} : { nearAuroc: rounded(auroc(scores(test), scores(near)), 3) }),
    ...(far.length === 0 ? {} : { farAuroc: rounded(auroc(scores(test), scores(far)), 3) }),
    trainMs: rounded(trainMs, 0),
    p50Us,
    ...(set.altered === undefined ? {} : { altered }),
  };
}
