// What a new question begins with that shall answer a group of missed ones. Not for storing it (save-question.ts).
import { phrasingLimit, sameKey } from './check-phrasings.ts';
import type { NewQuestion } from './question-draft.ts';

/** A round of several messages is one line of the library. */
export const asLine = (text: string): string => text.replace(/\s*\n\s*/gu, ' ').trim();

/** Where a number was hidden the library shall hold none. */
const withoutStars = (text: string): string => asLine(text).replace(/\s*\*{3}\s*/gu, ' ').trim();

/** The group's most telling text as title, its other wordings as phrasings: each once, none that another question of the draft holds, none too long for a phrasing. */
export function beginWith({ text, examples }: { text: string; examples: readonly string[] }, holders: ReadonlyMap<string, string>): NewQuestion {
  const title = withoutStars(text).slice(0, phrasingLimit);
  const seen = new Set([sameKey(title)]);
  const phrasings: string[] = [];
  for (const line of examples.map(withoutStars)) {
    const key = sameKey(line);
    if (key === '' || seen.has(key) || holders.has(key) || line.length > phrasingLimit) continue;
    seen.add(key);
    phrasings.push(line);
  }
  return { title, phrasings };
}
