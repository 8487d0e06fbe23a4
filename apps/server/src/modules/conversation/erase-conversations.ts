// Erases closed conversations with all that this room holds of them. Not for when (roles/erase-expired), nor for what other rooms hold.
import type { Tx } from '../../platform/index.ts';

export interface Expired { id: string; consumerId: string }

/**
 * Locks conversations of a shop that were closed before a moment and are closed still, oldest closure first; one that somebody has in hand is left to the next time.
 * Rides conversations_closed.
 */
export const lockExpired = async (tx: Tx, input: { merchantId: string; shopId: string; closedBefore: Date; limit: number }): Promise<Expired[]> =>
  (await tx.query<{ id: string; consumer_id: string }>(
    `SELECT id, consumer_id FROM conversations WHERE merchant_id = $1 AND shop_id = $2 AND state = 'closed' AND closed_at < $3 ORDER BY closed_at LIMIT $4 FOR UPDATE SKIP LOCKED`,
    [input.merchantId, input.shopId, input.closedBefore, input.limit])).map((row) => ({ id: row.id, consumerId: row.consumer_id }));

/** A file as a message showed it, and who sent that. */
export interface ShownFile { name: string; byId: string }

/**
 * Uploaded files that these conversations show and no other does: sent by their uploader, who speaks in no conversation that stays and shows them. A robot's picture is the library's.
 * Other conversations of the sender are found by conversations_by_consumer and conversation_moves_by_assignee.
 */
export const listOwnFiles = async (tx: Tx, merchantId: string, ids: readonly string[]): Promise<ShownFile[]> =>
  tx.query<ShownFile>(
    `WITH shown AS (
       SELECT DISTINCT substr(m.body->>'url', 8) AS name, m.body->>'url' AS url, m.author_kind, m.author_id FROM messages m
       WHERE m.merchant_id = $1 AND m.conversation_id = ANY($2) AND m.body->>'type' IN ('image', 'video') AND starts_with(m.body->>'url', '/files/') AND m.author_kind IN ('consumer', 'agent'))
     SELECT s.name, s.author_id AS "byId" FROM shown s WHERE NOT EXISTS (
       SELECT FROM messages o WHERE o.merchant_id = $1 AND o.conversation_id <> ALL($2) AND o.body->>'url' = s.url AND o.conversation_id IN (
         SELECT c.id FROM conversations c WHERE s.author_kind = 'consumer' AND c.merchant_id = $1 AND c.consumer_id = s.author_id
         UNION SELECT v.conversation_id FROM conversation_moves v WHERE s.author_kind = 'agent' AND v.merchant_id = $1 AND v.assignee_id = s.author_id AND v.state = 'assigned'))`,
    [merchantId, ids]);

/** Deletes locked conversations, their messages, moves and notes. What other rooms hold of them has been deleted before, in the same transaction. */
export const eraseConversations = async (tx: Tx, merchantId: string, ids: readonly string[]): Promise<void> => {
  for (const table of ['messages', 'conversation_moves', 'notes']) await tx.run(`DELETE FROM ${table} WHERE merchant_id = $1 AND conversation_id = ANY($2)`, [merchantId, ids]);
  await tx.run('DELETE FROM conversations WHERE merchant_id = $1 AND id = ANY($2)', [merchantId, ids]);
};

/** Of these consumers, those of whom no conversation is left. Rides conversations_by_consumer. */
export const consumersWithoutConversation = async (tx: Tx, merchantId: string, consumerIds: readonly string[]): Promise<string[]> =>
  (await tx.query<{ id: string }>('SELECT DISTINCT i AS id FROM unnest($2::text[]) AS i WHERE NOT EXISTS (SELECT FROM conversations c WHERE c.merchant_id = $1 AND c.consumer_id = i)', [merchantId, consumerIds])).map((row) => row.id);
