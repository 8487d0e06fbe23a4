// A supervisor takes an alarm upon themselves, by name [MN9]. It stays open until its reason is gone.
import type { AlarmView } from '@qindesk/protocol';
import { refuse } from '../../platform/index.ts';
import type { MemberCtx } from '../identity/index.ts';
import { accessFloor, sees } from './access.ts';
import { tellAlarms } from './alarm-sweep.ts';
import { alarmSql, alarmViewOf, type AlarmRow } from './alarms.ts';

/** The first name stands: acknowledging again changes nothing and answers the same. Refuses `not_found`, `not_allowed`. */
export const acknowledgeAlarm = (ctx: MemberCtx, alarmId: string): Promise<AlarmView> =>
  ctx.db.transact(async (tx) => {
    const merchants = [...new Set(ctx.actor.grants.map((grant) => grant.merchantId))];
    const lock = await tx.maybe<{ merchant_id: string; shop_id: string; group_id: string | null }>('SELECT merchant_id, shop_id, group_id FROM alarms WHERE id = $1 AND merchant_id = ANY($2) FOR UPDATE', [alarmId, merchants]);
    const found = lock ?? refuse('not_found', `alarm ${alarmId}`);
    const now = ctx.clock.now();
    const scope = accessFloor(ctx.actor, 'floor.act', { merchantId: found.merchant_id, shopId: found.shop_id, groupId: found.group_id }, now);
    if (!sees(scope, { shopId: found.shop_id, groupId: found.group_id }, now)) refuse('not_found', `alarm ${alarmId} outside the groups of ${ctx.actor.memberId}`);
    const changed = await tx.run('UPDATE alarms SET acknowledged_by = $3, acknowledged_at = $4 WHERE merchant_id = $1 AND id = $2 AND acknowledged_by IS NULL', [found.merchant_id, alarmId, ctx.actor.name, now]);
    if (changed > 0) await tellAlarms(ctx, tx, [{ merchantId: found.merchant_id, kind: 'changed', alarmId }]);
    const row = await tx.maybe<AlarmRow>(`${alarmSql} WHERE a.merchant_id = $1 AND a.id = $2`, [found.merchant_id, alarmId]);
    return row ? alarmViewOf(row) : refuse('not_found', `alarm ${alarmId}`);
  });
