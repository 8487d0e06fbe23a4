// What rounds are decided by, read for many at once: the conversation, its shop, the words, what is in focus, what was decided before. Not for deciding (decide-case).
import { plainArray, textArray, type House } from '../../platform/index.ts';
import { shopSettings, type AuthorKind, type MessageBody } from '@qindesk/protocol';
import { listShopsById, type Shop } from '../tenancy/index.ts';
import type { Decision, Round } from './decide.ts';
import { cardsWithin, type Card } from './focus.ts';
import { roundOf, type Place } from './round.ts';
import type { DueRound, Held } from './rounds.ts';

export interface Case extends Held {
  conversation: Place;
  shop: Shop;
  language: string;
  said: Round;
  /** The consumer's last cards, in order, this round's among them. */
  cards: readonly Card[];
  /** What was decided about this very round already: a repeat after a crash does the same. */
  stored: Decision | null;
  /** Rounds without an answer within the shop's window, this one not counted. */
  unansweredRounds: number;
  /** The question answered in the round before, while its answer is fresh. */
  lastAnsweredId: string | null;
}

/** More unanswered rounds than this are not counted. */
const countedAtMost = 20;
const windowByDefault = shopSettings.parse({}).handoverWindowMinutes;
const inWindowSql = `d.merchant_id = c.merchant_id AND d.conversation_id = c.id AND d.round_seq < k.l
  AND d.at > $4::timestamptz - make_interval(mins => coalesce((sh.settings->>'handoverWindowMinutes')::int, ${windowByDefault}))`;
// One look by the key for each (LIMIT 1, as in open-rounds): the primary keys of conversations, consumers, shops, decisions and messages, and of decisions_unanswered.
const placesSql = `SELECT c.merchant_id AS "merchantId", c.id, c.shop_id AS "shopId", c.consumer_id AS "consumerId", c.product_id AS "productId", c.order_id AS "orderId", u.language,
    (SELECT d.detail FROM decisions d WHERE d.merchant_id = c.merchant_id AND d.conversation_id = c.id AND d.round_seq = k.l) AS stored,
    (SELECT count(*)::int FROM (SELECT FROM decisions d WHERE ${inWindowSql} AND d.outcome = 'ask' AND d.detail->>'what' <> 'greeting' LIMIT ${countedAtMost}) AS asked) AS "unansweredRounds",
    (SELECT CASE WHEN d.outcome = 'answer' THEN d.question_id END FROM decisions d WHERE ${inWindowSql} ORDER BY d.round_seq DESC LIMIT 1) AS "lastAnsweredId"
  FROM unnest($1::text[], $2::text[], $3::int[]) AS k(m, c, l)
  CROSS JOIN LATERAL (SELECT * FROM conversations WHERE merchant_id = k.m AND id = k.c LIMIT 1) AS c JOIN shops sh ON sh.merchant_id = c.merchant_id AND sh.id = c.shop_id
  LEFT JOIN LATERAL (SELECT language FROM consumers WHERE merchant_id = c.merchant_id AND id = c.consumer_id LIMIT 1) AS u ON true WHERE c.state = 'bot'`;
const wordsSql = `SELECT s.conversation_id AS id, s.seq, s.author_kind AS kind, s.body FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) AS k(m, c, l, f)
  JOIN messages s ON s.merchant_id = k.m AND s.conversation_id = k.c AND s.seq > least(k.f - 1, k.l - ${cardsWithin})
  WHERE s.seq BETWEEN k.f AND k.l OR (s.author_kind = 'consumer' AND s.body->>'type' IN ('product', 'order')) ORDER BY s.conversation_id, s.seq`;

type PlaceRow = Place & Pick<Case, 'stored' | 'unansweredRounds' | 'lastAnsweredId'> & { language: string | null };
interface Word { id: string; seq: number; kind: AuthorKind; body: MessageBody }

const byConversation = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row[]> => {
  const found = new Map<string, Row[]>();
  for (const row of rows) { const list = found.get(row.id); if (list) list.push(row); else found.set(row.id, [row]); }
  return found;
};

const saidIn = (words: readonly Word[], { firstSeq, lastSeq }: DueRound): Round => roundOf(words.filter(({ seq }) => seq >= firstSeq && seq <= lastSeq).map(({ kind, body }) => ({ author: { kind, id: '', name: '' }, body })));
const cardsIn = (words: readonly Word[], { lastSeq }: DueRound): Card[] => words.flatMap(({ seq, kind, body }): Card[] => {
  if (kind !== 'consumer' || seq <= lastSeq - cardsWithin) return [];
  return body.type === 'product' ? [{ seq, type: 'product', id: body.productId }] : body.type === 'order' ? [{ seq, type: 'order', id: body.orderId }] : [];
});

/** The cases of rounds; those whose conversation is no longer with the robot are missing: they need nothing more of it [CM5]. */
export const readCases = async (house: House, held: readonly Held[]): Promise<Case[]> => {
  const of = (text: (round: DueRound) => string): string => textArray(held.map(({ round }) => text(round)));
  const keys = [of((round) => round.merchantId), of((round) => round.conversationId), plainArray(held.map(({ round }) => round.lastSeq))];
  const [places, words] = await Promise.all([
    house.db.prepared<PlaceRow>('robot-places', placesSql, [...keys, house.clock.now()]),
    house.db.prepared<Word>('robot-words', wordsSql, [...keys, plainArray(held.map(({ round }) => round.firstSeq))]).then(byConversation),
  ]);
  const shops = new Map((await listShopsById(house.db, [...new Set(places.map((place) => place.shopId))])).map((shop) => [shop.id, shop]));
  const placeOf = new Map<string, PlaceRow>(places.map((place) => [place.id, place]));
  return held.flatMap((one): Case[] => {
    const { round } = one;
    const place = placeOf.get(round.conversationId);
    const shop = place && shops.get(place.shopId);
    if (!shop) return [];
    const { language, stored, unansweredRounds, lastAnsweredId, ...conversation } = place;
    const wordsHere = words.get(round.conversationId) ?? [];
    return [Object.assign(one, { conversation, shop, language: language ?? 'zh', said: saidIn(wordsHere, round), cards: cardsIn(wordsHere, round), stored, unansweredRounds, lastAnsweredId })];
  });
};
