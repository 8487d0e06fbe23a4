// The knowledge of the trade as it is shipped, for measuring with it. Reads one file.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readTrade, type Trade } from '../src/index.ts';

let known: Trade | undefined;

/** The weights beside the sources; the bundle of the evaluation lies as deep as they do. */
export const shippedTrade = (): Trade => (known ??= readTrade(readFileSync(fileURLToPath(new URL('../weights/trade.bin', import.meta.url)))));
