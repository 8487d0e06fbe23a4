// What a guard of the matcher saw, in the reader's words: its details come as the matcher's guards.ts and the robot write them. Not for the other reasons of a decision (reason-text).
import type { StudioSay } from './text.ts';

const kinds = ['how-long', 'how-much', 'how', 'why', 'where', 'can'] as const;
const isKind = (text: string): text is (typeof kinds)[number] => kinds.some((kind) => kind === text);

/** Types of question by their names, others as they are. */
const named = (t: StudioSay, types: string): string => types.split(/,\s*/).map((type) => (isKind(type) ? t(`studio.asks.${type}`) : type)).join(t('studio.asks.join'));

/** The detail of a guard; empty where its own words say enough. */
export const guardDetail = (t: StudioSay, guard: string, detail: string): string => {
  const [, asked, known] = /^(.*) asked, (?:phrasings ask )?(.*?)(?: in the phrasings)?$/.exec(detail) ?? [];
  if (asked !== undefined && known !== undefined) return t('studio.guard.asked', { asked: named(t, asked), known: named(t, known) });
  const [, near] = /^nearer to "(.*)" than/.exec(detail) ?? [];
  if (near !== undefined) return near;
  const [, before] = /^may go on from (.*)$/.exec(detail) ?? [];
  if (before !== undefined) return before;
  return guard === 'negation' || guard === 'context' ? '' : detail;
};
