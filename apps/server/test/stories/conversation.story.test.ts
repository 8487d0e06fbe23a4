// One conversation between many: numbers, repeats, acceptance, one speaker (conversation/SPEC). Breaks and crashes are told in conversation-breaks, what is hidden in conversation-hidden.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumerRoutes, conversationRoutes, type MessageView } from '@qindesk/protocol';
import { askHuman, clientId, closeBy, goOnline, inState, openWorld, refusalOf, sayOn, startTalk, text, until, type Member, type Shop, type Wire, type World } from '../world/world.ts';

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

const secondAddress = (): string => world.apps[1]?.address ?? '';
interface Stored { seq: number; id: string; author_kind: string; body: { type: string; code?: string; text?: string } }
const stored = (id: string): Promise<Stored[]> => world.rows('SELECT seq, id, author_kind, body FROM messages WHERE conversation_id = $1 ORDER BY seq', [id]);
const byNumber = (messages: readonly MessageView[]): string[] => [...new Map(messages.map((message) => [message.seq, message.id])).entries()].sort(([a], [b]) => a - b).map(([seq, id]) => `${seq} ${id}`);
const accepted = (answer: Awaited<ReturnType<Wire['ask']>>) => { if (answer.type !== 'accepted') throw new Error(JSON.stringify(answer)); return answer; };
const refused = async (answer: ReturnType<Wire['ask']>): Promise<string> => { const one = await answer; return one.type === 'refused' ? one.refusal.code : one.type; };

/** A conversation that this member holds: taken over by hand. */
const heldBy = async (member: Member, address?: string) => {
  const consumer = await world.consumer(shop);
  const talk = await startTalk(consumer, address);
  await member.http.call(conversationRoutes.takeOver, { params: { id: talk.id as never } });
  return { ...talk, consumer };
};

describe('numbers', () => {
  it('are 1 … n without gap or repeat, in one order for all, while two tabs and the robot, then two tabs and a person speak at once [CM1]', async () => {
    const consumer = await world.consumer(shop);
    const { wire: tab, id } = await startTalk(consumer);
    const other = await consumer.wire();
    await Promise.all(Array.from({ length: 40 }, (_, i) => sayOn(i % 2 ? tab : other, id, `用的什么快递 ${i}`)));
    await until('the robot has spoken', async () => (await stored(id)).some((message) => message.author_kind === 'robot'));
    await supervisor.http.call(conversationRoutes.takeOver, { params: { id: id as never } });
    const desk = await supervisor.wire();
    await desk.ask({ type: 'conversation.watch', conversationId: id, afterSeq: 0 });
    const answers = await Promise.all(Array.from({ length: 90 }, (_, i) => sayOn([tab, other, desk][i % 3] as Wire, id, `说 ${i}`)));
    const seqs = answers.map((answer) => accepted(answer).seq);
    expect(new Set(seqs).size).toBe(90);
    const all = await stored(id);
    expect(all.map((message) => message.seq)).toEqual(all.map((_, i) => i + 1));
    expect(all.length).toBeGreaterThanOrEqual(132);
    const order = all.map((message) => `${message.seq} ${message.id}`);
    for (const wire of [tab, other, desk]) {
      await until('everyone has seen everything', () => byNumber(wire.messages(id)).length === all.length);
      expect(byNumber(wire.messages(id))).toEqual(order);
      // Each once. What another process stored may come a moment late: the SDK puts it in its place (conversation-breaks).
      expect(wire.messages(id)).toHaveLength(all.length);
    }
    for (const one of [tab, other, desk]) one.cut();
  });

  it('are given by two processes that write to one conversation at once [CM1]', async () => {
    const { wire: here, id, consumer } = await heldBy(supervisor);
    const there = await consumer.wire(secondAddress(), [{ conversationId: id, afterSeq: 0 }]);
    const desk = await supervisor.wire(secondAddress());
    const answers = await Promise.all(Array.from({ length: 120 }, (_, i) => sayOn([here, there, desk][i % 3] as Wire, id, `说 ${i}`)));
    expect(new Set(answers.map((answer) => accepted(answer).seq)).size).toBe(120);
    const order = (await stored(id)).map((message, i) => { expect(message.seq).toBe(i + 1); return `${message.seq} ${message.id}`; });
    for (const wire of [here, there]) {
      await until('both processes have told everything', () => byNumber(wire.messages(id)).length === order.length);
      expect(byNumber(wire.messages(id))).toEqual(order);
    }
    for (const one of [here, there, desk]) one.cut();
  });
});

