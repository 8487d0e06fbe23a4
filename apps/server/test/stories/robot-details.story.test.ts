// A consumer who hands over a number, an address or a link without asking anything [BT4] (bot/SPEC). What is such a detail is told beside bot/details.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, inState, openWorld, startTalk, until, type Shop, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.merchant({ handoverAfterUnansweredRounds: 3 });
  await world.library(shop, {
    怎么查订单: { phrasings: ['订单在哪里看', '订单号在哪', '查一下我的订单', '我的订单呢'], answer: '亲，在“我的订单”里' },
    快递到哪了: { phrasings: ['物流到哪里了', '我的包裹到哪了', '查下快递'], answer: '亲，麻烦提供一下订单号，我帮您看看' },
    能改地址吗: { phrasings: ['地址填错了', '改一下收货地址', '想换个地址'], answer: '亲，没发货都可以改' },
  });
});
afterAll(() => world.close());

interface Decided { outcome: string; reasons: string[]; text: string }
const decided = (id: string, count: number): Promise<Decided[]> => until(`${count} decisions`, async () => {
  const rows = await world.rows<Decided>('SELECT outcome, reasons, text FROM decisions WHERE conversation_id = $1 ORDER BY round_seq', [id]);
  return rows.length >= count && (await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = $1', [id])).length === 0 && rows;
});
const robotTexts = async (id: string): Promise<string[]> => (await world.rows<{ text: string }>("SELECT body->>'text' AS text FROM messages WHERE conversation_id = $1 AND author_kind = 'robot' ORDER BY seq", [id])).map((row) => row.text);

describe('a bare detail', () => {
  it.each([['2026112100001', '这个订单'], ['SF1234567890123', '这个订单'], ['13800138000', '收货信息'], ['云州市梧桐区枫林路12号3幢502室', '收货信息'], ['https://shop.example/item/12', '想了解它的什么']])(
    '%s is asked about in a word and never taken for a question [BT4]', async (said, words) => {
      const { id, say, wire } = await startTalk(await world.consumer(shop));
      await say(said);
      expect(await decided(id, 1)).toMatchObject([{ outcome: 'ask', text: said }]);
      expect(await robotTexts(id)).toEqual([expect.stringContaining(words)]);
      wire.cut();
    });

  it('that the robot asked for goes to a person, who reads what it was about [BT4]', async () => {
    const { id, say, wire } = await startTalk(await world.consumer(shop));
    await say('快递到哪了');
    await decided(id, 1);
    await say('SF1234567890123');
    await inState(world, id, 'queued');
    expect(await world.rows('SELECT reason, summary FROM handovers WHERE conversation_id = $1', [id])).toEqual([{ reason: 'detail_given', summary: ['“快递到哪了” ✓ 快递到哪了', '“SF1234567890123” →'] }]);
    wire.cut();
  });

  it('beside a question is kept, and left out of what is matched [BT4]', async () => {
    const { id, say, wire } = await startTalk(await world.consumer(shop));
    await say('2026112100001\n物流到哪里了');
    expect(await decided(id, 1)).toMatchObject([{ outcome: 'answer', text: '2026112100001\n物流到哪里了', reasons: expect.arrayContaining(['exact']) }]);
    wire.cut();
  });

  it('after bare detail does not go on for ever: when the shop’s number of rounds has passed a person takes over [BT4]', async () => {
    const { id, say, wire } = await startTalk(await world.consumer(shop));
    for (const [i, said] of ['2026112100001', '13800138000'].entries()) { await say(said); expect((await decided(id, i + 1)).at(-1)).toMatchObject({ outcome: 'ask' }); }
    await say('云州市梧桐区枫林路12号3幢502室');
    await inState(world, id, 'queued');
    expect(await world.rows('SELECT reason FROM handovers WHERE conversation_id = $1', [id])).toEqual([{ reason: 'unanswered_rounds' }]);
    wire.cut();
  });

  it('while a queue has the conversation is nobody’s round: the robot decides nothing [BT4]', async () => {
    const { id, say, wire } = await startTalk(await world.consumer(shop));
    await say('转人工');
    await inState(world, id, 'queued');
    await wire.ask({ type: 'message.send', conversationId: id, clientId: clientId(), body: { type: 'text', text: '2026112100001' } });
    const other = await startTalk(await world.consumer(shop));
    await other.say('能改地址吗');
    await decided(other.id, 1);
    expect(await decided(id, 1)).toHaveLength(1);
    expect(await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = $1', [id])).toEqual([]);
    wire.cut(); other.wire.cut();
  });

  it('a greeting that was returned is no unanswered round [BT4]', async () => {
    const twice = await world.merchant({ handoverAfterUnansweredRounds: 2 });
    await world.library(twice, { 发什么快递: { phrasings: ['用的什么快递'] }, 多久能到: { phrasings: ['几天到'] } });
    const { id, say, wire } = await startTalk(await world.consumer(twice));
    for (const [i, said] of ['在吗', '阿拉斯加的企鹅会不会飞'].entries()) { await say(said); await decided(id, i + 1); }
    expect(await decided(id, 2)).toMatchObject([{ outcome: 'ask' }, { outcome: 'ask' }]);
    expect(await world.rows('SELECT state FROM conversations WHERE id = $1', [id])).toEqual([{ state: 'bot' }]);
    wire.cut();
  });
});
