// What only closes a talk, or opens one, by what the trade takes a line for: people thank and take leave in more ways than a list holds. Not for single words (words) or for what a library answers.
import type { Match } from '@qindesk/matcher';

/** Nobody waits for a word after these: thanks, goodbye, understood, I shall try, one moment. Agreement (是的) is not among them: it may answer what the robot asked. */
const closes: ReadonlySet<string> = new Set(['thanks', 'bye', 'ok', 'no-more', 'wait', 'laugh', 'sorry', 'i-know', 'not-need', 'think-again', 'try-later', 'praise', 'contacted'].map((name) => `chat.${name}`).concat('none.plan'));
const opens: ReadonlySet<string> = new Set(['chat.greeting', 'chat.have-question']);

/** The share of the topics from which on a line is taken so: of 6,307 lines of the second hand, all of which ask something, 3 are. */
const sure = 0.8;

const shareOf = ({ topics }: Match, those: ReadonlySet<string>): number => topics.reduce((sum, { id, share }) => sum + (those.has(id) ? share : 0), 0);

/** Whether a line closes or opens a talk and asks nothing; null for all others. For lines that the library does not answer. */
export const smallTalkIn = (found: Match): 'closes' | 'opens' | null => shareOf(found, closes) >= sure ? 'closes' : shareOf(found, opens) >= sure ? 'opens' : null;
