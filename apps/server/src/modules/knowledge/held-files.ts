// Which uploaded files the library still shows: what retention must not remove.
import type { Tx } from '../../platform/index.ts';

/** Of these names of files, those in an answer, in a published version or in a quick reply of the merchant. Reads all of them: only for names that a message showed. */
export const listHeldByLibrary = async (tx: Tx, merchantId: string, names: readonly string[]): Promise<string[]> =>
  (await tx.query<{ name: string }>(
    `SELECT n AS name FROM unnest($2::text[]) AS n WHERE EXISTS (SELECT FROM questions q WHERE q.merchant_id = $1 AND strpos(q.answers::text, n) > 0)
       OR EXISTS (SELECT FROM library_versions v WHERE v.merchant_id = $1 AND strpos(v.questions::text, n) > 0) OR EXISTS (SELECT FROM quick_replies r WHERE r.merchant_id = $1 AND strpos(r.text, n) > 0)`,
    [merchantId, names])).map((row) => row.name);
