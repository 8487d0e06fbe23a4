// Gives waiting conversations to agents with a free slot: priority, then waiting time; the last agent first, then least loaded, then longest idle [RT1] [RT2] [RT3] [RT6].
import type { House, Tx } from '../../platform/index.ts';
import { permissions } from '../identity/index.ts';
import { lockConversation, moveConversation, systemAuthor } from '../conversation/index.ts';
import { inForceSql } from '../tenancy/index.ts';
import { lockAgent } from './agent.ts';

interface Head { merchant_id: string; conversation_id: string; group_id: string; preferred_member_id: string | null; excluded_member_id: string | null; priority: number; queued_at: Date }
interface Candidate { id: string; name: string }

/** Heads of the groups' queues in the order of drawing, one a group. Index: queue_entries_in_order. */
const headsSql = `SELECT h.* FROM unnest($1::text[]) AS g(id) JOIN groups gr ON gr.id = g.id
  CROSS JOIN LATERAL (SELECT merchant_id, conversation_id, group_id, preferred_member_id, excluded_member_id, priority, queued_at FROM queue_entries q
    WHERE q.merchant_id = gr.merchant_id AND q.group_id = g.id ORDER BY q.priority DESC, q.queued_at, q.conversation_id LIMIT 1) h
  ORDER BY h.priority DESC, h.queued_at, h.conversation_id`;

/**
 * Agents of a group with a free slot, best first. One who just lost the conversation by silence comes last, but comes: nobody starves. One whose sign of life is older than
 * the shop's limit gets nothing, though their state is still online: it would be lost again [RT4].
 * Nor one whom a conversation of another of their groups waits for longer or with priority: the draw of that group, or of the slot that was freed, comes first [RT2].
 * What they hold, of whatever merchant, is counted here as `agent_load` counts it: with a call of that function for each agent the statement took three times as long.
 */
const candidatesSql = `SELECT m.id, m.name FROM group_members gm
  JOIN agents a ON a.member_id = gm.member_id JOIN members m ON m.id = a.member_id AND m.active AND m.role = ANY($5) LEFT JOIN contracts ct ON ct.id = gm.contract_id
  JOIN groups g ON g.merchant_id = gm.merchant_id AND g.id = gm.group_id JOIN shops s ON s.merchant_id = g.merchant_id AND s.id = g.shop_id
  CROSS JOIN LATERAL (SELECT count(*)::int AS load FROM conversations WHERE assignee_id = a.member_id AND state = 'assigned') held
  WHERE gm.merchant_id = $1 AND gm.group_id = $2 AND a.state = 'online' AND a.seen_at > now() - make_interval(secs => coalesce((s.settings->>'disconnectLimitS')::int, 45)) AND held.load < a.capacity AND (gm.contract_id IS NULL OR ${inForceSql('ct')})
    AND NOT EXISTS (SELECT FROM group_members o JOIN queue_entries q ON q.merchant_id = o.merchant_id AND q.group_id = o.group_id LEFT JOIN contracts oc ON oc.id = o.contract_id
      WHERE o.member_id = gm.member_id AND o.group_id <> gm.group_id AND (o.contract_id IS NULL OR ${inForceSql('oc')}) AND (q.priority > $6 OR (q.priority = $6 AND q.queued_at < $7)))
  ORDER BY m.id IS NOT DISTINCT FROM $4, m.id IS NOT DISTINCT FROM $3 DESC, held.load::float / a.capacity, a.idle_since, m.id LIMIT 5`;

type Drawn = { groupId: string; memberId: string } | { blocked: string } | { stale: true } | null;

