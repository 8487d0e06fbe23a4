// Reads the evaluation's JSON-lines files and says plainly what is wrong with them; no matching here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text with the topic it belongs to, or null when no topic of the library answers it. */
export type LabelledText = { text: string; label: string | null };

/** Something the person at the keyboard must put right; its message names file and line. */
export class BadInput extends Error {}

function parseLine(line: string, where: string): LabelledText {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadInput(`${where}: not JSON`);
  }
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') throw new BadInput(`${where}: "text" must be a string`);
  const label = 'label' in value ? value.label : null;
  if (label !== null && typeof label !== 'string') throw new BadInput(`${where}: "label" must be a string or null`);
  return { text: value.text, label };
}

/** Lines of DIR/name, or undefined when there is no such file. @throws BadInput naming file and line. */
export function readLabelled(directory: string, name: string): LabelledText[] | undefined {
  const path = join(directory, name);
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(line, `${path}:${i + 1}`)]));
}

/** As {@link readLabelled}, for a file that must exist and whose lines must all have a label. */
export function readLibrary(directory: string, name: string): LabelledText[] {
  const lines = readLabelled(directory, name);
  if (lines === undefined) throw new BadInput(`${join(directory, name)}: no such file`);
  if (lines.length === 0) throw new BadInput(`${join(directory, name)}: no line in it`);
  const unlabelled = lines.findIndex((line) => line.label === null);
  if (unlabelled >= 0) throw new BadInput(`${join(directory, name)}: text "${lines[unlabelled]!.text}" has no label`);
  return lines;
}
