// Lays the thread out: times where time has passed, a rule between conversations, names only where the speaker changes. Pure.
import type { OutboxEntry } from '@qindesk/client';
import type { MessageView } from '@qindesk/protocol';
import type { Upload } from './state.ts';

export type Row =
  | { kind: 'time'; key: string; at: number }
  | { kind: 'conversation'; key: string; at: number }
  /** `head`: the first of a run of one speaker; it carries the name. `last`: the newest of all the consumer's own. */
  | { kind: 'message'; key: string; message: MessageView; head: boolean; lastOwn: boolean }
  | { kind: 'outgoing'; key: string; entry: OutboxEntry }
  | { kind: 'upload'; key: string; upload: Upload };

/** After this long a time is written between two messages. */
const pauseMs = 5 * 60_000;

const speaker = (message: MessageView): string => `${message.author.kind} ${message.author.id ?? message.author.name}`;

/** The rows of the thread, oldest first; what is on its way comes last. */
export const threadRows = (messages: readonly MessageView[], outgoing: readonly OutboxEntry[], uploads: readonly Upload[]): Row[] => {
  const rows: Row[] = [];
  const lastOwn = messages.findLast((message) => message.author.kind === 'consumer');
  let before: MessageView | undefined;
  for (const message of messages) {
    const at = Date.parse(message.at);
    const other = before !== undefined && before.conversationId !== message.conversationId;
    const pause = before === undefined || at - Date.parse(before.at) > pauseMs;
    if (other) rows.push({ kind: 'conversation', key: `c${message.id}`, at });
    else if (pause) rows.push({ kind: 'time', key: `t${message.id}`, at });
    const head = other || pause || before === undefined || speaker(before) !== speaker(message);
    rows.push({ kind: 'message', key: message.id, message, head, lastOwn: message === lastOwn });
    before = message;
  }
  for (const entry of outgoing) rows.push({ kind: 'outgoing', key: entry.clientId, entry });
  for (const upload of uploads) rows.push({ kind: 'upload', key: upload.id, upload });
  return rows;
};
