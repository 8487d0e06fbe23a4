// How long does a shop's robot take to learn its library, an edit of it, and to read a line, and how many shops fit into one process? Beside it, in the same run, a model of the
// shop's words alone. One process, nothing else in it; not for how right the answers are (npm run evaluate).
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { match, type MatcherQuestion, NO_TRADE, readTrade, serialiseModel, type ShopModel, type Trade, trainModel } from '@qindesk/matcher';
import type { CorpusTopic } from '../packages/matcher/src/parse-topics.ts';
import { readCorpus } from '../packages/matcher/train/read-corpus.ts';
import { flag } from './arguments.ts';
import { median, percentile } from './generator.ts';
import { editLibrary, type Edited, type Marks } from './matcher-edits.ts';
import { cutLibrary, pickLines, type Size } from './matcher-libraries.ts';
import { weighShops } from './matcher-shops.ts';

const seed = 1;
/** Topics × lines: 60 × 10, 600 × 17 or 16, and 900 with every line they have, the rest variations. */
const small: Size = { topics: 60, phrasings: 600, seed };
const medium: Size = { topics: 600, phrasings: 10_000, seed };
const sizes: readonly Size[] = [small, medium];
const fullSize: Size = { topics: 900, phrasings: 100_000, seed };
/** Edits of each; the largest is not trained once more to compare. */
const edits: ReadonlyMap<Size, Marks> = new Map([[small, { marks: [1, 10, 50], besideAnew: true }], [medium, { marks: [1, 10], besideAnew: true }], [fullSize, { marks: [5], besideAnew: false }]]);
/** A library that is trained in less than this is trained so often; the median counts. */
const repeatBelowMs = 3000;
const repeats = 5;
const warmUpLines = 500;

const say = (line: string): void => { process.stderr.write(`${line}\n`); };
const round1 = (value: number): number => Math.round(value * 10) / 10;
const round2 = (value: number): number => Math.round(value * 100) / 100;

/** `trainCpuMs` is the processor time of the whole process meanwhile: on a machine that does other work as well, the figure to compare. */
interface Measured { trainMs: number; trainCpuMs: number; p50Us: number; p99Us: number; bytes: number }

const train = (library: readonly MatcherQuestion[], trade: Trade): { model: ShopModel; ms: number; cpuMs: number } => {
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const model = trainModel(library, { trade });
  const { user, system } = process.cpuUsage(cpuFrom);
  return { model, ms: performance.now() - from, cpuMs: (user + system) / 1000 };
};

const readTimesUs = (model: ShopModel, lines: readonly string[]): number[] => {
  for (const line of lines.slice(0, warmUpLines)) match(model, line);
  return lines.map((line) => {
    const from = performance.now();
    match(model, line);
    return (performance.now() - from) * 1000;
  });
};

const measure = (library: readonly MatcherQuestion[], trade: Trade, lines: readonly string[]): { measured: Measured; bytes: Uint8Array } => {
  const { model, ...first } = train(library, trade);
  const runs = [first];
  while (first.ms < repeatBelowMs && runs.length < repeats) runs.push(train(library, trade));
  const us = readTimesUs(model, lines);
  const bytes = serialiseModel(model);
  const measured = { trainMs: Math.round(median(runs.map(({ ms }) => ms))), trainCpuMs: Math.round(median(runs.map(({ cpuMs }) => cpuMs))), p50Us: round1(percentile(us, 50)), p99Us: round1(percentile(us, 99)), bytes: bytes.length };
  return { measured, bytes };
};

const bySize = (rows: readonly { size: Size }[], value: (row: number) => number | object): object => Object.fromEntries(rows.map(({ size }, row) => [size.phrasings, value(row)]));

