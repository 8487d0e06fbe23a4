// One written form for what people type: width, case, script, punctuation, long numbers; it never removes a word.
import { withoutCodes } from './codes.ts';
import { simplifyCode } from './simplify.ts';
import { withoutSlips } from './slips.ts';

/** Longest text that is read, in UTF-16 units; what follows is ignored so that a pasted document stays cheap. */
export const MAX_LENGTH = 400;

/** Digits from this count on are an order or phone number: their value says nothing about the question. */
const LONG_NUMBER = 5;

/** An emoji as a platform's chat writes it: #E-s35. */
const NAMED_EMOJI = /#e-[a-z](?:\d+|\[数字x\])/g;

/** True for a Chinese character (basic plane ideographs). */
export function isHan(code: number): boolean {
  return code >= 0x3400 && code <= 0x9fff;
}

/** True for an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** True for a letter of an alphabet (Latin and whatever NFKC and lower case leave outside Han), `#` the long-number token included. */
export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || code === 0x23 || (code >= 0xc0 && code < 0x2000) || (code >= 0x3040 && code < 0x3100) || (code >= 0xac00 && code < 0xd7b0);
}

function squeezeNumbers(text: string): string {
  return text.replace(/\d+(?:\.\d+)?/g, (digits) => (digits.length >= LONG_NUMBER ? '#' : digits));
}

/** Simplified characters, with one blank for all that is no letter, ideograph or digit. */
function written(source: string): string {
  let out = '';
  let gap = false;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    const dotInNumber = code === 0x2e && isDigit(source.charCodeAt(i - 1)) && isDigit(source.charCodeAt(i + 1));
    if (isHan(code) || isLetter(code) || isDigit(code) || dotInNumber) {
      if (gap && out !== '') out += ' ';
      gap = false;
      out += String.fromCharCode(simplifyCode(code));
    } else gap = true;
  }
  return out;
}

/**
 * NFKC, lower case, simplified characters; emoji's names and masks in brackets and apostrophes vanish (don't → dont), numbers of five or more digits become `#`,
 * everything else that is no letter, ideograph or digit becomes one blank; common slips are written right. Reads at most {@link MAX_LENGTH} units.
 */
export function normalise(text: string): string {
  const source = text.slice(0, MAX_LENGTH).normalize('NFKC').slice(0, MAX_LENGTH).toLowerCase().replace(/['’`]/g, '').replace(NAMED_EMOJI, ' ').replaceAll('#', ' ');
  return squeezeNumbers(withoutSlips(written(withoutCodes(source))));
}
