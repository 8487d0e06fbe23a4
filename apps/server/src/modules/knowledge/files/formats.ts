// The formats of a library file, by name.
import type { libraryFormat } from '@qindesk/protocol';
import type { z } from 'zod';
import type { FileRow, LibraryEntry } from './entry.ts';
import { readCsv } from './read-csv.ts';
import { readJsonl } from './read-jsonl.ts';
import { readXlsx } from './read-xlsx.ts';
import type { Problems } from './row-problem.ts';
import { writeCsv } from './write-csv.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writeXlsx } from './write-xlsx.ts';

export type LibraryFormat = z.output<typeof libraryFormat>;

interface Format {
  contentType: string;
  read(bytes: Uint8Array, problems: Problems): Promise<FileRow[]>;
  write(entries: readonly LibraryEntry[]): Promise<Uint8Array | string>;
}

export const formats: Record<LibraryFormat, Format> = {
  jsonl: { contentType: 'application/jsonl; charset=utf-8', read: readJsonl, write: writeJsonl },
  csv: { contentType: 'text/csv; charset=utf-8', read: readCsv, write: writeCsv },
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', read: readXlsx, write: writeXlsx },
};
