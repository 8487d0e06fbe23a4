// What the floor reads of other rooms' tables: who holds what, who waits, who works, and since when. Not for figures of the day (floor-day) or rights (access).
import { shopSettings, type AgentView } from '@qindesk/protocol';
import type { Database, SqlValue, Tx } from '../../platform/index.ts';
import { inForceSql } from '../tenancy/index.ts';
import { withinSql, type FloorScope } from './access.ts';

type Queries = Pick<Tx, 'query'> | Pick<Database, 'query'>;

export interface FloorFilter { merchantId: string; shopId: string | null; scope: FloorScope; now: Date }

/** A condition over a table with its values; $1 is the merchant, and `bind` takes further ones. */
export const filterSql = (filter: FloorFilter, columns: { merchant: string; shop: string; group: string }): { where: string; values: SqlValue[]; bind(value: SqlValue): string } => {
  const values: SqlValue[] = [filter.merchantId];
  const bind = (value: SqlValue): string => `$${values.push(value)}`;
  const where = [`${columns.merchant} = $1`, withinSql(filter.scope, filter.now, columns, bind)];
  if (filter.shopId) where.push(`${columns.shop} = ${bind(filter.shopId)}`);
  return { where: where.join(' AND '), values, bind };
};

const conversationColumns = { merchant: 'c.merchant_id', shop: 'c.shop_id', group: 'c.group_id' };

/** Since when one waits in the queue: since they entered it; a left message since the shop opened, not since the night. */
const waitsSinceSql = `greatest(q.queued_at, (SELECT max(v.at) FROM conversation_moves v WHERE v.merchant_id = q.merchant_id AND v.conversation_id = q.conversation_id AND v.reason = 'shop_opened'))`;
/** Since when a person owes the consumer a word: the open round, and not before this person had it. */
const owesSinceSql = 'greatest(f.round_since, c.assigned_at)';

/**
 * The conversation of a place `q` in the queue as `c`, and the figures of a conversation `c` as `f`: one look by their key each. Where statistics are missing or old, a plain join
 * may be planned as one that reads every conversation of the merchant, or all their figures once for each.
 */
const waitingSql = `LATERAL (SELECT shop_id, state FROM conversations WHERE merchant_id = q.merchant_id AND id = q.conversation_id LIMIT 1) c`;
const figuresSql = `LATERAL (SELECT round_since FROM conversation_figures WHERE merchant_id = c.merchant_id AND conversation_id = c.id LIMIT 1) f`;

export interface GroupCount { groupId: string | null; count: number; since: Date | null }

/** Who waits in which group, and the longest since when. Rides the primary keys of queue_entries, conversations and conversation_moves. */
export const countQueued = (db: Queries, filter: FloorFilter): Promise<GroupCount[]> => {
  const { where, values } = filterSql(filter, { ...conversationColumns, merchant: 'q.merchant_id', group: 'q.group_id' });
  return db.query<GroupCount>(
    `SELECT q.group_id AS "groupId", count(*)::int AS count, min(${waitsSinceSql}) AS since
     FROM queue_entries q CROSS JOIN ${waitingSql} WHERE c.state = 'queued' AND ${where} GROUP BY 1`, values);
};

/** What people hold, by group, and the longest that one of them owes a word. Rides conversations_assigned and the key of the figures. */
export const countHeld = (db: Queries, filter: FloorFilter): Promise<GroupCount[]> => {
  const { where, values } = filterSql(filter, conversationColumns);
  return db.query<GroupCount>(
    `SELECT c.group_id AS "groupId", count(*)::int AS count, min(CASE WHEN f.round_since IS NOT NULL THEN ${owesSinceSql} END) AS since
     FROM conversations c LEFT JOIN ${figuresSql} ON true WHERE c.state = 'assigned' AND ${where} GROUP BY 1`, values);
};

/** With the robot counts whom somebody spoke in the last ten minutes: an open page that fell silent is nobody waiting. */
const robotActiveMs = 600_000;

/** How many are with the robot (rides conversations_one_open_per_consumer, which holds the open ones) and have left a message (conversations_waiting). */
export const countAlone = async (db: Queries, filter: FloorFilter): Promise<{ withRobot: number; waiting: number }> => {
  const { where, values, bind } = filterSql(filter, conversationColumns);
  const since = `${bind(new Date(filter.now.getTime() - robotActiveMs))}::timestamptz`;
  const rows = await db.query<{ withRobot: number; waiting: number }>(
    `SELECT (SELECT count(*)::int FROM conversations c WHERE c.state = 'bot' AND c.last_message_at > ${since} AND ${where}) AS "withRobot",
            (SELECT count(*)::int FROM conversations c WHERE c.state = 'waiting' AND ${where}) AS waiting`, values);
  return rows[0] ?? { withRobot: 0, waiting: 0 };
};

export interface FloorGroup { id: string; shopId: string; name: string }

