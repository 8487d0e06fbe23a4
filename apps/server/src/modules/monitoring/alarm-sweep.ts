// Raises and resolves alarms, every second in one process: what is overdue and has no open alarm gets one, an open alarm whose reason is gone is over [MN8].
import { newId, startJob, type House, type NewEvent, type Tx } from '../../platform/index.ts';
import { alarmTopic, type AlarmChanged, type AlarmTold } from './alarms.ts';
import { listAlarmCauses, type AlarmCause } from './queries.ts';

interface OpenAlarm { merchantId: string; id: string; rule: string; conversationId: string | null }

const keyOf = (of: { merchantId: string; rule: string; conversationId: string | null }): string => `${of.merchantId} ${of.rule} ${of.conversationId ?? ''}`;

/** What to raise and what to resolve, from the reasons of now and the alarms that are open. Pure. */
export const compareAlarms = (causes: readonly AlarmCause[], open: readonly OpenAlarm[]): { fresh: AlarmCause[]; over: OpenAlarm[] } => {
  const [known, standing] = [new Set(open.map(keyOf)), new Set(causes.map(keyOf))];
  return { fresh: causes.filter((cause) => !known.has(keyOf(cause))), over: open.filter((alarm) => !standing.has(keyOf(alarm))) };
};

/** Tells changes: in the log for every process, on the bus for this one. */
export const tellAlarms = async (house: House, tx: Tx, told: readonly AlarmTold[]): Promise<void> => {
  await house.events.append(tx, told.map(({ merchantId, kind, alarmId }): NewEvent => ({ merchantId, type: `alarm.${kind}`, subjectId: null, payload: { alarmId } satisfies AlarmChanged })));
  tx.afterCommit(() => { for (const one of told) house.bus.publish<AlarmTold>(alarmTopic, one); });
};

type Changed = { merchantId: string; alarmId: string };
const raiseSql = `INSERT INTO alarms (merchant_id, id, shop_id, rule, conversation_id, member_id, group_id, since_at, threshold_s, raised_at)
  SELECT m, i, s, r, c, a, g, t, n, $10 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::int[]) AS k(m, i, s, r, c, a, g, t, n)
  ON CONFLICT (merchant_id, rule, conversation_id) WHERE resolved_at IS NULL DO NOTHING RETURNING merchant_id AS "merchantId", id AS "alarmId"`;
const resolveSql = `UPDATE alarms a SET resolved_at = $3 FROM unnest($1::text[], $2::text[]) AS k(m, i) WHERE a.merchant_id = k.m AND a.id = k.i AND a.resolved_at IS NULL
  RETURNING a.merchant_id AS "merchantId", a.id AS "alarmId"`;

const raise = (tx: Tx, causes: readonly AlarmCause[], now: Date): Promise<Changed[]> => tx.query<Changed>(raiseSql, [
  causes.map((c) => c.merchantId), causes.map(() => newId('alarm')), causes.map((c) => c.shopId), causes.map((c) => c.rule), causes.map((c) => c.conversationId), causes.map((c) => c.memberId),
  causes.map((c) => c.groupId), causes.map((c) => c.sinceAt), causes.map((c) => c.thresholdS), now]);
const resolve = (tx: Tx, over: readonly OpenAlarm[], now: Date): Promise<Changed[]> => tx.query<Changed>(resolveSql, [over.map((a) => a.merchantId), over.map((a) => a.id), now]);

/** One round. Writes nothing while nothing changes. */
export const sweepAlarms = async (house: House): Promise<void> => {
  const now = house.clock.now();
  const causes = await listAlarmCauses(house.db.owner, now);
  // Rides alarms_one_open, which holds the open ones only.
  const open = await house.db.owner.query<OpenAlarm>('SELECT merchant_id AS "merchantId", id, rule, conversation_id AS "conversationId" FROM alarms WHERE resolved_at IS NULL');
  const { fresh, over } = compareAlarms(causes, open);
  if (fresh.length === 0 && over.length === 0) return;
  await house.db.owner.transact(async (tx) => {
    const raised = fresh.length > 0 ? await raise(tx, fresh, now) : [];
    const resolved = over.length > 0 ? await resolve(tx, over, now) : [];
    await tellAlarms(house, tx, [...raised.map((one): AlarmTold => ({ ...one, kind: 'raised' })), ...resolved.map((one): AlarmTold => ({ ...one, kind: 'changed' }))]);
  });
};

/** Starts the sweep; returns how to stop it. */
export const startAlarmSweep = (house: House): (() => Promise<void>) =>
  startJob(house.db.owner, house.log, { name: 'sweep-alarms', everyMs: 1000, alone: true, run: () => sweepAlarms(house) });
