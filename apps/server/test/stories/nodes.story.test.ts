// Two nodes with NATS between them: what one stores the sockets of the other hear at once; without NATS a little later; never twice, never out of order.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { consumerRoutes, conversationRoutes } from '@qindesk/protocol';
import { natsInstalled, prepareNatsServer, type NatsServer } from '../world/nats-server.ts';
import { openWorld, startTalk, until, type Consumer, type Member, type Shop, type Wire, type World } from '../world/world.ts';

describe.skipIf(!natsInstalled())('two nodes with NATS', () => {
  let nats: NatsServer;
  let world: World;
  let [first, second] = ['', ''];
  let shop: Shop;
  let agent: Member;

  beforeAll(async () => {
    nats = await prepareNatsServer();
    await nats.start();
    process.env.NATS_URL = nats.url;
    world = await openWorld(2);
    [first, second] = world.apps.map((app) => app.address) as [string, string];
    shop = await world.merchant();
    agent = await world.member(shop.merchantId, 'agent', { capacity: 50, groups: [shop.groupId] });
  });
  afterAll(async () => { delete process.env.NATS_URL; await world.close(); await nats.kill(); });

  let [consumerWire, agentWire]: [Wire, Wire] = [] as never;
  let id = '';
  let consumer: Consumer;

  /** A consumer on the first node and the agent who holds their conversation on the second. */
  beforeEach(async () => {
    consumer = await world.consumer(shop);
    consumerWire = await consumer.wire(first);
    const started = await consumerWire.ask({ type: 'conversation.start' });
    id = (started as { conversation: { id: string } }).conversation.id;
    agentWire = await agent.wire(second);
    await agentWire.ask({ type: 'presence.set', state: 'online' });
    await consumer.http.call(consumerRoutes.askHuman, { params: { id: id as never } });
    await agentWire.heard('conversation.changed', ({ conversation }) => conversation.id === id && conversation.state === 'assigned');
    return () => { consumerWire.cut(); agentWire.cut(); };
  });
  let said = 0;
  const say = (wire: Wire, text: string): Promise<unknown> => wire.ask({ type: 'message.send', conversationId: id, clientId: `said-in-nodes-${++said}`, body: { type: 'text', text } });
  const heard = (wire: Wire): string[] => wire.messages(id).flatMap((message) => (message.body.type === 'text' ? [message.body.text] : []));
  const numbers = (wire: Wire): number[] => wire.messages(id).map((message) => message.seq);

  /** While it is open nobody reads the log past it: what is heard meanwhile came over NATS. */
  const holdLog = async (): Promise<() => Promise<void>> => {
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    await client.query('BEGIN; SELECT pg_current_xact_id()');
    return () => client.end();
  };

  /** Until the nodes know of each other and NATS carries what one says to the other. */
  const throughNats = async (from: Wire, to: Wire): Promise<void> => {
    const release = await holdLog();
    try {
      await until('a message came over NATS', async () => { const text = `通了吗${said}`; await say(from, text); return until('it', () => heard(to).includes(text), 300).catch(() => false); });
    } finally {
      await release();
    }
  };

  it('a message is heard on the other node without asking the database, both ways, in order and once', async () => {
    await Promise.all([throughNats(consumerWire, agentWire), throughNats(agentWire, consumerWire)]);
    const release = await holdLog();
    try {
      for (let i = 0; i < 20; i++) { await say(consumerWire, `问${i}`); await say(agentWire, `答${i}`); }
      await until('the agent heard all', () => heard(agentWire).includes('问19'));
      await until('the consumer heard all', () => heard(consumerWire).includes('答19'));
    } finally {
      await release();
    }
    // The tail of the log comes to the same messages afterwards, and tells none again.
    await say(consumerWire, '最后');
    await until('the agent heard the last', () => heard(agentWire).includes('最后'));
    for (const wire of [consumerWire, agentWire]) {
      expect(heard(wire).filter((text) => /^[问答]\d/.test(text))).toEqual(Array.from({ length: 20 }, (_, i) => [`问${i}`, `答${i}`]).flat());
      expect(new Set(numbers(wire)).size).toBe(numbers(wire).length);
    }
  });

  it('both speaking at once on their own nodes hear one order', async () => {
    await Promise.all([...Array.from({ length: 100 }, (_, i) => say(consumerWire, `a${i}`)), ...Array.from({ length: 100 }, (_, i) => say(agentWire, `b${i}`))]);
    const all = (wire: Wire): string[] => heard(wire).filter((text) => /^[ab]\d/.test(text));
    await until('both heard all', () => all(agentWire).length === 200 && all(consumerWire).length === 200);
    expect(all(agentWire)).toEqual(all(consumerWire));
    expect(numbers(agentWire)).toEqual([...numbers(agentWire)].sort((a, b) => a - b));
  });

  it('typing reaches the other side on the other node', async () => {
    consumerWire.raw(JSON.stringify({ type: 'typing', conversationId: id, on: true }));
    await agentWire.heard('typing', (frame) => frame.conversationId === id && frame.by === 'consumer' && frame.on);
    agentWire.raw(JSON.stringify({ type: 'typing', conversationId: id, on: true }));
    await consumerWire.heard('typing', (frame) => frame.conversationId === id && frame.by === 'agent');
    expect(consumerWire.frames.filter((frame) => frame.type === 'typing' && frame.by === 'consumer')).toEqual([]);
  });

  it('who waits for the robot is told that it stays silent, whichever node decided that', async () => {
    await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流'], answer: '亲，默认发中通' } });
    for (const node of [first, second, first, second]) {
      const { id: talked, say: speak, wire } = await startTalk(await world.consumer(shop), node);
      await speak('谢谢');
      await wire.heard('typing', (frame) => frame.conversationId === talked && frame.by === 'robot' && !frame.on);
      expect(wire.messages(talked).filter(({ author }) => author.kind === 'robot')).toEqual([]);
      wire.cut();
    }
    expect(agentWire.frames.filter((frame) => frame.type === 'typing' && frame.by === 'robot')).toEqual([]);
  });

  it('a take-over on one node ends the other node’s agent’s turn', async () => {
    const lead = await world.member(shop.merchantId, 'supervisor');
    await lead.http.call(conversationRoutes.takeOver, { params: { id: id as never } });
    await agentWire.heard('conversation.removed', (frame) => frame.conversationId === id);
    await consumerWire.heard('conversation.changed', ({ conversation }) => conversation.id === id);
    expect(await say(agentWire, '还能说吗')).toMatchObject({ type: 'refused', refusal: { code: 'not_your_turn' } });
  });

  it('without NATS the nodes go on, by the log; when it is back, over it again', async () => {
    await nats.kill();
    await say(consumerWire, '断了也能说');
    await until('the agent heard it from the log', () => heard(agentWire).includes('断了也能说'));
    await say(agentWire, '听到了');
    await until('the consumer heard it from the log', () => heard(consumerWire).includes('听到了'));
    await nats.start();
    await throughNats(consumerWire, agentWire);
    await until('nothing is missing', () => numbers(agentWire).length > 0 && Math.max(...numbers(agentWire)) === Math.max(...numbers(consumerWire)));
  });
});
