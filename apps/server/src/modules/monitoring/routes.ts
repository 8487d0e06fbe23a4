// HTTP of the floor: the board as of now, alarms, their acknowledgement. An agent's state is routing's to change.
import { floorRoutes } from '@qindesk/protocol';
import type { Register } from '../identity/index.ts';
import { accessFloor } from './access.ts';
import { acknowledgeAlarm } from './acknowledge-alarm.ts';
import { listAlarms } from './alarms.ts';
import { readBoard } from './board.ts';

/** Registers the routes of this room. */
export const monitoringRoutes = (register: Register): void => {
  register.member(floorRoutes.board, (ctx, { params, query }) => {
    const place = { merchantId: params.id, shopId: query.shopId ?? null };
    return readBoard(ctx, { ...place, scope: accessFloor(ctx.actor, 'floor.read', place, ctx.clock.now()) });
  });
  register.member(floorRoutes.listAlarms, async (ctx, { params }) => {
    const place = { merchantId: params.id, shopId: null };
    return { items: await listAlarms(ctx, { ...place, scope: accessFloor(ctx.actor, 'floor.read', place, ctx.clock.now()) }) };
  });
  register.member(floorRoutes.acknowledge, (ctx, { params }) => acknowledgeAlarm(ctx, params.id));
};
