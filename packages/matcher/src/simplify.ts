// Traditional to simplified Chinese, one character at a time from a cached table; not a phrase converter.
import { Converter } from 'opencc-js/t2cn';

let convert: ((text: string) => string) | undefined;
/** Simplified code unit for each code unit of the basic plane; 0 = not looked up yet. */
const table = new Uint16Array(0x10000);

function lookUp(code: number): number {
  convert ??= Converter({ from: 't', to: 'cn' });
  const simplified = convert(String.fromCharCode(code));
  return simplified.length === 1 ? simplified.charCodeAt(0) : code;
}

/** Simplified form of one UTF-16 code unit; anything but a CJK ideograph comes back unchanged. */
export function simplifyCode(code: number): number {
  if (code < 0x3400 || code > 0x9fff) return code;
  const known = table[code]!;
  if (known !== 0) return known;
  const simplified = lookUp(code);
  table[code] = simplified;
  return simplified;
}
