// Everybody who waits is told their true place and estimate, on whichever node they are, and no more often than it changes [RT5] (routing/SPEC).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerRoutes, conversationRoutes, presenceRoutes, type ConsumerConversationView } from '@qindesk/protocol';
import { askHuman, closeBy, goOnline, inState, lastState, openWorld, startTalk, until, type Consumer, type Member, type Shop, type Wire, type World } from '../world/world.ts';

let world: World;
let nodes: string[];
beforeAll(async () => { world = await openWorld(2); nodes = world.apps.map((app) => app.address); });
afterAll(() => world.close());

interface Waiting { consumer: Consumer; id: string; wire: Wire }
type Place = ConsumerConversationView['queue'];

/** One after the other, every other one on the other node: the order in which they come is the order of the queue. */
const line = async (shop: Shop, count: number): Promise<Waiting[]> => {
  const waiting: Waiting[] = [];
  for (let i = 0; i < count; i++) {
    const consumer = await world.consumer(shop);
    const { wire, id } = await startTalk(consumer, nodes[i % 2]);
    await askHuman(consumer, id);
    waiting.push({ consumer, id, wire });
  }
  return waiting;
};
const cutAll = (...people: { wire: Wire }[]): void => { for (const { wire } of people) wire.cut(); };
const agentOf = (shop: Shop, capacity = 1): Promise<Member> => world.member(shop.merchantId, 'agent', { capacity, groups: [shop.groupId] });
const leave = ({ consumer, id }: Waiting) => consumer.http.call(consumerRoutes.leaveQueue, { params: { id: id as never } });

/** Places as one wire was told them, in order. */
const toldTo = (wire: Wire, id: string): Place[] => wire.frames.flatMap((frame) => (frame.type === 'conversation.changed' && frame.conversation.id === id && 'queue' in frame.conversation ? [frame.conversation.queue] : []));
const lastPlace = ({ wire, id }: { wire: Wire; id: string }): number | null => (lastState(wire, id) as ConsumerConversationView | undefined)?.queue?.position ?? null;
/** Who waits, in the order of drawing, as the database has it. */
const trueOrder = async (shop: Shop): Promise<string[]> => (await world.rows<{ id: string }>(
  `SELECT q.conversation_id AS id FROM queue_entries q JOIN conversations c ON c.merchant_id = q.merchant_id AND c.id = q.conversation_id AND c.state = 'queued'
   WHERE q.group_id = $1 ORDER BY q.priority DESC, q.queued_at, q.conversation_id`, [shop.groupId])).map((row) => row.id);
/** Until the order is this, and everybody was told last where they stand in it, or that they do not. */
const settled = async (shop: Shop, people: readonly Waiting[], order: readonly Waiting[]): Promise<void> => {
  await until('the order', async () => (await trueOrder(shop)).join() === order.map(({ id }) => id).join());
  await until(`everybody is told: ${order.length} wait`, () => people.every((one) => lastPlace(one) === (order.includes(one) ? order.indexOf(one) + 1 : null)));
};

