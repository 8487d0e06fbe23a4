// Makes identifiers: prefix, ten characters of time, twelve of chance. Their shape is told in protocol/ids.
import { randomFillSync } from 'node:crypto';
import { idPrefixes, type Id, type IdKind } from '@qindesk/protocol/ids';
import { systemClock } from './clock.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const pool = Buffer.allocUnsafe(12 * 256);
let used = pool.length;

const chance = (): string => {
  if (used >= pool.length) { randomFillSync(pool); used = 0; }
  let text = '';
  for (const end = used + 12; used < end; used++) text += alphabet[(pool[used] ?? 0) & 31];
  return text;
};

let lastMs = -1;
let lastTime = '';
const timePart = (ms: number): string => {
  if (ms === lastMs) return lastTime;
  let rest = ms;
  let text = '';
  for (let i = 0; i < 10; i++) { text = (alphabet[rest % 32] ?? '0') + text; rest = Math.floor(rest / 32); }
  lastMs = ms;
  return (lastTime = text);
};

/** What the ids of a kind that are made at a moment begin with: those made before it sort below, the others above. */
export const idAt = (kind: IdKind, at: Date): string => `${idPrefixes[kind]}_${timePart(at.getTime())}`;

/** The moment at which an id was made; null when it is none. Needs no more of it than `idAt` gives. */
export const timeOfId = (id: string): Date | null => {
  const time = /^[a-z]{3}_([0-9a-hjkmnp-tv-z]{10})/.exec(id)?.[1];
  if (!time) return null;
  let ms = 0;
  for (const character of time) ms = ms * 32 + alphabet.indexOf(character);
  return new Date(ms);
};

/** A new id of a kind, ordered by time to the millisecond. */
export const newId = <K extends IdKind>(kind: K): Id<K> => `${idPrefixes[kind]}_${timePart(systemClock.ms())}${chance()}` as Id<K>;
