// A consumer who asks for a person gets one: by any human word, by the tap, at once, whatever else the robot is doing [BT2] (bot/SPEC).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askHuman, inState, openWorld, startTalk, until, type Shop, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.merchant({ roundGatherMs: 5000, handoverAfterUnansweredRounds: 10 });
  await world.library(shop, {
    发什么快递: { phrasings: ['用的什么快递', '哪家物流', '发顺丰吗', '寄什么快递'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码合适', '尺码怎么看'] }, 能开发票吗: { phrasings: ['可以开票吗', '发票怎么申请', '要一张发票'] },
    人工费怎么算: { phrasings: ['安装人工费多少', '人工费贵吗'] }, 有人工智能语音吗: { phrasings: ['支持人工智能吗', '带人工智能吗'] },
  });
});
afterAll(() => world.close());

const words = [
  '人工', '转人工', '转人工客服', '人工客服', '人工服务', '我要人工', '我要转人工！！！', '轉人工', '转 人 工', '找人工', '帮我转接人工客服谢谢', '有人工吗', '有没有真人', '找真人', '要真人客服', '真人在吗', '来个真人行吗', '叫个人来', '换个客服', '找客服', '我要找客服',
  '不要机器人', '我不想跟机器人聊', '别用机器人糊弄我', '能不能换人工回答', '客服', '客服呢', '快递到哪了，算了转人工吧', '不要人工智能，我要转人工', '人工人工人工',
  'human', 'Human please', 'talk to a human', 'I want to speak to a real person', 'Can I chat with an agent?', 'agent please', 'AGENT', 'live agent', 'representative', 'connect me to someone', 'transfer me to customer service', 'I need a person', 'operator!!',
];
const nearMisses = ['人工智能', '不用人工', '不需要人工客服', '不用转人工了', '带人工智能吗', '安装人工费多少', '这是人工湖吗', 'I do not need a human'];

interface Outcome { outcome: string; reasons: string[] }
const decisionOf = (id: string): Promise<Outcome> => until('a decision', async () => (await world.rows<Outcome>('SELECT outcome, reasons FROM decisions WHERE conversation_id = $1', [id]))[0]);
const stateOf = async (id: string): Promise<string> => (await world.rows<{ state: string }>('SELECT state FROM conversations WHERE id = $1', [id]))[0]?.state ?? '';

describe('a word that asks for a person', () => {
  it(`hands over at once: ${words.length} ways to say it, in Chinese and English [BT2]`, async () => {
    const missed: string[] = [];
    for (const said of words) {
      const { id, wire, say } = await startTalk(await world.consumer(shop));
      await say(said);
      const queued = await until('it is queued', async () => (await stateOf(id)) === 'queued', 4000).catch(() => false);
      // A round is gathered for five seconds in this shop: who asks for a person does not wait for it.
      if (!queued || !(await decisionOf(id)).reasons.includes('handover:asked_for_human')) missed.push(said);
      wire.cut();
    }
    expect(missed).toEqual([]);
    expect(await world.rows("SELECT DISTINCT reason FROM handovers WHERE merchant_id = $1", [shop.merchantId])).toEqual([{ reason: 'asked_for_human' }]);
  }, 200_000);

  it('is not seen where the word means something else, or says the contrary [BT2]', async () => {
    const wrong: string[] = [];
    await Promise.all(nearMisses.map(async (said) => {
      const { id, wire, say } = await startTalk(await world.consumer(shop));
      await say(said);
      const { reasons } = await decisionOf(id);
      if (reasons.includes('handover:asked_for_human') || (await stateOf(id)) !== 'bot') wrong.push(said);
      wire.cut();
    }));
    expect(wrong).toEqual([]);
  }, 120_000);

  it('in the middle of a burst ends the gathering: no waiting for the round that was open [BT2]', async () => {
    const { id, wire, say } = await startTalk(await world.consumer(shop));
    await say('我想问一下');
    await say('那个');
    const began = performance.now();
    await say('转人工');
    await inState(world, id, 'queued');
    expect(performance.now() - began).toBeLessThan(2500);
    expect(await world.rows('SELECT text FROM decisions WHERE conversation_id = $1', [id])).toEqual([{ text: '我想问一下\n那个\n转人工' }]);
    wire.cut();
  });

  it('and the tap work while the robot is busy with many others [BT2]', async () => {
    const crowd = await Promise.all(Array.from({ length: 60 }, async () => startTalk(await world.consumer(shop))));
    const [speaker, tapper] = [await world.consumer(shop), await world.consumer(shop)];
    const [one, two] = [await startTalk(speaker), await startTalk(tapper)];
    await Promise.all(crowd.map(({ say }, i) => say(i % 2 ? '用的什么快递？' : '你们家的尺码应该怎么选才合适？')));
    await one.say('叫人工来');
    expect((await askHuman(tapper, two.id)).state).toBe('queued');
    await inState(world, one.id, 'queued');
    expect(await world.rows("SELECT DISTINCT reason FROM handovers WHERE conversation_id = ANY($1)", [[one.id, two.id]])).toEqual([{ reason: 'asked_for_human' }]);
    // A second tap, and one while it waits, change nothing.
    expect((await askHuman(tapper, two.id)).state).toBe('queued');
    expect(await world.rows('SELECT 1 FROM handovers WHERE conversation_id = $1', [two.id])).toHaveLength(1);
    for (const { wire } of [...crowd, one, two]) wire.cut();
  });
});
