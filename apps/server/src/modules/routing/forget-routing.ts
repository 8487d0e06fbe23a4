// Deletes what routing holds of conversations that are erased.
import type { Tx } from '../../platform/index.ts';

/** Handovers, and a queue entry that was left behind. The conversations are locked and closed. */
export const forgetRouting = async (tx: Tx, merchantId: string, conversationIds: readonly string[]): Promise<void> => {
  for (const table of ['handovers', 'queue_entries']) await tx.run(`DELETE FROM ${table} WHERE merchant_id = $1 AND conversation_id = ANY($2)`, [merchantId, conversationIds]);
};
