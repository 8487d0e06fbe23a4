// A face: a picture, or the first letter of a name on a quiet colour of its own.
import { useState } from 'react';

const hueOf = (text: string): number => { let hash = 7; for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360; return hash; };
const letterOf = (name: string): string => {
  const trimmed = name.trim();
  // A Chinese given name is told apart by its last letter, a Latin one by its first.
  const letters = [...trimmed.replace(/[\s()（）·]/g, '')];
  return (/^\p{Script=Han}+$/u.test(letters.join('')) && letters.length <= 3 ? letters.at(-1) : letters[0]?.toUpperCase()) ?? '·';
};

/** Decorative: the name stands beside it. */
export const Avatar = ({ name, picture, size = 36, square = false, seed }: { name: string; picture?: string | null; size?: number; square?: boolean; seed?: string }) => {
  const [broken, setBroken] = useState<string>();
  const hue = hueOf(seed ?? name);
  const shown = picture && broken !== picture ? picture : undefined;
  return (
    <span className={`avatar${square ? ' square' : ''}`} aria-hidden
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42), background: shown ? 'var(--hover)' : `oklch(from var(--avatar-ground, #eee) l c ${hue})`, color: `oklch(from var(--avatar-ink, #555) l c ${hue})` }}>
      {shown ? <img src={shown} alt="" loading="lazy" onError={() => setBroken(shown)} /> : letterOf(name)}
    </span>
  );
};
