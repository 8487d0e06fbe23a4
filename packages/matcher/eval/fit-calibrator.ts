// Regenerates src/calibrator-weights.ts from simulated shops cut out of the demo libraries. Run: node (bundled) fit-calibrator.ts [LIBRARY.jsonl …]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { confidenceOf, fitCalibrator } from '../src/calibrator.ts';
import { dialPositions } from '../src/dial.ts';
import { EVIDENCE } from '../src/evidence.ts';
import { type HeldOut, holdOut, prepare, type Prepared } from '../src/held-out.ts';
import { seededRandom, shuffledIndices } from '../src/random.ts';

const LIBRARIES = ['apps/server/demo/apparel/library.jsonl', 'apps/server/demo/fresh/library.jsonl'];
const OUTPUT = 'packages/matcher/src/calibrator-weights.ts';

/** Shops cut from each library: share of its topics, phrasings per topic, and how often with other seeds. */
const SHOPS = [
  { topics: 1, phrasings: 12, seeds: 2 },
  { topics: 1, phrasings: 5, seeds: 1 },
  { topics: 0.5, phrasings: 8, seeds: 2 },
  { topics: 0.25, phrasings: 10, seeds: 4 },
  { topics: 0.25, phrasings: 4, seeds: 4 },
];

type DemoQuestion = { question: string; phrasings: string[] };

function readLibrary(path: string): Prepared[][] {
  if (!existsSync(path)) throw new Error(`${path}: no such file; run from the repository's root`);
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    const value = JSON.parse(line) as Partial<DemoQuestion>;
    if (typeof value.question !== 'string' || !Array.isArray(value.phrasings)) throw new Error(`${path}:${i + 1}: "question" and "phrasings" are needed`);
    return [value.question, ...value.phrasings].map(prepare);
  });
}

/** Held-out texts of every shop cut from one library, each shop weighing the same. */
function simulate(library: readonly Prepared[][]): HeldOut[] {
  return SHOPS.flatMap((shop) =>
    Array.from({ length: shop.seeds }, (_, seed) => {
      const random = seededRandom(100 + seed);
      const chosen = shuffledIndices(library.length, random).subarray(0, Math.round(shop.topics * library.length));
      const topics = Array.from(chosen, (k) => Array.from(shuffledIndices(library[k]!.length, random).subarray(0, shop.phrasings), (i) => library[k]![i]!));
      return holdOut(topics, seed + 1);
    }).flat(),
  );
}

/** How weights fitted elsewhere do on a library: log loss and the share of in-scope texts answered at 95 % and 90 % right. */
function describe(weights: Float64Array, heldOut: readonly HeldOut[]): string {
  let loss = 0;
  let total = 0;
  const outcomes = heldOut.map((held) => ({ ...held, confidence: confidenceOf(weights, held.x) }));
  for (const { confidence, right, weight } of outcomes) {
    loss -= weight * Math.log(Math.max(1e-9, right ? confidence : 1 - confidence));
    total += weight;
  }
  const shares = dialPositions(outcomes).filter(({ precision }) => precision === 0.9 || precision === 0.95);
  return `log loss ${(loss / total).toFixed(4)}, ${shares.map(({ precision, share, answer }) => `answered at ${precision}: ${(100 * share).toFixed(1)} % from ${answer.toFixed(2)}`).join(', ')}`;
}

function main(paths: readonly string[]): void {
  const simulated = paths.map((path) => {
    const heldOut = simulate(readLibrary(path));
    process.stderr.write(`${path}: ${heldOut.length} held-out texts\n`);
    return heldOut;
  });
  const zero = new Float64Array(EVIDENCE);
  simulated.forEach((heldOut, i) => {
    const others = simulated.filter((_, j) => j !== i).flat();
    if (others.length > 0) process.stderr.write(`${paths[i]!}, fitted on the others: ${describe(fitCalibrator(others, zero, 5), heldOut)}\n`);
  });
  const weights = Array.from(fitCalibrator(simulated.flat(), zero, 5), (weight) => Number(weight.toFixed(4)));
  const text = `// Written by eval/fit-calibrator.ts; not for editing. Pooled weights of the evidence in src/evidence.ts.\n\n/** Logistic weights, one for each entry of the evidence vector. */\nexport const CALIBRATOR_WEIGHTS: readonly number[] = [${weights.join(', ')}];\n`;
  writeFileSync(join(process.cwd(), OUTPUT), text);
  process.stdout.write(`${OUTPUT}: ${weights.join(' ')}\n`);
}

main(process.argv.length > 2 ? process.argv.slice(2) : LIBRARIES);
