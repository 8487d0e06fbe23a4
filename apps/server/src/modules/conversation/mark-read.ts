// How far each side has read. Not a fact of the log: a lost one is replaced by the next.
import type { House } from '../../platform/index.ts';

/** Moves the mark forward only; true when it moved. */
export const markRead = async (house: House, merchantId: string, id: string, side: 'consumer' | 'staff', seq: number): Promise<boolean> => {
  const column = side === 'consumer' ? 'consumer_read_seq' : 'staff_read_seq';
  const rows = await house.db.query(`UPDATE conversations SET ${column} = $3 WHERE merchant_id = $1 AND id = $2 AND ${column} < $3 AND last_seq >= $3 RETURNING 1 AS one`, [merchantId, id, seq]);
  return rows.length > 0;
};
