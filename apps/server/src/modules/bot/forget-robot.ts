// Deletes what the robot holds of conversations that are erased.
import type { Tx } from '../../platform/index.ts';

/** Decisions with the texts they read, what people said of them, and a round that was left behind. The conversations are locked and closed. */
export const forgetRobot = async (tx: Tx, merchantId: string, conversationIds: readonly string[]): Promise<void> => {
  for (const table of ['judgements', 'decisions', 'bot_rounds']) await tx.run(`DELETE FROM ${table} WHERE merchant_id = $1 AND conversation_id = ANY($2)`, [merchantId, conversationIds]);
};
