// A question as a file tells it: products by the shop's own ids, follow-ups by title. The same for jsonl, csv and xlsx.
import type { QuestionMode } from '../question.ts';

export type EntryAnswer =
  | { type: 'text'; text: string }
  | { type: 'image' | 'video'; url: string; alt: string }
  | { type: 'product'; productId: string };

/** What is exported. */
export interface LibraryEntry {
  question: string;
  category: string;
  mode: QuestionMode;
  phrasings: string[];
  negatives: string[];
  answers: EntryAnswer[];
  followUps: string[];
  hot: boolean;
}

/** What a file says of one question, not yet checked. What it does not speak of is undefined: a merge leaves that as it is. */
export interface FileRow {
  row: number;
  question: string;
  category?: string;
  mode?: string;
  phrasings?: string[];
  negatives?: string[];
  answers?: EntryAnswer[];
  followUps?: string[];
  hot?: boolean;
}

export const libraryFileLimits = { bytes: 20 * 1024 * 1024, rows: 200_000 } as const;

/** Lets other work of the process go on; called every few thousand rows. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