describe('who waits, on two nodes', () => {
  it('is told the right place after others leave, are taken, are taken over, are given back and close [RT5]', async () => {
    const shop = await world.merchant({ robotOn: false });
    const agent = await agentOf(shop);
    const people = await line(shop, 8);
    const [a, b, c, d, e, f, g, h] = people as [Waiting, Waiting, Waiting, Waiting, Waiting, Waiting, Waiting, Waiting];
    await settled(shop, people, people);

    await leave(c);
    await settled(shop, people, [a, b, d, e, f, g, h]);

    const desk = await goOnline(agent, nodes[1]);
    await inState(world, a.id, 'assigned', agent.id);
    await settled(shop, people, [b, d, e, f, g, h]);

    const lead = await world.member(shop.merchantId, 'supervisor');
    await lead.http.call(conversationRoutes.takeOver, { params: { id: e.id as never } });
    await settled(shop, people, [b, d, f, g, h]);

    // Given back to the front, before those who wait.
    await agent.http.call(presenceRoutes.setPresence, { body: { state: 'offline' } });
    await settled(shop, people, [a, b, d, f, g, h]);

    await d.consumer.http.call(consumerRoutes.close, { params: { id: d.id as never } });
    await settled(shop, people, [a, b, f, g, h]);

    await desk.ask({ type: 'presence.set', state: 'online' });
    await inState(world, a.id, 'assigned', agent.id);
    await closeBy(agent, a.id);
    await inState(world, b.id, 'assigned', agent.id);
    await settled(shop, people, [f, g, h]);
    for (const { wire, id } of [f, g, h]) expect(toldTo(wire, id).at(-1)?.estimateS, 'somebody is online').toBeGreaterThan(0);
    cutAll({ wire: desk }, ...people);
  });

  it('is told in every tab, also in one that was opened while the queue moved, and after a break [RT5]', async () => {
    const shop = await world.merchant({ robotOn: false });
    const people = await line(shop, 12);
    const last = people.at(-1) as Waiting;
    const leaving = Promise.all(people.slice(0, 10).map(leave));
    const tabs = await Promise.all([nodes[0], nodes[1], nodes[0]].map((address) => last.consumer.wire(address)));
    await leaving;
    const placeIn = (wire: Wire): number | null => {
      const welcome = wire.frames.find((frame) => frame.type === 'welcome');
      return toldTo(wire, last.id).at(-1)?.position ?? (welcome && 'conversation' in welcome ? welcome.conversation?.queue?.position ?? null : null);
    };
    await until('every tab knows the second place', () => [last.wire, ...tabs].every((wire) => placeIn(wire) === 2));
    last.wire.cut();
    tabs[0]?.cut();
    const back = await last.consumer.wire(nodes[1], [{ conversationId: last.id, afterSeq: 0 }]);
    expect(placeIn(back)).toBe(2);
    await leave(people[10] as Waiting);
    await until('every tab knows the first place', () => [back, tabs[1] as Wire, tabs[2] as Wire].every((wire) => placeIn(wire) === 1));
    cutAll(...people, ...tabs.map((wire) => ({ wire })), { wire: back });
  });

  it('hears of a burst of fifty moves a few times, and last the truth [RT5]', async () => {
    const shop = await world.merchant({ robotOn: false });
    const people = await line(shop, 56);
    await settled(shop, people, people);
    const stay = people.filter((_, i) => i % 9 === 8);
    const go = people.filter((one) => !stay.includes(one));
    expect([stay.length, go.length]).toEqual([6, 50]);
    const before = stay.map(({ wire, id }) => toldTo(wire, id).length);
    const from = performance.now();
    for (const one of go) await leave(one);
    await settled(shop, people, stay);
    // Once a second at most, the first at once and the last after the end: however fast or slow this machine is.
    const most = 2 + (performance.now() - from) / 1000;
    for (const [i, { wire, id }] of stay.entries()) {
      const places = toldTo(wire, id).slice(before[i]);
      expect(places.length).toBeGreaterThan(0);
      expect(places.length).toBeLessThanOrEqual(most);
      const positions = places.map((place) => place?.position ?? 0);
      expect(positions, 'nobody is sent back').toEqual([...positions].sort((x, y) => y - x));
      expect(positions.at(-1)).toBe(i + 1);
    }
    cutAll(...people);
  });

  it('hears nothing while others come after them: only who stands elsewhere than they were told is told [RT5]', async () => {
    const shop = await world.merchant({ robotOn: false });
    const people = await line(shop, 4);
    await settled(shop, people, people);
    const [first, second] = people as [Waiting, Waiting];
    const heard = toldTo(first.wire, first.id).length;
    const more = await line(shop, 6);
    await settled(shop, [...people, ...more], [...people, ...more]);
    await leave(second);
    await settled(shop, [...people, ...more], [...people, ...more].filter((one) => one !== second));
    expect(toldTo(first.wire, first.id)).toHaveLength(heard);
    cutAll(...people, ...more);
  });

  it('is told another estimate when who works there comes and goes, though nobody moves [RT5]', async () => {
    const shop = await world.merchant({ robotOn: false });
    const agent = await agentOf(shop);
    const people = await line(shop, 5);
    const desk = await goOnline(agent, nodes[0]);
    await inState(world, (people[0] as Waiting).id, 'assigned', agent.id);
    const waiting = people.slice(1);
    await settled(shop, people, waiting);
    const estimates = (): (number | null)[] => waiting.map(({ wire, id }) => toldTo(wire, id).at(-1)?.estimateS ?? null);
    await until('an estimate', () => estimates().every((estimate) => estimate !== null));
    // The agent is full: coming and going moves nobody.
    await desk.ask({ type: 'presence.set', state: 'busy' });
    await until('nobody takes any more', () => estimates().every((estimate) => estimate === null));
    await desk.ask({ type: 'presence.set', state: 'online' });
    await until('an estimate again', () => estimates().every((estimate) => estimate !== null));
    await settled(shop, people, waiting);
    cutAll({ wire: desk }, ...people);
  });
});
