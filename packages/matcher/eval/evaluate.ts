// `npm run evaluate -- --data DIR [--json] [--peers] [--altered] [--judged]`: how well the matcher does on a folder of labelled questions. Reads files, prints; trains nothing that is kept.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluateFolder } from './evaluate-folder.ts';
import { gatherContestants } from './peers/contestants.ts';
import { BadInput } from './read-lines.ts';
import { table } from './table.ts';

const USAGE = `usage: npm run evaluate -- --data DIR [--json] [--peers] [--altered] [--judged]
  DIR holds library.jsonl, test.jsonl and optionally library-3shot.jsonl or library-10shot.jsonl, near-oos.jsonl, far-oos.jsonl
  --peers    the same for nlp.js, minisearch, fastText and two plain references; installs the first three, once
  --altered  the test once more with slips of the finger, and for Chinese with wrong homophones and in traditional script
  --judged   what it brings when people judge the robot's answers: one half of the test judged, the other measured`;

/** From source and from the bundle in dist/ alike. */
const PEERS_FOLDER = fileURLToPath(new URL('../eval/peers', import.meta.url));

type Arguments = { data: string; json: boolean; peers: boolean; altered: boolean; judged: boolean };

function readArguments(argv: readonly string[]): Arguments {
  let data: string | undefined;
  const flags = { json: false, peers: false, altered: false, judged: false };
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]!;
    if (argument === '--json') flags.json = true;
    else if (argument === '--peers') flags.peers = true;
    else if (argument === '--altered') flags.altered = true;
    else if (argument === '--judged') flags.judged = true;
    else if (argument === '--data') data = argv[++i];
    else if (argument.startsWith('--data=')) data = argument.slice('--data='.length);
    else throw new BadInput(`unknown argument ${argument}\n${USAGE}`);
  }
  if (data === undefined || data === '') throw new BadInput(`--data DIR is missing\n${USAGE}`);
  return { data: resolve(data), ...flags };
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function main(): Promise<void> {
  try {
    const { data, json, peers, altered, judged } = readArguments(process.argv.slice(2));
    const contestants = peers ? await gatherContestants(PEERS_FOLDER, tell) : undefined;
    const measured = await evaluateFolder(data, { altered, judged, peers: contestants?.peers, tell });
    const leftOut = [...(contestants?.leftOut === undefined ? [] : [contestants.leftOut]), ...(measured.peersLeftOut ?? [])];
    const evaluation = leftOut.length === 0 ? measured : { ...measured, peersLeftOut: leftOut };
    process.stdout.write(`${json ? JSON.stringify(evaluation) : table(evaluation)}\n`);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

await main();