/** Groups inside the filter, in the order of the shops. */
export const listFloorGroups = (db: Queries, filter: FloorFilter): Promise<FloorGroup[]> => {
  const { where, values } = filterSql(filter, { merchant: 'g.merchant_id', shop: 'g.shop_id', group: 'g.id' });
  return db.query<FloorGroup>(`SELECT g.id, g.shop_id AS "shopId", g.name FROM groups g WHERE ${where} ORDER BY g.shop_id, g.is_default DESC, g.id`, values);
};

export type FloorAgent = Omit<AgentView, 'since' | 'longestWaitMs' | 'receivedToday'> & { since: Date; owesSince: Date | null };

/**
 * Agents of the groups inside the filter, providers' only while their contract is in force; load is over all merchants, since capacity belongs to the person. Rides the
 * keys of group_members, members, agents, and conversations_by_assignee.
 */
export const listFloorAgents = (db: Queries, filter: FloorFilter): Promise<FloorAgent[]> => {
  const { where, values } = filterSql(filter, { merchant: 'gm.merchant_id', shop: 'g.shop_id', group: 'gm.group_id' });
  return db.query<FloorAgent>(
    `SELECT m.id, m.name, o.id AS "organisationId", o.name AS "organisationName", o.id <> $1 AS provider, a.state, a.since, a.capacity, agent_load(a.member_id) AS load,
       array_agg(gm.group_id::text ORDER BY gm.group_id) AS "groupIds",
       (SELECT min(${owesSinceSql}) FROM conversations c CROSS JOIN ${figuresSql}
          WHERE c.assignee_id = m.id AND c.state = 'assigned' AND c.merchant_id = $1 AND f.round_since IS NOT NULL) AS "owesSince"
     FROM group_members gm JOIN groups g ON g.merchant_id = gm.merchant_id AND g.id = gm.group_id
     JOIN members m ON m.id = gm.member_id AND m.active JOIN organisations o ON o.id = m.organisation_id JOIN agents a ON a.member_id = m.id
     LEFT JOIN contracts ct ON ct.id = gm.contract_id
     WHERE ${where} AND (gm.contract_id IS NULL OR ${inForceSql('ct')})
     GROUP BY m.id, m.name, o.id, o.name, a.member_id ORDER BY a.state = 'offline', m.name, m.id`, values);
};

/** A reason for an alarm, as it stands now. */
export interface AlarmCause {
  merchantId: string; shopId: string; rule: 'waits_too_long' | 'agent_silent'; conversationId: string; memberId: string | null; groupId: string | null; sinceAt: Date; thresholdS: number;
}

const limit = (name: 'alarmWaitS' | 'alarmSilentS'): string => `coalesce((s.settings->>'${name}')::int, ${shopSettings.parse({})[name]})`;
const overdue = (since: string, seconds: string): string => `${since} <= $1::timestamptz - make_interval(secs => ${seconds})`;

const waitsTooLongSql = `SELECT q.merchant_id AS "merchantId", c.shop_id AS "shopId", 'waits_too_long' AS rule, q.conversation_id AS "conversationId", NULL::text AS "memberId", q.group_id AS "groupId",
    ${waitsSinceSql} AS "sinceAt", ${limit('alarmWaitS')} AS "thresholdS"
  FROM queue_entries q CROSS JOIN ${waitingSql}
  JOIN shops s ON s.merchant_id = q.merchant_id AND s.id = c.shop_id
  WHERE c.state = 'queued' AND ${overdue('q.queued_at', limit('alarmWaitS'))} AND ${overdue(waitsSinceSql, limit('alarmWaitS'))}`;

// The figures may be a moment behind the messages: whoever has spoken since is not silent, and then the consumer waits for nothing, or only since later. Nor can one be
// overdue for whom the consumer has not waited that long: most are told so by their own row.
const agentSilentSql = `SELECT c.merchant_id AS "merchantId", c.shop_id AS "shopId", 'agent_silent' AS rule, c.id AS "conversationId", c.assignee_id AS "memberId", c.group_id AS "groupId",
    ${owesSinceSql} AS "sinceAt", ${limit('alarmSilentS')} AS "thresholdS"
  FROM conversations c JOIN shops s ON s.merchant_id = c.merchant_id AND s.id = c.shop_id CROSS JOIN ${figuresSql}
  WHERE c.state = 'assigned' AND ${overdue('c.needs_reply_since', limit('alarmSilentS'))} AND f.round_since IS NOT NULL AND ${overdue(owesSinceSql, limit('alarmSilentS'))}
    AND c.needs_reply_since <= ${owesSinceSql}`;

/** Every reason for an alarm in the installation. Reads queue_entries as a whole and, by conversations_assigned, what people hold. */
export const listAlarmCauses = (db: Queries, now: Date): Promise<AlarmCause[]> => db.query<AlarmCause>(`${waitsTooLongSql} UNION ALL ${agentSilentSql}`, [now]);
