// Reads the lines of many cases at once in a thread beside this one, before they are decided; few are read where they are needed. Not for which lines a case needs (decide-case) or for the thread (reading-thread).
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { match, type Match, type ShopModel } from '@qindesk/matcher';
import type { House } from '../../platform/index.ts';
import type { ReadAlone } from './read-in-context.ts';
import { createReadingThread, type Ask, type ReadingThread } from './reading-thread.ts';
import { tradePath } from './trade.ts';

/** Fewer lines than this are read sooner here than they are sent; a shop that is asked now and then never has the thread. */
export const worthAThread = 12;

/** The built server has the worker beside it; run from source (tests) lines are read in this thread. */
const workerPath = fileURLToPath(new URL('./read-worker.js', import.meta.url));

let thread: ReadingThread | null = null;
/** The thread of this process; none where there is but one processor for both. */
const threadOf = (house: House): ReadingThread | null => {
  if (!thread && availableParallelism() > 1 && existsSync(workerPath)) thread = createReadingThread(workerPath, tradePath(house.config.rootDir));
  return thread;
};

/** One ask a model, each line once. */
const gather = (asks: readonly Ask[]): Ask[] => {
  const byModel = new Map<ShopModel, { brain: Ask['brain']; lines: Set<string> }>();
  for (const { brain, lines } of asks) {
    const one = byModel.get(brain.model) ?? { brain, lines: new Set<string>() };
    byModel.set(brain.model, one);
    for (const line of lines) one.lines.add(line);
  }
  return [...byModel.values()].map(({ brain, lines }) => ({ brain, lines: [...lines] }));
};

/** Reads lines with a model: from what was read ahead, and what was not, here. The same either way. */
export type Readers = (model: ShopModel) => ReadAlone;

/** Readers that know the lines of `asks` already, where these are many and the thread works. */
export const readAhead = async (house: House, asks: readonly Ask[], beside: ReadingThread | null = threadOf(house)): Promise<Readers> => {
  const known = new Map<ShopModel, Map<string, Match>>();
  const gathered = gather(asks);
  if (beside && gathered.reduce((sum, { lines }) => sum + lines.length, 0) >= worthAThread) {
    try {
      const found = await beside.read(gathered);
      gathered.forEach(({ brain, lines }, i) => known.set(brain.model, new Map(lines.flatMap((line, n): [string, Match][] => { const one = found[i]?.[n]; return one ? [[line, one]] : []; }))));
    } catch (error) {
      house.log.warn({ error: String(error) }, 'lines could not be read in a thread of their own; they are read between messages');
    }
  }
  return (model) => {
    const read = known.get(model) ?? new Map<string, Match>();
    return (line) => {
      const found = read.get(line) ?? match(model, line);
      read.set(line, found);
      return found;
    };
  };
};
