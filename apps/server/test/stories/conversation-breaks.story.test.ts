// Sockets that break while messages flow: what was missed comes once and in order [CM6] (conversation/SPEC).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createLine, openNodeSocket, socketUrl, type Line, type NodeSocketConstructor, type OpenSocket } from '@qindesk/client';
import { conversationRoutes, type MessageView, type ServerFrame } from '@qindesk/protocol';
import { openWorld, sayOn, startTalk, until, type Consumer, type Member, type Shop, type Wire, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
let supervisor: Member;
beforeAll(async () => {
  world = await openWorld(2);
  shop = await world.merchant();
  await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流', '发顺丰吗'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码', '尺码怎么看'] }, 能开发票吗: { phrasings: ['怎么开票', '要发票', '发票在哪'] } });
  supervisor = await world.member(shop.merchantId, 'supervisor', { capacity: 200 });
});
afterAll(() => world.close());

const order = async (id: string): Promise<string[]> => (await world.rows<{ id: string }>('SELECT id FROM messages WHERE conversation_id = $1 ORDER BY seq', [id])).map((row) => row.id);

/** A conversation that the supervisor holds, so that every message of both sides is taken. */
const held = async (address?: string): Promise<{ consumer: Consumer; id: string; wire: Wire }> => {
  const consumer = await world.consumer(shop);
  const { wire, id } = await startTalk(consumer, address);
  await supervisor.http.call(conversationRoutes.takeOver, { params: { id: id as never } });
  return { consumer, id, wire };
};

/** Reads one conversation through sockets that are cut again and again; keeps what every wire brought, in the order of its frames. */
const follower = (open: (afterSeq: number) => Promise<Wire>, id: string) => {
  const got: MessageView[] = [];
  const faults: string[] = [];
  let [wire, read, cuts]: [Wire | null, number, number] = [null, 0, 0];
  const take = (): void => {
    for (const frame of (wire?.frames ?? []).slice(read) as ServerFrame[]) {
      read++;
      if (frame.type !== 'messages' && frame.type !== 'backfill') continue;
      for (const message of frame.messages.filter((one) => one.conversationId === id)) {
        if (message.seq !== got.length + 1) faults.push(`after ${got.length} came ${message.seq} in a ${frame.type}, wire ${cuts}`);
        else got.push(message);
      }
    }
  };
  return {
    got, faults, take,
    again: async (): Promise<void> => { take(); wire?.cut(); wire = null; cuts++; const next = await open(got.length); read = 0; wire = next; take(); },
    end: (): void => { take(); wire?.cut(); },
  };
};

