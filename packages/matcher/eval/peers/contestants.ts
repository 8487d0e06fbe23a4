// The peers that can take part here: those whose packages can be had, and the plain references, which need none. Not for what they are asked.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fastText } from './fast-text.ts';
import { installPeers } from './install.ts';
import { minisearch } from './minisearch.ts';
import { nlpJs } from './nlp-js.ts';
import type { Pack, Peer } from './peer.ts';
import { nearestPhrasing, softmaxRegression } from './references.ts';

/** Who takes part, and a sentence when some cannot. */
export type Contestants = { peers: Peer[]; leftOut?: string };

const references: readonly Peer[] = [nearestPhrasing, softmaxRegression];

/** Gathers the peers, installing their packages in `folder` (which holds their package.json) when they are missing. */
export async function gatherContestants(folder: string, tell: (line: string) => void): Promise<Contestants> {
  const why = await installPeers(folder, tell);
  if (why !== undefined) return { peers: [...references], leftOut: `nlp.js, minisearch and fastText could not be installed and are left out: ${why}.` };
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const require = createRequire(join(folder, 'package.json'));
  const pack = (name: string): Pack => ({ version: dependencies[name] ?? '', load: () => require(name) as unknown });
  return { peers: [nlpJs(pack('node-nlp')), minisearch(pack('minisearch')), fastText(pack('fasttext.wasm.js')), ...references] };
}
