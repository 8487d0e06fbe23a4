// The consumer's rating; rating again replaces it, while the conversation is the consumer's latest.
import { refuse, type House } from '../../platform/index.ts';
import type { ConsumerActor } from '../identity/index.ts';
import { accessOwnConversation } from './access.ts';
import type { ConversationRated } from './events.ts';

export interface Rating { score: number; reasons: string[]; comment?: string }

/** Score 1–5. Refuses `not_found`; `move_not_possible` before anybody has answered. */
export const rateConversation = (house: House, actor: ConsumerActor, id: string, rating: Rating): Promise<void> =>
  house.db.transact(async (tx) => {
    const conversation = await accessOwnConversation(house, actor, id, tx);
    if (conversation.lastSeq === 0) refuse('move_not_possible', 'nothing to rate');
    await tx.run('UPDATE conversations SET rating_score = $3, rating_reasons = $4, rating_comment = $5, revision = revision + 1 WHERE merchant_id = $1 AND id = $2',
      [conversation.merchantId, id, rating.score, rating.reasons, rating.comment ?? null]);
    const payload: ConversationRated = { score: rating.score, shopId: conversation.shopId };
    await house.events.append(tx, [{ merchantId: conversation.merchantId, type: 'conversation.rated', subjectId: id, payload }]);
  });
