// Deletes what monitoring holds of conversations that are erased.
import type { Tx } from '../../platform/index.ts';

/** Figures and alarms. The conversations are locked and closed, and the reader of the figures has passed their closure. Alarms of a merchant are few: they are read whole. */
export const forgetFigures = async (tx: Tx, merchantId: string, conversationIds: readonly string[]): Promise<void> => {
  for (const table of ['conversation_figures', 'alarms']) await tx.run(`DELETE FROM ${table} WHERE merchant_id = $1 AND conversation_id = ANY($2)`, [merchantId, conversationIds]);
};
