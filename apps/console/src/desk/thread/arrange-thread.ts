// From messages, notes and what is still on its way to the lines of a thread: days, groups, the unread mark. Pure.
import type { OutboxEntry } from '@qindesk/client';
import type { MessageView, NoteView } from '@qindesk/protocol';
import { daysBetween } from '../../ui/format.ts';

export type ThreadLine =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  /** `first`: the author is named above. `last`: another author follows, or nobody. `timed`: the time stands above, after a pause. */
  | { kind: 'message'; key: string; message: MessageView; first: boolean; last: boolean; timed: boolean }
  | { kind: 'note'; key: string; note: NoteView }
  | { kind: 'pending'; key: string; entry: OutboxEntry; first: boolean };

interface ThreadParts {
  messages: readonly MessageView[];
  notes: readonly NoteView[];
  /** What waits in the outbox, or was accepted and has not come back yet. */
  pending: readonly OutboxEntry[];
  /** The number before the first unread one when the thread was opened; null when all was read. */
  unreadAfter: number | null;
}

const pauseMs = 5 * 60_000;

/** Notes stand after the message they followed; those older than the first message held wait until that is loaded. */
const notesBySeq = (notes: readonly NoteView[], firstSeq: number): Map<number, NoteView[]> => {
  const bySeq = new Map<number, NoteView[]>();
  for (const note of notes) if (note.afterSeq >= firstSeq - 1) bySeq.set(note.afterSeq, [...(bySeq.get(note.afterSeq) ?? []), note]);
  return bySeq;
};

const sameAuthor = (a: MessageView, b: MessageView): boolean => a.author.kind === b.author.kind && a.author.id === b.author.id;

/** The lines of a thread, oldest first. */
export const arrangeThread = ({ messages, notes, pending, unreadAfter }: ThreadParts): ThreadLine[] => {
  const lines: ThreadLine[] = [];
  const noted = notesBySeq(notes, messages[0]?.seq ?? 1);
  let before: MessageView | undefined;
  let marked = unreadAfter === null;
  const noteLines = (seq: number): void => { for (const note of noted.get(seq) ?? []) lines.push({ kind: 'note', key: note.id, note }); };
  noteLines((messages[0]?.seq ?? 1) - 1);
  for (const [index, message] of messages.entries()) {
    const next = messages[index + 1];
    const newDay = before === undefined || daysBetween(Date.parse(before.at), Date.parse(message.at)) !== 0;
    if (newDay) lines.push({ kind: 'day', key: `day-${message.seq}`, at: message.at });
    // New is what the consumer said; one's own words and the system's are not news.
    const unread: boolean = !marked && unreadAfter !== null && message.seq > unreadAfter && message.author.kind === 'consumer';
    if (unread) {
      marked = true;
      lines.push({ kind: 'unread', key: 'unread' });
    }
    const paused = !newDay && before !== undefined && Date.parse(message.at) - Date.parse(before.at) > pauseMs;
    const first = before === undefined || newDay || unread || paused || !sameAuthor(before, message) || (noted.get(message.seq - 1)?.length ?? 0) > 0;
    lines.push({ kind: 'message', key: message.id, message, first, last: next === undefined || !sameAuthor(message, next), timed: paused });
    noteLines(message.seq);
    before = message;
  }
  // Notes written after messages that this page does not hold yet.
  for (const [seq, list] of noted) if (before !== undefined && seq > before.seq) for (const note of list) lines.push({ kind: 'note', key: note.id, note });
  pending.forEach((entry, index) => lines.push({ kind: 'pending', key: entry.clientId, entry, first: index === 0 && before?.author.kind !== 'agent' }));
  return lines;
};