const give = async (house: House, tx: Tx, head: Head): Promise<Drawn> => {
  const conversation = await lockConversation(tx, head.merchant_id, head.conversation_id);
  // Of this group only: while we waited for the lock it may have been handed to another group, whose queue it stands in now.
  const removeEntry = () => tx.run('DELETE FROM queue_entries WHERE merchant_id = $1 AND conversation_id = $2 AND group_id = $3', [head.merchant_id, head.conversation_id, head.group_id]);
  if (conversation.state !== 'queued' || conversation.groupId !== head.group_id) { await removeEntry(); return { stale: true }; }
  for (const agent of await tx.query<Candidate>(candidatesSql, [head.merchant_id, head.group_id, head.preferred_member_id, head.excluded_member_id, permissions['conversation.serve'].roles, head.priority, head.queued_at])) {
    const holding = await lockAgent(tx, agent.id);
    if (holding.state !== 'online' || holding.load >= holding.capacity) continue;
    await moveConversation(house, tx, conversation, {
      to: 'assigned', by: systemAuthor, reason: agent.id === head.preferred_member_id ? 'sticky' : 'drawn', assigneeId: agent.id, line: { type: 'system', code: 'assigned', params: { name: agent.name } } });
    await tx.run('UPDATE agents SET idle_since = $2 WHERE member_id = $1', [agent.id, house.clock.now()]);
    await removeEntry();
    return { groupId: head.group_id, memberId: agent.id };
  }
  return { blocked: head.group_id };
};

const drawOne = (house: House, groupIds: readonly string[]): Promise<Drawn> =>
  house.db.owner.transact(async (tx) => {
    for (const id of [...groupIds].sort()) await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [id]);
    const [head] = await tx.query<Head>(headsSql, [groupIds]);
    return head ? give(house, tx, head) : null;
  });

const drawAll = async (house: House, groupIds: readonly string[]): Promise<number> => {
  let open = groupIds;
  let assigned = 0;
  while (open.length > 0) {
    const drawn = await drawOne(house, open);
    if (drawn === null) return assigned;
    if ('blocked' in drawn) open = open.filter((id) => id !== drawn.blocked);
    else if ('memberId' in drawn) assigned++;
  }
  return assigned;
};

interface Draws { running: Promise<unknown>; next: Promise<number> | null }
/** Draws under way in this process, by database and groups. */
const underWay = new WeakMap<House['db']['pool'], Map<string, Draws>>();

/**
 * Draws until the groups' queues are empty or no agent has a free slot; one short transaction an assignment. Returns how many were assigned. Whoever asks while the same groups are being
 * drawn shares one draw that begins after that: it sees what they have committed, and a crowd that is handed over at once does not wait for the groups' lock with a connection each.
 */
export const drawQueue = async (house: House, groupIds: readonly string[]): Promise<number> => {
  const open = [...new Set(groupIds)].sort();
  const { pool } = house.db.owner;
  const draws = underWay.get(pool) ?? new Map<string, Draws>();
  underWay.set(pool, draws);
  const key = open.join(' ');
  const known = draws.get(key);
  if (known?.next) return known.next;
  const begin = (): Promise<number> => {
    const drawing = drawAll(house, open);
    const mine: Draws = { running: drawing, next: null };
    draws.set(key, mine);
    const end = (): void => { if (draws.get(key) === mine && !mine.next) draws.delete(key); };
    drawing.then(end, end);
    return drawing;
  };
  if (!known) return begin();
  known.next = known.running.then(begin, begin);
  return known.next;
};

/** Draws for all groups that an agent serves: after a slot of theirs was freed. */
export const drawForAgent = async (house: House, memberId: string): Promise<number> => {
  const groups = await house.db.owner.query<{ id: string }>(
    `SELECT gm.group_id AS id FROM group_members gm LEFT JOIN contracts ct ON ct.id = gm.contract_id
     WHERE gm.member_id = $1 AND (gm.contract_id IS NULL OR ${inForceSql('ct')}) AND EXISTS (SELECT FROM queue_entries q WHERE q.merchant_id = gm.merchant_id AND q.group_id = gm.group_id)`, [memberId]);
  return drawQueue(house, groups.map((row) => row.id));
};
