// An internal note beside a conversation: staff only, never numbered among the messages, so that the consumer cannot even see a gap [CM8].
import type { NoteView } from '@qindesk/protocol';
import { newId, type House, type Tx } from '../../platform/index.ts';
import type { MemberActor } from '../identity/index.ts';
import { accessConversation } from './access.ts';
import type { Conversation } from './conversation.ts';
import type { NoteAdded } from './events.ts';

interface NoteRow { id: NoteView['id']; conversation_id: NoteView['conversationId']; after_seq: number; author_id: NoteView['author']['id']; author_name: string; text: string; at: Date }
const noteOf = (row: NoteRow): NoteView => ({ id: row.id, conversationId: row.conversation_id, afterSeq: row.after_seq, author: { id: row.author_id, name: row.author_name }, text: row.text, at: row.at.toISOString() });

/** Writes a note beside a conversation that is locked, and logs it: for a verb that leaves one, such as a transfer. */
export const insertNote = async (house: House, tx: Tx, conversation: Conversation, actor: MemberActor, text: string): Promise<NoteView> => {
  const row: NoteRow = { id: newId('note'), conversation_id: conversation.id, after_seq: conversation.lastSeq, author_id: actor.memberId, author_name: actor.name, text, at: house.clock.now() };
  await tx.run('INSERT INTO notes (merchant_id, conversation_id, id, after_seq, author_id, author_name, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [conversation.merchantId, conversation.id, row.id, row.after_seq, row.author_id, row.author_name, text, row.at]);
  const payload: NoteAdded = { noteId: row.id };
  await house.events.append(tx, [{ merchantId: conversation.merchantId, type: 'note.added', subjectId: conversation.id, payload }]);
  return noteOf(row);
};

/** Refuses `not_found`. */
export const addNote = (house: House, actor: MemberActor, id: string, text: string): Promise<NoteView> =>
  house.db.transact(async (tx) => insertNote(house, tx, await accessConversation(house, actor, id, 'read', tx), actor, text));

/** Notes of a conversation, oldest first. The caller has checked the right to read it. */
export const listNotes = async (house: House, merchantId: string, id: string): Promise<NoteView[]> =>
  (await house.db.query<NoteRow>('SELECT id, conversation_id, after_seq, author_id, author_name, text, at FROM notes WHERE merchant_id = $1 AND conversation_id = $2 ORDER BY id', [merchantId, id])).map(noteOf);