describe('a client id', () => {
  it('sent ten times at once, over two sockets and two processes, stores one message and gets one answer [CM2]', async () => {
    for (let round = 0; round < 15; round++) {
      const consumer = await world.consumer(shop);
      const { wire: here, id } = await startTalk(consumer);
      const [again, there] = [await consumer.wire(), await consumer.wire(secondAddress())];
      const mine = clientId();
      const answers = (await Promise.all(Array.from({ length: 10 }, (_, i) => sayOn([here, again, there][i % 3] as Wire, id, '在吗', mine)))).map(accepted);
      expect(new Set(answers.map(({ messageId, seq, at, clientId: client }) => JSON.stringify([messageId, seq, at, client]))).size).toBe(1);
      expect((await stored(id)).filter((message) => message.author_kind === 'consumer')).toMatchObject([{ id: answers[0]?.messageId, seq: answers[0]?.seq }]);
      for (const one of [here, again, there]) one.cut();
    }
  });

  it('sent again after a cut gets the first answer, also when the conversation has been closed since [CM2]', async () => {
    const { wire, id, consumer } = await heldBy(supervisor);
    const mine = clientId();
    wire.raw(JSON.stringify({ type: 'message.send', ref: 999, conversationId: id, clientId: mine, body: text('断线前说的') }));
    await until('it is stored', async () => (await stored(id)).some((message) => message.body.text === '断线前说的'));
    wire.cut();
    const back = await consumer.wire();
    const first = accepted(await sayOn(back, id, '断线前说的', mine));
    await closeBy(supervisor, id);
    expect(accepted(await sayOn(back, id, '断线前说的', mine))).toMatchObject({ messageId: first.messageId, seq: first.seq, at: first.at });
    expect(await refused(sayOn(back, id, '关了以后'))).toBe('conversation_closed');
    expect((await stored(id)).filter((message) => message.body.text === '断线前说的')).toHaveLength(1);
    back.cut();
  });

  it('of the other side is another message [CM2]', async () => {
    const { wire, id } = await heldBy(supervisor);
    const desk = await supervisor.wire();
    const mine = clientId();
    const [one, two] = (await Promise.all([sayOn(wire, id, '消费者的', mine), sayOn(desk, id, '客服的', mine)])).map(accepted);
    expect(one?.messageId).not.toBe(two?.messageId);
    expect((await stored(id)).filter((message) => message.body.type === 'text').map((message) => message.author_kind).sort()).toEqual(['agent', 'consumer']);
    wire.cut(); desk.cut();
  });
});

describe('accepted', () => {
  it('is only told of what another connection can read already [CM3]', async () => {
    const talks = await Promise.all(Array.from({ length: 10 }, async () => startTalk(await world.consumer(shop))));
    const missing: string[] = [];
    await Promise.all(talks.flatMap(({ wire, id }) => Array.from({ length: 20 }, async (_, i) => {
      const { messageId, seq } = accepted(await sayOn(wire, id, `第 ${i} 句`));
      if ((await world.rows('SELECT 1 FROM messages WHERE conversation_id = $1 AND seq = $2 AND id = $3', [id, seq, messageId])).length !== 1) missing.push(messageId);
    })));
    expect(missing).toEqual([]);
    for (const { wire } of talks) wire.cut();
  });
});

