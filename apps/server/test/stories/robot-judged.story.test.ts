// People judge what the robot decided: the log, the figure, what the robot learns from it, and who may (bot/SPEC) [BT5].
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libraryRoutes, robotRoutes, type LoggedDecisionView, type RouteOutput } from '@qindesk/protocol';
import { agree, openWorld, refusalOf, startTalk, until, type Member, type Shop, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());

const questions = {
  发什么快递: { phrasings: ['用的什么快递', '哪家物流', '发顺丰吗', '寄什么快递', '走哪家快递'] }, 多久能到: { phrasings: ['几天到', '什么时候送到', '快递要多久', '多久收到货'] },
  怎么选尺码: { phrasings: ['选多大', '穿几码合适', '尺码怎么看', '买多大码'] }, 能开发票吗: { phrasings: ['可以开票吗', '发票怎么申请', '要一张发票'] },
};
type Log = RouteOutput<typeof robotRoutes.listDecisions>;
const logOf = (member: Member, shop: Shop, query: { judged?: 'true' | 'false'; outcome?: 'answer' | 'offer' | 'ask'; cursor?: string; limit?: number } = {}): Promise<Log> =>
  member.http.call(robotRoutes.listDecisions, { params: { id: shop.shopId as never }, query: query as never });
const judge = (member: Member, { conversationId, seq }: Pick<LoggedDecisionView, 'conversationId' | 'seq'>, means: string) => member.http.call(robotRoutes.judge, { params: { id: conversationId, seq }, body: { means: means as 'nothing' } });
const withdraw = (member: Member, { conversationId, seq }: Pick<LoggedDecisionView, 'conversationId' | 'seq'>) => member.http.call(robotRoutes.withdraw, { params: { id: conversationId, seq } });
/** Says each line in a conversation of its own; resolves when all are decided. */
const ask = async (shop: Shop, texts: readonly string[]): Promise<string[]> => {
  const talks = await Promise.all(texts.map(async (text) => { const talk = await startTalk(await world.consumer(shop)); await talk.say(text); return talk; }));
  const ids = talks.map(({ id }) => id);
  await until('all are decided', async () => (await world.rows('SELECT 1 FROM decisions WHERE conversation_id = ANY($1)', [ids])).length === ids.length);
  for (const { wire } of talks) wire.cut();
  return ids;
};
const trial = async (member: Member, shop: Shop, text: string) => (await member.http.call(libraryRoutes.tryOut, { params: { id: shop.shopId as never }, body: { texts: [text] } })).items[0];

describe('the log of decisions', () => {
  let shop: Shop;
  let trainer: Member;
  let ids: Map<string, string>;
  beforeAll(async () => {
    shop = await world.merchant({ handoverAfterUnansweredRounds: 5 });
    ids = await world.library(shop, questions);
    trainer = await world.member(shop.merchantId, 'trainer');
    await ask(shop, ['用的什么快递', '几天到 13800138000', '南极的企鹅会飞吗', '在吗', '2026112100001', '转人工', '谢谢']);
  });

  it('holds what the robot made of words, newest first, long numbers blotted out; not what needed no library [BT5]', async () => {
    const { items, cursor } = await logOf(trainer, shop);
    expect(items.map(({ text }) => text).sort()).toEqual(['几天到 ***', '南极的企鹅会飞吗', '用的什么快递'].sort());
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted().reverse());
    expect(cursor).toBeNull();
    expect(items.find(({ text }) => text === '用的什么快递')).toMatchObject({ outcome: 'answer', question: { title: '发什么快递' }, judgement: null, conversationId: expect.any(String), seq: 1 });
    const first = await logOf(trainer, shop, { limit: 2 });
    const rest = await logOf(trainer, shop, { limit: 2, cursor: first.cursor ?? '' });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect((await logOf(trainer, shop, { outcome: 'answer' })).items.every(({ outcome }) => outcome === 'answer')).toBe(true);
  });

  it('a judgement says what was meant; the last word stands, and can be taken back; the figure counts answers only [BT5]', async () => {
    const { items } = await logOf(trainer, shop);
    const [answered, unknown] = [items.find(({ text }) => text === '用的什么快递'), items.find(({ text }) => text === '南极的企鹅会飞吗')];
    if (!answered || !unknown) throw new Error('both are in the log');
    const id = (title: string): string => ids.get(title) ?? '';
    expect(await judge(trainer, answered, id('发什么快递'))).toMatchObject({ means: { id: id('发什么快递'), title: '发什么快递' }, right: true, by: expect.stringContaining('trainer') });
    expect(await judge(trainer, unknown, 'nothing')).toMatchObject({ means: 'nothing', right: null });
    expect((await logOf(trainer, shop)).precision).toEqual({ days: 30, judged: 1, right: 1 });
    const inspector = await world.member(shop.merchantId, 'inspector');
    expect(await judge(inspector, answered, id('多久能到'))).toMatchObject({ right: false, by: expect.stringContaining('inspector') });
    expect((await logOf(trainer, shop)).precision).toEqual({ days: 30, judged: 1, right: 0 });
    expect((await logOf(trainer, shop, { judged: 'true' })).items.map(({ text, judgement }) => [text, judgement?.right])).toEqual([['用的什么快递', false], ['南极的企鹅会飞吗', null]]);
    expect((await logOf(trainer, shop, { judged: 'false' })).items.map(({ text }) => text)).toEqual(['几天到 ***']);
    await withdraw(trainer, answered);
    await withdraw(trainer, answered);
    expect((await logOf(trainer, shop)).precision).toEqual({ days: 30, judged: 0, right: 0 });
    expect((await logOf(trainer, shop, { judged: 'true' })).items).toHaveLength(1);
    expect(await world.rows("SELECT payload->>'right' AS right FROM events WHERE merchant_id = $1 AND type = 'decision.judged' ORDER BY position", [shop.merchantId])).toEqual([{ right: 'true' }, { right: null }, { right: 'false' }]);
  });

  it('is for those who may judge at the shop; what is another’s, and a question of another shop, do not exist [BT5] [SC1]', async () => {
    const [entry] = (await logOf(trainer, shop)).items;
    if (!entry) throw new Error('the log is not empty');
    const agent = await world.member(shop.merchantId, 'agent');
    expect(await refusalOf(logOf(agent, shop))).toBe('not_allowed');
    expect(await refusalOf(judge(agent, entry, 'nothing'))).toBe('not_allowed');
    const provider = await world.provider();
    const [owner, guest] = [await world.member(shop.merchantId, 'owner'), await world.member(provider.id, 'owner')];
    await agree(owner, guest, provider, { shops: [shop] });
    expect(await refusalOf(logOf(guest, shop))).toBe('not_allowed');
    expect(await refusalOf(judge(guest, entry, 'other'))).toBe('not_allowed');
    const other = await world.merchant();
    const theirs = await world.library(other, { 别家的问题: { phrasings: ['别家'] } });
    const stranger = await world.member(other.merchantId, 'owner');
    expect([await refusalOf(logOf(stranger, shop)), await refusalOf(judge(stranger, entry, 'nothing')), await refusalOf(withdraw(stranger, entry))]).toEqual(['not_found', 'not_found', 'not_found']);
    expect(await refusalOf(judge(trainer, entry, theirs.get('别家的问题') ?? ''))).toBe('not_found');
    expect(await refusalOf(judge(trainer, { ...entry, seq: 99 }, 'nothing'))).toBe('not_found');
    expect(await refusalOf(judge(trainer, entry, 'qst_nonsense'))).toBe('invalid');
  });
});

