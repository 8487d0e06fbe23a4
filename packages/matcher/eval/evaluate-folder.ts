// One evaluation: the matcher, and the peers when wanted, on every library of a folder. Not for arguments or printing.
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { alter } from './alter.ts';
import { type Figures, measure, questionsOf, type TestSet } from './measure.ts';
import { type JudgedFigures, measureJudged } from './measure-judged.ts';
import { measurePeer, type PeerFigures } from './measure-peer.ts';
import type { Peer } from './peers/peer.ts';
import { BadInput, type LabelledText, readLabelled, readLibrary } from './read-lines.ts';

const FEW_SHOT_FILES = ['library-3shot.jsonl', 'library-10shot.jsonl'];
/** Where the dial stands: be right at least this share of the time. */
const PRECISION = 0.95;
/** Fixes the altered forms, so that two evaluations ask the same. */
const SEED = 1;

/** The matcher's figures on one library, and the peers' by name. */
export type Measured = Figures & { judged?: JudgedFigures; peers?: Record<string, PeerFigures> };

/** What `--json` prints. `peersLeftOut`: a sentence for each that was wanted and could not take part. */
export type Evaluation = { dataset: string; full: Measured; fewShot?: Measured; peersLeftOut?: string[] };

/** What to measure besides; `tell` takes a line of progress. */
export type Wish = { altered: boolean; judged?: boolean; peers?: readonly Peer[]; tell: (line: string) => void };

function testOf(directory: string, altered: boolean): TestSet {
  const test = readLibrary(directory, 'test.jsonl');
  return { test, near: readLabelled(directory, 'near-oos.jsonl'), far: readLabelled(directory, 'far-oos.jsonl'), ...(altered ? { altered: alter(test, SEED) } : {}) };
}

async function measurePeers(peers: readonly Peer[], library: readonly LabelledText[], set: TestSet, tell: Wish['tell'], leftOut: string[]): Promise<Record<string, PeerFigures>> {
  const figures: Record<string, PeerFigures> = {};
  for (const peer of peers) {
    tell(`the same for ${peer.name} …`);
    try {
      figures[peer.name] = await measurePeer(peer, library, set);
    } catch (error) {
      // A peer that breaks must not take our own figures with it.
      leftOut.push(`${peer.name} failed on ${library.length} phrasings and is left out there: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return figures;
}

/** Measures on library.jsonl and on the small library if there is one. @throws BadInput when the folder is not as it should be. */
export async function evaluateFolder(directory: string, { altered, judged, peers, tell }: Wish): Promise<Evaluation> {
  if (!existsSync(directory)) throw new BadInput(`${directory}: no such folder`);
  const set = testOf(directory, altered);
  const leftOut: string[] = [];
  const run = async (name: string): Promise<Measured> => {
    tell(`training on ${name}, asking ${set.test.length} questions …`);
    const library = readLibrary(directory, name);
    const measured = measure(questionsOf(library), set, PRECISION);
    const figures = judged ? { ...measured, judged: measureJudged(questionsOf(library), set, PRECISION) } : measured;
    return peers === undefined ? figures : { ...figures, peers: await measurePeers(peers, library, set, tell, leftOut) };
  };
  const full = await run('library.jsonl');
  const fewShotFile = FEW_SHOT_FILES.find((name) => existsSync(resolve(directory, name)));
  const fewShot = fewShotFile === undefined ? {} : { fewShot: await run(fewShotFile) };
  return { dataset: basename(directory), full, ...fewShot, ...(leftOut.length === 0 ? {} : { peersLeftOut: leftOut }) };
}