describe('one open conversation', () => {
  it('comes of twenty starts at once in several tabs on two processes [CM4]', async () => {
    for (let round = 0; round < 8; round++) {
      const consumer = await world.consumer(shop);
      const tabs = await Promise.all(Array.from({ length: 4 }, (_, i) => consumer.wire(i % 2 ? secondAddress() : world.address)));
      const started = await Promise.all(Array.from({ length: 20 }, (_, i) => (tabs[i % 4] as Wire).ask({ type: 'conversation.start' })));
      const ids = new Set(started.map((frame) => (frame.type === 'done' ? frame.conversation?.id : JSON.stringify(frame))));
      expect(ids.size).toBe(1);
      expect(await world.rows('SELECT id FROM conversations WHERE consumer_id = $1', [consumer.id])).toEqual([...ids].map((id) => ({ id })));
      for (const tab of tabs) tab.cut();
    }
  });

  it('is kept when an older one is reopened: refused while another is open, never both, whatever the timing [CM4]', async () => {
    for (let round = 0; round < 25; round++) {
      const { wire, id, consumer } = await heldBy(supervisor);
      await closeBy(supervisor, id);
      const reopen = () => refusalOf(supervisor.http.call(conversationRoutes.reopen, { params: { id: id as never } }));
      const [code, started] = await Promise.all([reopen(), wire.ask({ type: 'conversation.start' }), ...(round % 3 ? [wire.ask({ type: 'conversation.start' })] : [])]);
      expect([undefined, 'move_not_possible']).toContain(code);
      expect(started?.type).toBe('done');
      const open = await world.rows<{ id: string }>("SELECT id FROM conversations WHERE consumer_id = $1 AND state <> 'closed'", [consumer.id]);
      expect(open).toHaveLength(1);
      expect(open[0]?.id === id).toBe(code === undefined);
      if (code) expect(await reopen()).toBe('move_not_possible');
      wire.cut();
    }
  });
});

describe('one speaker', () => {
  it('the robot says nothing after a person took over, whenever in its round that is [CM5]', async () => {
    const desk = await supervisor.wire();
    const moments = [
      async () => undefined,
      async (id: string) => until('a round is open', async () => (await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = $1', [id])).length > 0, 3000).catch(() => undefined),
      async (id: string) => until('it is decided', async () => (await world.rows('SELECT 1 FROM decisions WHERE conversation_id = $1', [id])).length > 0),
    ];
    for (let round = 0; round < 45; round++) {
      const { wire, id, say } = await startTalk(await world.consumer(shop), round % 2 ? secondAddress() : undefined);
      await say('发什么快递');
      await moments[round % 3]?.(id);
      await supervisor.http.call(conversationRoutes.takeOver, { params: { id: id as never } });
      accepted(await sayOn(desk, id, '亲，我来了'));
      await until('nothing is left for the robot', async () => (await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = $1', [id])).length === 0);
      const all = await stored(id);
      const line = all.find((message) => message.body.code === 'taken_over')?.seq ?? 0;
      expect(line).toBeGreaterThan(0);
      expect(all.filter((message) => message.author_kind === 'robot' && message.seq > line)).toEqual([]);
      const late = await world.rows(
        `SELECT m.seq FROM messages m JOIN conversation_moves v USING (merchant_id, conversation_id) WHERE m.conversation_id = $1 AND v.reason = 'taken_over' AND m.author_kind = 'robot' AND m.at > v.at`, [id]);
      expect(late).toEqual([]);
      wire.cut();
    }
    desk.cut();
  });

  it('of people, only who holds the conversation speaks; before, after and beside them it is refused [CM5]', async () => {
    const quiet = await world.merchant();
    const [first, second] = [await world.member(quiet.merchantId, 'agent', { groups: [quiet.groupId] }), await world.member(quiet.merchantId, 'agent', { groups: [quiet.groupId] })];
    const boss = await world.member(quiet.merchantId, 'supervisor');
    const [one, two, lead] = [await goOnline(first), await second.wire(), await boss.wire()];
    const consumer = await world.consumer(quiet);
    const { wire, id } = await startTalk(consumer);
    expect(await refused(sayOn(one, id, '早了'))).toBe('not_found');
    await askHuman(consumer, id);
    await inState(world, id, 'assigned', first.id);
    accepted(await sayOn(one, id, '您好'));
    expect(await refused(sayOn(two, id, '插嘴'))).toBe('not_your_turn');
    expect(await refused(sayOn(lead, id, '插嘴'))).toBe('not_your_turn');
    await boss.http.call(conversationRoutes.takeOver, { params: { id: id as never } });
    expect(await refused(sayOn(one, id, '晚了'))).toBe('not_your_turn');
    accepted(await sayOn(lead, id, '我来'));
    await consumer.http.call(consumerRoutes.close, { params: { id: id as never } });
    expect(await refused(sayOn(lead, id, '还有'))).toBe('not_your_turn');
    expect((await stored(id)).filter((message) => message.author_kind === 'agent').map((message) => message.body.text)).toEqual(['您好', '我来']);
    for (const socket of [wire, one, two, lead]) socket.cut();
  });
});
