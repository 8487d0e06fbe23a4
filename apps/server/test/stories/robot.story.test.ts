// What the robot answers from, what makes a round, and when it hands over (bot/SPEC). Words that ask for a person are told in robot-human.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationRoutes, libraryRoutes, type MessageBody } from '@qindesk/protocol';
import { clientId, goOnline, inState, openWorld, startTalk, until, type Member, type Shop, type Wire, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(2); });
afterAll(() => world.close());

const questions = {
  发什么快递: { phrasings: ['用的什么快递', '哪家物流', '发顺丰吗', '寄什么快递'], answer: '亲，默认发中通', followUps: ['多久能到'] },
  多久能到: { phrasings: ['几天到', '什么时候送到', '快递要多久'], answer: '亲，三天左右到' },
  怎么选尺码: { phrasings: ['选多大', '穿几码合适', '尺码怎么看'], answer: '亲，按身高体重选' },
  能开发票吗: { phrasings: ['可以开票吗', '发票怎么申请', '要一张发票'], answer: '亲，订单完成后可以开', mode: 'assist' },
};
interface Decided { round_seq: number; text: string; outcome: string; question_id: string | null; confidence: number; candidates: { questionId: string; probability: number; phrasing: string }[]; reasons: string[]; library_version: number | null }
const decisionsOf = (id: string): Promise<Decided[]> => world.rows('SELECT round_seq, text, outcome, question_id, confidence, candidates, reasons, library_version FROM decisions WHERE conversation_id = $1 ORDER BY round_seq', [id]);
const decided = (id: string, count: number): Promise<Decided[]> => until(`${count} decisions`, async () => { const rows = await decisionsOf(id); return rows.length >= count && rows; });
const robotBodies = async (id: string): Promise<MessageBody[]> => (await world.rows<{ body: MessageBody }>("SELECT body FROM messages WHERE conversation_id = $1 AND author_kind = 'robot' ORDER BY seq", [id])).map((row) => row.body);
const robotTexts = async (id: string): Promise<string[]> => (await robotBodies(id)).flatMap((body) => (body.type === 'text' ? [body.text] : []));
const idle = (id: string) => until('no round is left', async () => (await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = $1', [id])).length === 0);
const handoverOf = (id: string): Promise<{ reason: string; summary: string[] }[]> => world.rows('SELECT reason, summary FROM handovers WHERE conversation_id = $1', [id]);
const click = (wire: Wire, id: string, title: string, questionId: string) => wire.ask({ type: 'message.send', conversationId: id, clientId: clientId(), body: { type: 'text', text: title, questionId } });
const shopWithLibrary = async (settings: Parameters<World['merchant']>[0] = {}): Promise<Shop & { ids: Map<string, string> }> => { const shop = await world.merchant(settings); return { ...shop, ids: await world.library(shop, questions) }; };
const talk = async (shop: Shop, address?: string) => startTalk(await world.consumer(shop), address);

describe('the published library', () => {
  it('alone answers: a draft changes nothing until it is published, then at once; every decision keeps candidates, scores and version [BT1]', async () => {
    const shop = await world.merchant();
    const trainer = await world.member(shop.merchantId, 'trainer');
    const params = { id: shop.shopId as never };
    const write = (title: string, phrasings: string[], answer: string) => ({ title, phrasings, answers: [{ type: 'text' as const, text: answer }] });
    const first = await trainer.http.call(libraryRoutes.addQuestion, { params, body: write('发什么快递', ['用的什么快递', '哪家物流'], '第一版：中通') });
    await trainer.http.call(libraryRoutes.addQuestion, { params, body: write('怎么选尺码', ['选多大', '穿几码合适'], '看尺码表') });
    expect((await trainer.http.call(libraryRoutes.publish, { params })).version).toBe(1);
    const { id, say } = await talk(shop);
    await say('用的什么快递');
    await decided(id, 1);
    await until('it has spoken', async () => (await robotTexts(id)).length === 1);
    await trainer.http.call(libraryRoutes.changeQuestion, { params: { id: first.id }, body: { ...write('发什么快递', ['用的什么快递', '哪家物流'], '第二版：顺丰'), version: first.version } });
    await trainer.http.call(libraryRoutes.addQuestion, { params, body: write('可以货到付款吗', ['货到付款'], '可以的') });
    const other = await talk(shop);
    await other.say('用的什么快递');
    await other.say('货到付款').catch(() => undefined);
    await idle(other.id);
    expect((await robotTexts(other.id)).join()).not.toMatch(/第二版|可以的/);
    expect((await decisionsOf(other.id)).every((one) => one.library_version === 1)).toBe(true);
    await trainer.http.call(libraryRoutes.publish, { params });
    const third = await talk(shop, world.apps[1]?.address);
    await third.say('用的什么快递');
    await until('it has spoken', async () => (await robotTexts(third.id)).length === 1);
    expect([await robotTexts(id), await robotTexts(third.id)]).toEqual([['第一版：中通'], ['第二版：顺丰']]);
    for (const [conversation, version] of [[id, 1], [third.id, 2]] as const) {
      const [decision] = await decisionsOf(conversation);
      expect(decision).toMatchObject({ outcome: 'answer', question_id: first.id, library_version: version, text: '用的什么快递' });
      expect(decision?.candidates[0]).toMatchObject({ questionId: first.id, phrasing: '用的什么快递', probability: expect.any(Number) });
      expect(decision?.confidence).toBeGreaterThan(0);
      expect(decision?.reasons.length).toBeGreaterThan(0);
    }
    for (const one of [third, other]) one.wire.cut();
  });

  it('an exact click on a follow-up gets that answer, whatever the words say; a question for people only is handed over [BT1]', async () => {
    const shop = await shopWithLibrary();
    const { id, say, wire } = await talk(shop);
    await say('发什么快递');
    const links = await wire.heard('messages', (frame) => frame.messages.some((message) => message.body.type === 'links'));
    expect(links.messages.at(-1)?.body).toEqual({ type: 'links', lead: 'follow_up', items: [{ questionId: shop.ids.get('多久能到'), title: '多久能到' }] });
    await click(wire, id, '怎么选尺码', shop.ids.get('多久能到') ?? '');
    const rows = await decided(id, 2);
    expect(rows[1]).toMatchObject({ outcome: 'answer', question_id: shop.ids.get('多久能到'), reasons: ['clicked'], confidence: 1 });
    await until('both are answered', async () => (await robotTexts(id)).length === 2);
    expect(await robotTexts(id)).toEqual(['亲，默认发中通', '亲，三天左右到']);
    await click(wire, id, '能开发票吗', shop.ids.get('能开发票吗') ?? '');
    await inState(world, id, 'queued');
    expect(await handoverOf(id)).toMatchObject([{ reason: 'sensitive' }]);
    expect((await robotTexts(id)).join()).not.toContain('订单完成后');
    wire.cut();
  });
});

describe('a round', () => {
  it('of several short messages is one decision and one answer', async () => {
    const shop = await shopWithLibrary({ roundGatherMs: 1200 });
    const { id, say, wire } = await talk(shop);
    for (const part of ['亲', '想问下', '你们', '发什么快递']) await say(part);
    await until('it has spoken', async () => (await robotTexts(id)).length > 0);
    await idle(id);
    expect((await decisionsOf(id)).map((one) => [one.round_seq, one.text])).toEqual([[4, '亲\n想问下\n你们\n发什么快递']]);
    expect(await robotTexts(id)).toHaveLength(1);
    wire.cut();
  });

  it('that asks two things is answered on both, in the order asked, with what people ask next once behind them; one of them for people only takes it to a person [BT7]', async () => {
    const shop = await shopWithLibrary({ roundGatherMs: 1200 });
    const { id, say, wire } = await talk(shop);
    for (const part of ['怎么选尺码', '发什么快递']) await say(part);
    await until('it has spoken', async () => (await robotBodies(id)).length === 3);
    expect((await robotBodies(id)).map((body) => (body.type === 'text' ? body.text : body.type === 'links' ? body.items.map(({ title }) => title) : body.type))).toEqual(['亲，按身高体重选', '亲，默认发中通', ['多久能到']]);
    expect(await decisionsOf(id)).toMatchObject([{ outcome: 'answer', question_id: shop.ids.get('发什么快递'), reasons: expect.arrayContaining(['several_requests', 'request:怎么选尺码', 'request:发什么快递']), candidates: [{ questionId: shop.ids.get('怎么选尺码') }, { questionId: shop.ids.get('发什么快递') }] }]);
    const trainer = await world.member(shop.merchantId, 'trainer');
    const { items: [trial] } = await trainer.http.call(libraryRoutes.tryOut, { params: { id: shop.shopId as never }, body: { texts: ['怎么选尺码？发什么快递'] } });
    expect(trial).toMatchObject({ outcome: 'answer', question: { title: '发什么快递' }, earlier: [{ title: '怎么选尺码' }], answers: [{ text: '亲，按身高体重选' }, { text: '亲，默认发中通' }], candidates: [{ title: '怎么选尺码' }, { title: '发什么快递' }] });
    await say('发什么快递？几天到？');
    await inState(world, id, 'queued');
    expect(await handoverOf(id)).toMatchObject([{ reason: 'same_question_again', summary: ['“怎么选尺码 发什么快递” ✓ 怎么选尺码 · 发什么快递', '“发什么快递？几天到？” →'] }]);
    wire.cut();
    const other = await talk(shop);
    await other.say('几天到？能开发票吗？');
    await inState(world, other.id, 'queued');
    expect(await handoverOf(other.id)).toMatchObject([{ reason: 'sensitive' }]);
    other.wire.cut();
  });

  it('is answered once by two processes: every word of the consumer is in one decision, every decision is carried out once [CM5]', async () => {
    const shop = await shopWithLibrary({ handoverAfterUnansweredRounds: 10 });
    const talks = await Promise.all(Array.from({ length: 30 }, (_, i) => talk(shop, world.apps[i % 2]?.address)));
    await Promise.all(talks.map(async ({ id, say, wire }, i) => {
      await say(`发什么快递 ${i}a`);
      await until('a decision', async () => (await decisionsOf(id)).length > 0 || (await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = $1 AND attempts > 0', [id])).length > 0);
      await click(wire, id, `多久能到 ${i}b`, shop.ids.get('多久能到') ?? '');
      await say(`怎么选尺码 ${i}c`);
    }));
    for (const { id } of talks) {
      await idle(id);
      const rows = await decisionsOf(id);
      const words = rows.flatMap((row) => row.text.split('\n'));
      expect(words, JSON.stringify(rows.map((row) => [row.round_seq, row.text, row.outcome]))).toEqual([...new Set(words)]);
      const said = await world.rows<{ client_id: string }>("SELECT client_id FROM messages WHERE conversation_id = $1 AND author_kind = 'robot' AND client_id LIKE '%-0'", [id]);
      expect(said).toHaveLength(rows.filter((row) => row.outcome !== 'silent').length);
    }
    for (const { wire } of talks) wire.cut();
  });
});

describe('the robot hands over', () => {
  let shop: Shop & { ids: Map<string, string> };
  let agent: Member;
  beforeAll(async () => { shop = await shopWithLibrary(); agent = await world.member(shop.merchantId, 'agent', { capacity: 50, groups: [shop.groupId] }); });

  it('after n unanswered rounds, with a summary that the agent reads [CM7]', async () => {
    const { id, say, wire } = await talk(shop);
    await say('发什么快递');
    await decided(id, 1);
    await idle(id);
    await say('阿拉斯加的企鹅会不会飞');
    expect((await decided(id, 2))[1]).toMatchObject({ outcome: 'ask' });
    await idle(id);
    expect(await handoverOf(id)).toEqual([]);
    await say('南极的企鹅会不会飞呢');
    await inState(world, id, 'queued');
    expect(await handoverOf(id)).toMatchObject([{ reason: 'unanswered_rounds' }]);
    const desk = await goOnline(agent);
    await inState(world, id, 'assigned', agent.id);
    const context = await agent.http.call(conversationRoutes.context, { params: { id: id as never } });
    expect(context.handover).toMatchObject({ reason: 'unanswered_rounds', summary: ['“发什么快递” ✓ 发什么快递', '“阿拉斯加的企鹅会不会飞” ✗', expect.stringContaining('南极的企鹅会不会飞呢')] });
    expect(context.decisions.map((one) => one.outcome)).toEqual(['handover', 'ask', 'answer']);
    await desk.ask({ type: 'presence.set', state: 'away' });
    desk.cut(); wire.cut();
  });

  it('when the same question comes again', async () => {
    const { id, say, wire } = await talk(shop);
    await say('发什么快递');
    await until('it has spoken', async () => (await robotTexts(id)).length > 0);
    await idle(id);
    await say('用的什么快递');
    await inState(world, id, 'queued');
    expect(await handoverOf(id)).toMatchObject([{ reason: 'same_question_again' }]);
    wire.cut();
  });

  it.each([['我要去12315投诉你们', 'angry'], ['你们就是骗子', 'angry'], ['This is a scam, I will report you', 'angry']])('when %s is said', async (words, reason) => {
    const { id, say, wire } = await talk(shop);
    await say(words);
    await inState(world, id, 'queued');
    expect(await handoverOf(id)).toMatchObject([{ reason }]);
    wire.cut();
  });

  it('when a picture comes that it cannot read', async () => {
    const { id, wire } = await talk(shop);
    await wire.ask({ type: 'message.send', conversationId: id, clientId: clientId(), body: { type: 'image', url: 'https://example.com/a.png' } });
    await inState(world, id, 'queued');
    expect((await decisionsOf(id))[0]?.reasons).toContain('picture');
    wire.cut();
  });

  it('when it is switched off, and when nothing was published', async () => {
    for (const [other, reason] of [[await world.merchant({ robotOn: false }), 'robot_off'], [await world.merchant(), 'no_library']] as const) {
      const { id, say, wire } = await talk(other);
      await say('发什么快递');
      await inState(world, id, 'queued');
      expect(await handoverOf(id)).toMatchObject([{ reason }]);
      wire.cut();
    }
  });

  it('but is silent after thanks, and greets who only greets', async () => {
    const { id, say, wire } = await talk(shop);
    for (const [i, thanks] of ['谢谢', '好的', 'ok', '没事了'].entries()) {
      await say(thanks);
      expect((await decided(id, i + 1)).at(-1)).toMatchObject({ outcome: 'silent' });
      await idle(id);
    }
    expect(await robotBodies(id)).toEqual([]);
    await say('在吗');
    await until('it greets', async () => (await robotTexts(id)).length === 1);
    await inState(world, id, 'bot');
    wire.cut();
  });
});
