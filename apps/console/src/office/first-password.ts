// Makes a first password that can be read out: no letters that look alike. Not for storing it anywhere.

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Twelve letters and digits in three groups: about 59 bits of chance. */
export function makeFirstPassword(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes)): string {
  const taken: string[] = [];
  while (taken.length < 12) {
    for (const byte of random(new Uint8Array(24))) {
      // Bytes beyond the last whole round of the alphabet would favour its first letters.
      if (byte < letters.length * Math.floor(256 / letters.length) && taken.length < 12) taken.push(letters[byte % letters.length] as string);
    }
  }
  return [taken.slice(0, 4), taken.slice(4, 8), taken.slice(8)].map((group) => group.join('')).join('-');
}
