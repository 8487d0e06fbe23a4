// Finds web addresses in a text. Text stays text: nothing here makes markup.
import { safeUrl } from './safe-url.ts';

export interface Piece {
  text: string;
  /** Set where the piece is an address. */
  href: string | null;
}

// An address ends at a space, at quotes and brackets, or at a character of Chinese text or its punctuation.
const address = /https?:\/\/[^\s<>"'`{}|\\^\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+/gi;
const trailing = /[.,;:!?)\]]+$/;

/** Cuts a text into plain pieces and http(s) addresses. */
export const linkify = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(trailing, '');
    if (safeUrl(found, found) === null) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), href: null });
    pieces.push({ text: found, href: found });
    end = match.index + found.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
};
