// Alarms: raised in time, resolved by themselves, taken by name, seen by who may (monitoring/SPEC).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alarmView, type AlarmView } from '@qindesk/protocol';
import type { LoggedEvent, Reader } from '../../src/platform/index.ts';
import { acknowledgeAlarm, alarmTopic, findAlarm, listAlarms, sees, startAlarmSweep, startFiguresReader, sweepAlarms, type AlarmTold } from '../../src/modules/monitoring/index.ts';
import type { MemberCtx } from '../../src/modules/identity/index.ts';
import { drawQueue, setPresence, transferConversation, sweepRouting, markSeen } from '../../src/modules/routing/index.ts';
import { acceptContract, changeShop, createGroup, createOrganisation, proposeContract } from '../../src/modules/tenancy/index.ts';
import { actAs, foundMember, foundMerchant, openRoomHouse, type Merchant, type RoomHouse } from '../world/room-house.ts';
import { agentSays, askForPerson, closeBy, comeIn, consumerSays, defaultGroup, figuresSettled, onlineAgent, robotSays, until, wantPerson } from './monitoring-people.ts';

let room: RoomHouse;
let other: RoomHouse;
let stops: (() => Promise<void>)[];
let merchant: Merchant;
let group: string;
let agent: MemberCtx;
let supervisor: MemberCtx;
beforeAll(async () => {
  room = openRoomHouse();
  other = openRoomHouse();
  const reader: Reader = await startFiguresReader(room.house);
  // Two processes sweep, as in an installation of two.
  stops = [reader.stop, startAlarmSweep(room.house), startAlarmSweep(other.house)];
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await room.close();
  await other.close();
});
beforeEach(async () => {
  merchant = await foundMerchant(room.house);
  await changeShop(room.house, merchant.shopId, { settings: { alarmWaitS: 1, alarmSilentS: 1 } });
  group = await defaultGroup(room.house, merchant.merchantId, merchant.shopId);
  agent = await onlineAgent(room, merchant.merchantId, [group]);
  supervisor = await actAs(room.house, await foundMember(room, merchant.merchantId, 'supervisor'));
});

const alarms = async (): Promise<AlarmView[]> => (await listAlarms(room.house, { merchantId: merchant.merchantId, shopId: null, scope: [{ shopIds: null, groupIds: null, until: null }] })).map((view) => alarmView.parse(view));
const open = async (rule?: AlarmView['rule']): Promise<AlarmView[]> => (await alarms()).filter((alarm) => alarm.resolvedAt === null && (!rule || alarm.rule === rule));
const raised = async (rule: AlarmView['rule']): Promise<AlarmView> => {
  await until(`an alarm ${rule}`, async () => (await open(rule)).length > 0);
  const [alarm] = await open(rule);
  if (!alarm) throw new Error('no alarm');
  return alarm;
};
/** How long after its moment an alarm was raised. */
const lateMs = (alarm: AlarmView): number => Date.parse(alarm.raisedAt) - Date.parse(alarm.sinceAt) - alarm.thresholdS * 1000;
const resolved = (id: string) => until('the alarm is over', async () => (await alarms()).some((alarm) => alarm.id === id && alarm.resolvedAt !== null));
const refused = (code: string) => expect.objectContaining({ view: expect.objectContaining({ code }) });
const away = (ctx: MemberCtx, state: 'busy' | 'online') => setPresence(room.house, ctx.actor, state, ctx.actor.name);

