// Alarms: as they are stored, listed and shown. Not for raising them (alarm-sweep).
import type { AlarmView } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import type { FloorScope } from './access.ts';
import { filterSql } from './queries.ts';

/** Topic of the process on which a change is told after its commit; other processes hear `alarm.raised` and `alarm.changed` from the log. */
export const alarmTopic = 'monitoring.alarm';
export interface AlarmTold { merchantId: string; kind: 'raised' | 'changed'; alarmId: string }
/** Facts `alarm.raised` and `alarm.changed`. */
export interface AlarmChanged { alarmId: string }

export interface AlarmRow {
  merchant_id: string; id: string; shop_id: string; rule: AlarmView['rule']; conversation_id: string | null; member_id: string | null; group_id: string | null; since_at: Date; threshold_s: number;
  raised_at: Date; acknowledged_by: string | null; acknowledged_at: Date | null; resolved_at: Date | null; consumer_name: string | null; member_name: string | null; group_name: string | null;
}

/** An alarm with the names that its view needs; a condition over alias `a` follows. */
export const alarmSql = `SELECT a.merchant_id, a.id, a.shop_id, a.rule, a.conversation_id, a.member_id, a.group_id, a.since_at, a.threshold_s, a.raised_at, a.acknowledged_by, a.acknowledged_at, a.resolved_at,
    u.name AS consumer_name, m.name AS member_name, g.name AS group_name
  FROM alarms a LEFT JOIN conversations c ON c.merchant_id = a.merchant_id AND c.id = a.conversation_id LEFT JOIN consumers u ON u.merchant_id = c.merchant_id AND u.id = c.consumer_id
  LEFT JOIN members m ON m.id = a.member_id LEFT JOIN groups g ON g.merchant_id = a.merchant_id AND g.id = a.group_id`;

export const alarmViewOf = (row: AlarmRow): AlarmView => ({
  id: row.id as AlarmView['id'], merchantId: row.merchant_id as AlarmView['merchantId'], shopId: row.shop_id as AlarmView['shopId'], rule: row.rule,
  conversationId: row.conversation_id as AlarmView['conversationId'], consumerName: row.consumer_name,
  agent: row.member_id ? { id: row.member_id as NonNullable<AlarmView['agent']>['id'], name: row.member_name ?? '' } : null, groupName: row.group_name,
  raisedAt: row.raised_at.toISOString(), sinceAt: row.since_at.toISOString(), thresholdS: row.threshold_s,
  acknowledged: row.acknowledged_by && row.acknowledged_at ? { by: row.acknowledged_by, at: row.acknowledged_at.toISOString() } : null, resolvedAt: row.resolved_at?.toISOString() ?? null,
});

/** One alarm with the place that decides who may see it; undefined when there is none. Index: alarms_once_per_id. */
export const findAlarm = async (house: House, merchantId: string, alarmId: string): Promise<{ view: AlarmView; shopId: string; groupId: string | null } | undefined> => {
  const row = await house.db.maybe<AlarmRow>(`${alarmSql} WHERE a.merchant_id = $1 AND a.id = $2`, [merchantId, alarmId]);
  return row && { view: alarmViewOf(row), shopId: row.shop_id, groupId: row.group_id };
};

const resolvedForMs = 86_400_000;
const columns = { merchant: 'a.merchant_id', shop: 'a.shop_id', group: 'a.group_id' };

/**
 * Alarms of a floor, newest first, the open ones before those resolved in the last day; at most so many of each. Rides alarms_one_open for the open, alarms_by_time for the
 * others. The caller has checked the right to the scope.
 */
export const listAlarms = async (house: House, place: { merchantId: string; shopId: string | null; scope: FloorScope }, most: { open: number; resolved: number } = { open: 500, resolved: 200 }): Promise<AlarmView[]> => {
  const now = house.clock.now();
  const { where, values, bind } = filterSql({ ...place, now }, columns);
  const since = bind(new Date(now.getTime() - resolvedForMs));
  const rows = await house.db.query<AlarmRow>(
    `(${alarmSql} WHERE ${where} AND a.resolved_at IS NULL ORDER BY a.raised_at DESC, a.id DESC LIMIT ${bind(most.open)})
     UNION ALL (${alarmSql} WHERE ${where} AND a.resolved_at IS NOT NULL AND a.raised_at > ${since} ORDER BY a.raised_at DESC, a.id DESC LIMIT ${bind(most.resolved)})`, values);
  return rows.map(alarmViewOf);
};