const figures = (rows: readonly { size: Size; variations: number; known: Measured; plain: Measured; edited: Edited[] }[]): object => {
  const of = (key: keyof Measured, which: 'known' | 'plain'): object => bySize(rows, (row) => rows[row]![which][key]);
  const ratio = (key: keyof Measured): object => bySize(rows, (row) => round2(rows[row]!.known[key] / rows[row]!.plain[key]));
  return {
    libraries: bySize(rows, (row) => ({ topics: rows[row]!.size.topics, variations: rows[row]!.variations })),
    trainMs: of('trainMs', 'known'), trainCpuMs: of('trainCpuMs', 'known'), matchP50Us: of('p50Us', 'known'), matchP99Us: of('p99Us', 'known'), modelBytes: of('bytes', 'known'),
    edited: bySize(rows, (row) => rows[row]!.edited),
    reference: { trainMs: of('trainMs', 'plain'), trainCpuMs: of('trainCpuMs', 'plain'), matchP50Us: of('p50Us', 'plain'), matchP99Us: of('p99Us', 'plain'), modelBytes: of('bytes', 'plain') },
    ratio: { trainMs: ratio('trainMs'), trainCpuMs: ratio('trainCpuMs'), matchP50Us: ratio('p50Us'), matchP99Us: ratio('p99Us'), modelBytes: ratio('bytes') },
  };
};

const measureSize = (corpus: readonly CorpusTopic[], second: readonly CorpusTopic[], trade: Trade, size: Size, lines: readonly string[]) => {
  const { library, variations } = cutLibrary(corpus, size);
  say(`${size.phrasings} phrasings: ${size.topics} topics, ${variations} variations`);
  const { measured: known, bytes } = measure(library, trade, lines);
  say(`  with the trade  trained in ${known.trainMs} ms, a line in ${known.p50Us} µs (p99 ${known.p99Us}), ${known.bytes} bytes`);
  const edited = editLibrary({ library, bytes, corpus, second, trade }, edits.get(size) ?? { marks: [], besideAnew: false }, seed);
  for (const one of edited) say(`  edited          ${JSON.stringify(one)}`);
  const { measured: plain } = measure(library, NO_TRADE, lines);
  say(`  words alone     trained in ${plain.trainMs} ms, a line in ${plain.p50Us} µs (p99 ${plain.p99Us}), ${plain.bytes} bytes`);
  return { size, variations, known, plain, edited };
};

/** `--lines 2000 --shops 1000` are the defaults; `--full` adds the library of 100,000 phrasings, which takes minutes and several GB. */
export const matcher = async (args: readonly string[]): Promise<object> => {
  const [lineCount, shops] = [flag(args, 'lines', 2000), flag(args, 'shops', 1000)];
  const loadBefore = loadavg().map(round2);
  const folder = resolve('packages/matcher');
  const corpus = readCorpus(resolve(folder, 'corpus/zh'));
  const second = readCorpus(resolve(folder, 'eval/second-hand'));
  const lines = pickLines(second, lineCount, seed);
  const weights = readFileSync(resolve(folder, 'weights/trade.bin'));
  const from = performance.now();
  const trade = readTrade(weights);
  const readTradeMs = Math.round(performance.now() - from);
  // The first training of a process also reads the lines that stand for what no library answers.
  const firstTrainMs = Math.round(train(cutLibrary(corpus, small).library, trade).ms);
  say(`the first training of the process took ${firstTrainMs} ms`);
  // Before the large libraries, whose memory the process would keep and hand to the shops unseen.
  const shopFigures = await weighShops(corpus, trade, { ...small, seed: seed + 1 }, shops, lines);
  say(`shops: ${JSON.stringify(shopFigures)}`);
  const rows = [...sizes, ...(args.includes('--full') ? [fullSize] : [])].map((size) => measureSize(corpus, second, trade, size, lines));
  return {
    lines: lines.length, readTradeMs, firstTrainMs, ...figures(rows), shops: shopFigures,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1000), loadAverage: { before: loadBefore, after: loadavg().map(round2) },
  };
};
