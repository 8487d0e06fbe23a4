// How a Chinese character sounds, without its tone, from a cached table; for words typed by ear. Not for deciding when to listen (repair).
import { pinyin } from 'pinyin-pro';
import { isHan } from './normalise.ts';

/** Number of the sound of each code unit of the basic plane; 0 = not looked up yet. */
const table = new Uint16Array(0x10000);
const numbers = new Map<string, number>();

/** Sounds that an input method or a dialect mixes up count as one: zh/z, ch/c, sh/s, n/l at the beginning, ng/n at the end. */
function heard(sound: string): string {
  return sound.replace(/^([zcs])h/, '$1').replace(/^n/, 'l').replace(/([aei])ng$/, '$1n');
}

/** The number of a character's sound; equal for characters that sound alike, 0 for what is no Chinese character. */
export function soundOf(code: number): number {
  if (!isHan(code)) return 0;
  const known = table[code]!;
  if (known !== 0) return known;
  const sound = heard(pinyin(String.fromCharCode(code), { toneType: 'none', type: 'array' })[0] ?? '');
  const number = numbers.get(sound) ?? numbers.size + 1;
  numbers.set(sound, number);
  table[code] = number;
  return number;
}
