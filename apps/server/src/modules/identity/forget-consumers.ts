// Takes the person out of a consumer of whom no conversation is left. Not for conversations (conversation/erase-conversations).
import type { Tx } from '../../platform/index.ts';

/**
 * The row stays, nameless and without phone, device, the shop's own id and sessions: a socket that is open may start a conversation under its id a moment later, which must not hang in the air.
 * Who comes back is somebody new.
 */
export const forgetConsumers = async (tx: Tx, merchantId: string, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.run('DELETE FROM consumer_sessions WHERE merchant_id = $1 AND consumer_id = ANY($2)', [merchantId, ids]);
  await tx.run(`UPDATE consumers SET name = CASE language WHEN 'en' THEN 'Visitor ' ELSE '访客' END || upper(right(id, 4)), phone = NULL, device = NULL, external_id = NULL WHERE merchant_id = $1 AND id = ANY($2)`, [merchantId, ids]);
};
