// Writes a library as one JSON object a line.
import { breathe, type LibraryEntry } from './entry.ts';

export const writeJsonl = async (entries: readonly LibraryEntry[]): Promise<string> => {
  const lines: string[] = [];
  for (const [i, entry] of entries.entries()) {
    if (i % 2000 === 1999) await breathe();
    lines.push(`${JSON.stringify(entry)}\n`);
  }
  return lines.join('');
};