describe('judged answers', () => {
  it('teach the shop’s robot once there are enough: answers judged wrong are no longer given outright, and the dial of this shop alone says so [BT5]', async () => {
    const shop = await world.merchant({ precisionTarget: 0.9 });
    const untouched = await world.merchant({ precisionTarget: 0.9 });
    for (const one of [shop, untouched]) await world.library(one, questions);
    const trainer = await world.member(shop.merchantId, 'trainer');
    const said = ['你们用什么快递呀', '发货用哪家快递', '一般走什么快递', '寄的是啥快递', '会用顺丰寄吗', '可以给我开张票吗', '发票咋申请', '多少天能送到', '我几天可以收到', '应该选多大的码'];
    const texts = said.flatMap((text) => [text, `亲 ${text}`, `${text}？谢谢`]);
    const before = (await trainer.http.call(libraryRoutes.tryOut, { params: { id: shop.shopId as never }, body: { texts } })).items;
    const probe = before.findIndex(({ outcome, reasons }) => outcome === 'answer' && !reasons.includes('exact'));
    expect(probe).toBeGreaterThanOrEqual(0);
    await ask(shop, texts);
    const { items, refinement } = await logOf(trainer, shop, { limit: 200 });
    expect(refinement).toEqual({ learnt: 0, enough: 25 });
    const answered = items.filter(({ outcome }) => outcome === 'answer').length;
    for (const entry of items) await judge(trainer, entry, 'nothing');
    const dialOf = async (one: Shop, member: Member) => member.http.call(libraryRoutes.readDial, { params: { id: one.shopId as never } });
    const dial = await until('the robot has learnt', async () => { const found = await dialOf(shop, trainer); return found.refinement.learnt >= 25 && found; });
    expect(dial.precision).toEqual({ days: 30, judged: answered, right: 0 });
    const after = await trial(trainer, shop, texts[probe] ?? '');
    expect(after?.confidence).toBeLessThan((before[probe]?.confidence ?? 0) - 0.1);
    expect(after?.outcome).not.toBe('answer');
    expect(after?.candidates[0]?.title).toBe(before[probe]?.candidates[0]?.title);
    // A phrasing of the library stays an exact question; the robot's own rounds have learnt too.
    expect(await trial(trainer, shop, '用的什么快递')).toMatchObject({ outcome: 'answer' });
    const [again] = await ask(shop, [texts[probe] ?? '']);
    expect((await world.rows<{ outcome: string }>('SELECT outcome FROM decisions WHERE conversation_id = $1', [again]))[0]?.outcome).not.toBe('answer');
    const neighbour = await world.member(untouched.merchantId, 'trainer');
    expect(await trial(neighbour, untouched, texts[probe] ?? '')).toMatchObject({ outcome: 'answer', confidence: before[probe]?.confidence });
    expect((await dialOf(untouched, neighbour)).refinement.learnt).toBe(0);
    // Taken back, it is as it was.
    for (const entry of items) await withdraw(trainer, entry);
    await until('the robot has forgotten', async () => (await trial(trainer, shop, texts[probe] ?? ''))?.confidence === before[probe]?.confidence);
  });
});
