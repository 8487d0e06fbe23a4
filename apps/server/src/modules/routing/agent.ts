// Agents: presence, what they hold, and the lock under which they are given more [RT1]. Not for choosing among them (draw-queue).
import type { AgentView, PresenceState } from '@qindesk/protocol';
import { refuse, type Database, type House, type SqlValue, type Tx } from '../../platform/index.ts';
import type { Grant } from '../identity/index.ts';
import { inForceSql } from '../tenancy/index.ts';

/** Fact `agent.presence_changed`; its merchant_id is the agent's own organisation. */
export interface PresenceChanged { memberId: string; state: PresenceState }

export interface Holding { state: PresenceState; capacity: number; load: number }

const loadSql = 'agent_load(a.member_id)';

/** Locks the agent and counts what they hold: until the transaction ends nobody else can give them more. Refuses `not_found`. */
export const lockAgent = async (tx: Tx, memberId: string): Promise<Holding> => {
  await tx.query('SELECT 1 FROM agents WHERE member_id = $1 FOR UPDATE', [memberId]);
  // A statement of its own: its snapshot is taken after the lock was granted.
  const row = await tx.maybe<Holding>(`SELECT a.state, a.capacity, ${loadSql} AS load FROM agents a WHERE a.member_id = $1`, [memberId]);
  return row ?? refuse('not_found', `agent ${memberId}`);
};

/** State, load and capacity without a lock. */
export const readHolding = async (db: Pick<Database, 'maybe'>, memberId: string): Promise<Holding> =>
  (await db.maybe<Holding>(`SELECT a.state, a.capacity, ${loadSql} AS load FROM agents a WHERE a.member_id = $1`, [memberId])) ?? { state: 'offline', capacity: 0, load: 0 };

/** Sets an agent's state as a row with author and time, and tells it. True when it changed. */
export const setPresence = (house: House, agent: { memberId: string; organisationId: string }, state: PresenceState, by: string): Promise<boolean> =>
  house.db.owner.transact(async (tx) => {
    const changed = await tx.run('UPDATE agents SET state = $2, since = $3, seen_at = now() WHERE member_id = $1 AND state <> $2', [agent.memberId, state, house.clock.now()]);
    if (changed === 0) return false;
    await tx.run('INSERT INTO presence_moves (member_id, state, by_name) VALUES ($1, $2, $3)', [agent.memberId, state, by]);
    const payload: PresenceChanged = { memberId: agent.memberId, state };
    await house.events.append(tx, [{ merchantId: agent.organisationId, type: 'agent.presence_changed', subjectId: null, payload }]);
    return true;
  });

/** The name under which the house takes an agent offline; such an agent comes back online by reconnecting. */
export const disconnectedBy = 'disconnected';

/** After a reconnect: undoes an offline that only the lost connection caused. */
export const returnFromDisconnect = async (house: House, agent: { memberId: string; organisationId: string; name: string }): Promise<void> => {
  await house.db.owner.query('UPDATE agents SET seen_at = now() WHERE member_id = $1', [agent.memberId]);
  const last = await house.db.owner.maybe<{ state: string; by_name: string }>('SELECT state, by_name FROM presence_moves WHERE member_id = $1 ORDER BY at DESC LIMIT 1', [agent.memberId]);
  if (last?.state === 'offline' && last.by_name === disconnectedBy) await setPresence(house, agent, 'online', agent.name);
};

/** Renews the mark of life of those whose sockets live here [RT4]. */
export const markSeen = async (house: House, memberIds: readonly string[]): Promise<void> => {
  if (memberIds.length > 0) await house.db.query('UPDATE agents SET seen_at = now() WHERE member_id = ANY($1)', [memberIds]);
};

interface AgentRow {
  id: AgentView['id']; name: string; organisation_id: AgentView['organisationId']; organisation_name: string; provider: boolean; state: PresenceState; since: Date; load: number; capacity: number;
  group_ids: string[]; waiting_since: Date | null; received_today: number;
}

/** Groups inside any of the grants, as a condition over `g`; a provider's member looks no further than the contract [SC1]. */
const inReachSql = (reach: readonly Reach[], bind: (value: readonly string[]) => string): string => {
  const parts = reach.map(({ shopIds, groupIds }) =>
    [...(shopIds ? [`g.shop_id = ANY(${bind([...shopIds])})`] : []), ...(groupIds ? [`g.id = ANY(${bind([...groupIds])})`] : [])].join(' AND ') || 'true');
  return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
};

/** What of a merchant the asker's grants reach. */
export type Reach = Pick<Grant, 'shopIds' | 'groupIds'>;

/** Agents who may serve a merchant (its own, and providers' in force) in groups within reach, with state and load; `shopId` narrows to groups of one shop. */
export const listAgents = async (house: House, merchantId: string, shopId: string | null, reach: readonly Reach[]): Promise<AgentView[]> => {
  const now = house.clock.now();
  const values: SqlValue[] = [merchantId, shopId, now];
  // Who sees the whole merchant also sees those who are in no group yet.
  const seesAll = reach.some((one) => one.shopIds === null && one.groupIds === null);
  const inReach = inReachSql(reach, (ids) => `$${values.push(ids)}`);
  const rows = await house.db.query<AgentRow>(
    `SELECT m.id, m.name, o.id AS organisation_id, o.name AS organisation_name, o.id <> $1 AS provider, a.state, a.since, a.capacity, ${loadSql} AS load, array_remove(array_agg(gm.group_id::text), NULL) AS group_ids,
       (SELECT min(c.needs_reply_since) FROM conversations c WHERE c.assignee_id = m.id AND c.state = 'assigned' AND c.merchant_id = $1) AS waiting_since,
       (SELECT count(DISTINCT v.conversation_id)::int FROM conversation_moves v WHERE v.merchant_id = $1 AND v.assignee_id = m.id AND v.state = 'assigned'
          AND v.at > date_trunc('day', $3::timestamptz AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai') AS received_today
     FROM members m JOIN organisations o ON o.id = m.organisation_id JOIN agents a ON a.member_id = m.id
     LEFT JOIN (group_members gm JOIN groups g ON g.merchant_id = gm.merchant_id AND g.id = gm.group_id)
       ON gm.member_id = m.id AND gm.merchant_id = $1 AND ($2::text IS NULL OR g.shop_id = $2) AND ${inReach}
     WHERE m.active AND (gm.group_id IS NOT NULL OR (${seesAll} AND m.role IN ('owner', 'supervisor', 'agent')))
       AND (m.organisation_id = $1 OR EXISTS (SELECT FROM contracts ct WHERE ct.provider_id = m.organisation_id AND ct.merchant_id = $1 AND ${inForceSql('ct')} AND ($2::text IS NULL OR $2 = ANY(ct.shop_ids))))
     GROUP BY m.id, m.name, o.id, o.name, a.member_id ORDER BY a.state = 'offline', m.name`, values);
  return rows.map((row) => ({
    id: row.id, name: row.name, organisationId: row.organisation_id, organisationName: row.organisation_name, provider: row.provider, state: row.state, since: row.since.toISOString(),
    load: row.load, capacity: row.capacity, groupIds: row.group_ids as AgentView['groupIds'], longestWaitMs: row.waiting_since ? now.getTime() - row.waiting_since.getTime() : null, receivedToday: row.received_today,
  }));
};