describe('an alarm', () => {
  it('rings within two seconds of the moment when one waits too long, and is over when an agent has them [MN8]', async () => {
    await away(agent, 'busy');
    const asking = await askForPerson(room.house, merchant.shopId);
    const alarm = await raised('waits_too_long');
    expect(lateMs(alarm)).toBeGreaterThanOrEqual(0);
    expect(lateMs(alarm)).toBeLessThan(2000);
    expect(alarm).toMatchObject({ conversationId: asking.id, shopId: merchant.shopId, thresholdS: 1, consumerName: asking.consumer.name, agent: null, groupName: '默认分组', acknowledged: null });
    await away(agent, 'online');
    await drawQueue(room.house, [group]);
    await resolved(alarm.id);
  });

  it('rings when an agent is silent, also where the robot had the last word before the hand-over [MN8] [MN3]', async () => {
    const asking = await comeIn(room.house, merchant.shopId);
    await consumerSays(room.house, asking);
    await robotSays(room.house, asking, '亲，为您转接人工客服');
    await wantPerson(room.house, asking);
    const alarm = await raised('agent_silent');
    expect(lateMs(alarm)).toBeLessThan(2000);
    expect(alarm).toMatchObject({ conversationId: asking.id, agent: { id: agent.actor.memberId, name: agent.actor.name } });
    await agentSays(room.house, asking, agent);
    await resolved(alarm.id);
    await consumerSays(room.house, asking, '那什么时候到');
    const again = await raised('agent_silent');
    expect(again.id).not.toBe(alarm.id);
    await closeBy(room.house, asking, agent);
    await resolved(again.id);
  });

  it('does not ring for one who was answered, nor for the agent who just got the conversation [MN8]', async () => {
    const second = await onlineAgent(room, merchant.merchantId, [group]);
    const asking = await askForPerson(room.house, merchant.shopId);
    const alarm = await raised('agent_silent');
    const [from, to] = alarm.agent?.id === agent.actor.memberId ? [agent, second] : [second, agent];
    await transferConversation(room.house, from.actor, asking.id, { memberId: to.actor.memberId });
    await resolved(alarm.id);
    const theirs = await raised('agent_silent');
    expect(theirs.agent?.id).toBe(to.actor.memberId);
    expect(lateMs(theirs)).toBeGreaterThanOrEqual(0);
    await agentSays(room.house, asking, to);
    await resolved(theirs.id);
    await figuresSettled(room.house);
    await sweepAlarms(room.house);
    expect(await open()).toEqual([]);
  });

  it('is one for one reason, though processes sweep at the same time, and is told in the log and on the bus [MN8]', async () => {
    await away(agent, 'busy');
    const told: AlarmTold[] = [];
    const stopListening = [room, other].map(({ house }) => house.bus.subscribe<AlarmTold>(alarmTopic, (one) => { if (one.merchantId === merchant.merchantId) told.push(one); }));
    await askForPerson(room.house, merchant.shopId);
    await until('an alarm', async () => {
      await Promise.all([sweepAlarms(room.house), sweepAlarms(other.house), sweepAlarms(room.house), sweepAlarms(other.house)]);
      return (await alarms()).length > 0;
    });
    const [alarm] = await alarms();
    expect(await alarms()).toHaveLength(1);
    await acknowledgeAlarm(supervisor, alarm?.id ?? '');
    const log = await room.house.db.query<Pick<LoggedEvent, 'type' | 'payload'>>("SELECT type, payload FROM events WHERE merchant_id = $1 AND type LIKE 'alarm.%' ORDER BY position", [merchant.merchantId]);
    expect(log).toEqual([{ type: 'alarm.raised', payload: { alarmId: alarm?.id } }, { type: 'alarm.changed', payload: { alarmId: alarm?.id } }]);
    expect(told).toEqual([{ merchantId: merchant.merchantId, kind: 'raised', alarmId: alarm?.id }, { merchantId: merchant.merchantId, kind: 'changed', alarmId: alarm?.id }]);
    for (const stop of stopListening) stop();
  });

  it('is taken by name, once, by who may act on that floor; others hear that there is none [MN9] [MN7]', async () => {
    await away(agent, 'busy');
    await askForPerson(room.house, merchant.shopId);
    const alarm = await raised('waits_too_long');
    const stranger = await actAs(room.house, await foundMember(room, (await foundMerchant(room.house)).merchantId, 'owner'));
    await expect(acknowledgeAlarm(stranger, alarm.id)).rejects.toEqual(refused('not_found'));
    await expect(acknowledgeAlarm(agent, alarm.id)).rejects.toEqual(refused('not_allowed'));
    await expect(acknowledgeAlarm(supervisor, `${alarm.id.slice(0, -1)}${alarm.id.endsWith('0') ? '1' : '0'}`)).rejects.toEqual(refused('not_found'));
    const taken = await acknowledgeAlarm(supervisor, alarm.id);
    expect(taken).toMatchObject({ id: alarm.id, acknowledged: { by: supervisor.actor.name }, resolvedAt: null });
    const owner = await actAs(room.house, await foundMember(room, merchant.merchantId, 'owner'));
    expect(await acknowledgeAlarm(owner, alarm.id)).toEqual(taken);
    expect(await open()).toEqual([taken]);
  });

  it('of another group is neither shown to a provider nor theirs to take [MN7] [SC1]', async () => {
    const outsourced = await room.house.db.transact((tx) => createGroup(tx, { merchantId: merchant.merchantId, shopId: merchant.shopId, name: '外包组' }));
    const owner = await actAs(room.house, await foundMember(room, merchant.merchantId, 'owner'));
    const providerId = await room.house.db.transact((tx) => createOrganisation(tx, { kind: 'provider', name: '云客服', code: `provider-${merchant.slug}` }));
    const author = (ctx: MemberCtx) => ({ memberId: ctx.actor.memberId, organisationId: ctx.actor.organisationId, name: ctx.actor.name });
    const contract = await proposeContract(room.house, author(owner), { providerCode: `provider-${merchant.slug}`, shopIds: [merchant.shopId], groupIds: [outsourced], startsAt: new Date(Date.now() - 1000), endsAt: null, fields: { phone: false, address: false } });
    const chiefId = await foundMember(room, providerId, 'owner');
    await acceptContract(room.house, author(await actAs(room.house, chiefId)), contract);
    const chief = await actAs(room.house, chiefId);
    await away(agent, 'busy');
    await askForPerson(room.house, merchant.shopId);
    await askForPerson(room.house, merchant.shopId, outsourced);
    await until('both alarms', async () => (await open()).length === 2);
    const [inside, outside] = [(await open()).find((alarm) => alarm.groupName === '外包组'), (await open()).find((alarm) => alarm.groupName !== '外包组')];
    expect((await listAlarms(chief, { merchantId: merchant.merchantId, shopId: null, scope: chief.actor.grants })).map((alarm) => alarm.id)).toEqual([inside?.id]);
    const found = await findAlarm(room.house, merchant.merchantId, outside?.id ?? '');
    expect(found && sees(chief.actor.grants, found, new Date())).toBe(false);
    await expect(acknowledgeAlarm(chief, outside?.id ?? '')).rejects.toEqual(refused('not_found'));
    expect(await acknowledgeAlarm(chief, inside?.id ?? '')).toMatchObject({ acknowledged: { by: chief.actor.name } });
  });

  it('for a left message counts from the opening of the shop, not through the night [MN8]', async () => {
    await away(agent, 'busy');
    // One minute of the day that is not now.
    const minute = (Math.floor(Date.now() / 60_000) + 8 * 60 + 720) % 1439;
    const clock = (at: number): string => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    const closed = [{ days: [1, 2, 3, 4, 5, 6, 7], from: clock(minute), to: clock(minute + 1) }];
    await changeShop(room.house, merchant.shopId, { settings: { hours: closed } });
    const asking = await askForPerson(room.house, merchant.shopId);
    await room.house.db.query("UPDATE conversations SET needs_reply_since = now() - interval '8 hours' WHERE id = $1", [asking.id]);
    await sweepAlarms(room.house);
    expect(await alarms()).toEqual([]);
    await changeShop(room.house, merchant.shopId, { settings: { hours: [] } });
    await markSeen(room.house, [agent.actor.memberId]);
    await sweepRouting(room.house);
    await sweepAlarms(room.house);
    expect(await alarms()).toEqual([]);
    const alarm = await raised('waits_too_long');
    expect(lateMs(alarm)).toBeLessThan(2000);
  });
});
