// What a round's words ask: read as a whole and, where there are several, one after the other. Pure. Not for reading one line in what it stands in (read-in-context) or for deciding (decide).
import { requestsIn, sentencesIn, type Thresholds } from '@qindesk/matcher';
import { withoutDetails } from './details.ts';
import type { ReadLine } from './read-in-context.ts';
import { isAcknowledgement, isGreeting, takesBack } from './words.ts';

/** `requests`: what is asked one after the other, each surely, in order; nothing unless there are several. */
export interface ReadRound { whole: ReadLine | null; requests: readonly ReadLine[] }

/** Where the robot has no library, or nothing was said. */
export const nothingRead: ReadRound = { whole: null, requests: [] };

/** The lines that {@link readRound} is likely to ask for: the words as a whole, and their sentences. */
export const linesOf = (words: string): string[] => {
  const asked = withoutDetails(words);
  return takesBack(asked) ? [asked] : [asked, ...sentencesIn(asked)];
};

/**
 * Reads words with `read`, which knows what they stand in. A phrasing of the library is one request however it is written; a greeting is none, though many libraries answer it; where something is taken back the whole counts.
 */
export const readRound = (words: string, limits: Thresholds, read: (line: string) => ReadLine): ReadRound => {
  const asked = withoutDetails(words);
  const whole = read(asked);
  return { whole, requests: whole.found.exact || takesBack(asked) ? [] : requestsIn(asked, limits, (sentence) => (isGreeting(sentence) || isAcknowledgement(sentence) ? null : read(sentence))) };
};
