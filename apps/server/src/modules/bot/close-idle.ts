// Ends conversations that only the robot holds and nobody continues: they would stay open for ever. Not for those that people hold.
import type { House } from '../../platform/index.ts';
import { closeBySystem, lockConversation } from '../conversation/index.ts';

/** Silence after which the robot's conversation is over. */
const idleHours = 2;
const atOnce = 200;

/** Closes what is idle, some at a time; returns how many. Index: conversations_with_robot. */
export const closeIdleConversations = async (house: House): Promise<number> => {
  const idle = await house.db.query<{ merchant_id: string; id: string; last_seq: number }>(
    `SELECT merchant_id, id, last_seq FROM conversations WHERE state = 'bot' AND started_at < now() - make_interval(hours => $1) AND coalesce(last_message_at, started_at) < now() - make_interval(hours => $1)
     ORDER BY started_at LIMIT $2`, [idleHours, atOnce]);
  for (const row of idle) {
    await house.db.transact(async (tx) => {
      const conversation = await lockConversation(tx, row.merchant_id, row.id);
      // Somebody may have spoken since it was found.
      if (conversation.state === 'bot' && conversation.lastSeq === row.last_seq) await closeBySystem(house, tx, conversation, 'idle');
    });
  }
  return idle.length;
};
