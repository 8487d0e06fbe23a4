// The knowledge of the trade that comes with the matcher: read once a process, shared by all shops. Not for a shop's own model (shop-brain).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readTrade, type Trade } from '@qindesk/matcher';

export interface KnownTrade { trade: Trade; /** Changes with the weights: a model trained with others is trained anew. */ mark: string }

const read = new Map<string, KnownTrade>();

/** Where the weights lie, from the server's directory (config.rootDir). */
export const tradePath = (rootDir: string): string => resolve(rootDir, '../../packages/matcher/weights/trade.bin');

/** The trade in a file. Throws where it is missing or of another version: the message says what to do. */
export const loadTrade = (path: string): KnownTrade => {
  const known = read.get(path);
  if (known) return known;
  const bytes = readFileSync(path);
  const loaded = { trade: readTrade(bytes), mark: createHash('sha256').update(bytes).digest('hex').slice(0, 12) };
  read.set(path, loaded);
  return loaded;
};