describe('after a break', () => {
  it('a client that says its last number gets exactly what it missed, once and in order, while messages flow [CM6]', async () => {
    const { consumer, id, wire } = await held();
    const desk = await supervisor.wire();
    const resume = (afterSeq: number) => [{ conversationId: id, afterSeq }];
    const readers = [
      follower((afterSeq) => consumer.wire(world.address, resume(afterSeq)), id), follower((afterSeq) => consumer.wire(world.address, resume(afterSeq)), id),
      follower((afterSeq) => supervisor.wire(world.address, resume(afterSeq)), id),
    ];
    for (const reader of readers) await reader.again();
    let over = false;
    const flow = (async () => { for (let i = 0; i < 400; i++) await Promise.all([sayOn(wire, id, `问 ${i}`), ...(i % 3 ? [] : [sayOn(desk, id, `答 ${i}`)])]); over = true; })();
    const breaks = readers.map(async (reader) => { while (!over) { const from = reader.got.length; await until('some more has come', () => { reader.take(); return over || reader.got.length > from + Math.random() * 12; }); await reader.again(); } });
    await Promise.all([flow, ...breaks]);
    const all = await order(id);
    for (const reader of readers) {
      await until('the rest has come', () => { reader.take(); return reader.got.length >= all.length; }).catch(() => undefined);
      reader.end();
      expect(reader.faults).toEqual([]);
      expect(reader.got.map((message) => message.id)).toEqual(all);
    }
    wire.cut(); desk.cut();
  });

  it('more than 500 missed messages come in parts, each asked for, until it is complete [CM6]', async () => {
    const { consumer, id, wire } = await held();
    for (let i = 0; i < 13; i++) await Promise.all(Array.from({ length: 100 }, (_, n) => sayOn(wire, id, `第 ${i * 100 + n} 句`)));
    wire.cut();
    const all = await order(id);
    const back = await consumer.wire(world.address, [{ conversationId: id, afterSeq: 0 }]);
    const parts: boolean[] = [];
    for (;;) {
      const part = await until('a part', () => back.frames.filter((frame) => frame.type === 'backfill')[parts.length]);
      if (part.type !== 'backfill') throw new Error('unreachable');
      expect(part.messages.length).toBe(part.complete ? all.length - 1000 : 500);
      parts.push(part.complete);
      if (part.complete) break;
      await back.ask({ type: 'conversation.resume', conversationId: id, afterSeq: back.messages(id).length });
    }
    expect(parts).toEqual([false, false, true]);
    expect(back.messages(id).map((message) => message.id)).toEqual(all);
    back.cut();
  });

  it('consumer on one process and agent on the other, both cut at random: each reader of the SDK has every message once, in order [CM6]', async () => {
    const { consumer, id } = await held();
    const [first, second] = [world.address, world.apps[1]?.address ?? ''];
    const lines = [
      followLine(first, { as: 'consumer', token: consumer.token }, {}, id), followLine(second, { as: 'consumer', token: consumer.token }, {}, id),
      followLine(second, { as: 'member' }, { cookie: supervisor.cookie }, id), followLine(first, { as: 'member' }, { cookie: supervisor.cookie }, id),
    ];
    await until('all are on the line', () => lines.every(({ line }) => line.state.status === 'online'));
    for (let i = 0; i < 240; i++) {
      const speaker = lines[i % lines.length];
      speaker?.line.outbox.enqueue(id, { type: 'text', text: `说 ${i}` });
      if (i % 7 === 0) lines[Math.floor(Math.random() * lines.length)]?.cut();
      await until('not too many are waiting', () => lines.every(({ line }) => line.outbox.entries.length < 12), 30_000);
    }
    await until('all outboxes are empty', () => lines.every(({ line }) => line.outbox.entries.length === 0), 30_000);
    const all = await order(id);
    expect(all.length).toBe(241);
    for (const { line, got, cuts } of lines) {
      await until('the rest has come', () => got.length >= all.length, 30_000);
      expect(got.map((message) => message.id)).toEqual(all);
      expect(got.map((message) => message.seq)).toEqual(all.map((_, i) => i + 1));
      expect(cuts()).toBeGreaterThan(0);
      line.stop();
    }
  });
});

/** A line of the SDK that follows one conversation, and whose socket can be cut. */
const followLine = (address: string, identity: { as: 'consumer' | 'member'; token?: string }, headers: Record<string, string>, id: string): { line: Line; got: MessageView[]; cut(): void; cuts(): number } => {
  const got: MessageView[] = [];
  let [socket, cuts]: [WebSocket | null, number] = [null, 0];
  // openNodeSocket takes a constructor: this one keeps the socket it makes.
  const keep = (made: WebSocket): void => { made.on('error', () => undefined); socket = made; };
  const Kept = class extends WebSocket { constructor(url: string) { super(url, { headers }); keep(this); } };
  const openSocket: OpenSocket = openNodeSocket(Kept as unknown as NodeSocketConstructor);
  const line = createLine({ url: socketUrl(address), openSocket, identity: () => identity, onMessages: (_, messages) => got.push(...messages) });
  line.follow(id, { watch: identity.as === 'member' });
  line.start();
  return { line, got, cut: () => { cuts++; socket?.terminate(); line.nudge(); }, cuts: () => cuts };
};
