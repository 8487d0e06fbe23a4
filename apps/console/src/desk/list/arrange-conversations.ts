// Which conversations stand in the list, in which section, in which order. Pure.
import type { ConversationView } from '@qindesk/protocol';
import { daysBetween } from '../../ui/format.ts';

/** What the list is narrowed to, and how it is sorted. */
export interface ListChoice { search: string; shopId: string | null; sort: 'waiting' | 'recent' }
export type SectionKey = 'waiting' | 'going' | 'closed';
export type Sections = Record<SectionKey, ConversationView[]>;

const activity = (view: ConversationView): string => view.lastMessageAt ?? view.startedAt;
const newestFirst = (a: ConversationView, b: ConversationView): number => activity(b).localeCompare(activity(a)) || a.id.localeCompare(b.id);
const longestFirst = (a: ConversationView, b: ConversationView): number => (a.needsReplySince ?? '').localeCompare(b.needsReplySince ?? '') || a.id.localeCompare(b.id);

/** The member's own conversations: those that need a reply, the others that are open, and those closed today by the reader's calendar (`now`, ms since 1970). */
export const arrangeConversations = (views: readonly ConversationView[], memberId: string, choice: ListChoice, now: number): Sections => {
  const words = choice.search.trim().toLowerCase();
  const sections: Sections = { waiting: [], going: [], closed: [] };
  for (const view of views) {
    if (view.assignee?.id !== memberId) continue;
    if (choice.shopId !== null && view.shop.id !== choice.shopId) continue;
    if (words !== '' && !`${view.consumer.name}\n${view.preview}\n${view.shop.name.zh}\n${view.shop.name.en}`.toLowerCase().includes(words)) continue;
    if (view.state === 'assigned') sections[view.needsReplySince === null ? 'going' : 'waiting'].push(view);
    else if (view.state === 'closed' && view.closedAt !== null && daysBetween(Date.parse(view.closedAt), now) === 0) sections.closed.push(view);
  }
  sections.waiting.sort(choice.sort === 'waiting' ? longestFirst : newestFirst);
  sections.going.sort(newestFirst);
  sections.closed.sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? ''));
  return sections;
};

/** The neighbour of a conversation in the list as drawn; the first or last where there is none. */
export const neighbourOf = (sections: Sections, id: string | undefined, step: 1 | -1): string | undefined => {
  const ids = [...sections.waiting, ...sections.going, ...sections.closed].map((view) => view.id as string);
  const at = id === undefined ? -1 : ids.indexOf(id);
  if (at === -1) return step === 1 ? ids[0] : ids.at(-1);
  return ids[(at + step + ids.length) % ids.length];
};

/** The conversation after this one that waits longest for a reply. */
export const nextWaiting = (sections: Sections, id: string | undefined): string | undefined =>
  [...sections.waiting].sort(longestFirst).find((view) => view.id !== id)?.id;
