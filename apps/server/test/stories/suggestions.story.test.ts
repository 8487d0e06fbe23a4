// What a trainer is told to mend first: collisions, thin questions with phrasings to add, questions without an answer (bot/suggest).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libraryRoutes, type SuggestionsView } from '@qindesk/protocol';
import { openWorld, startTalk, until, type Member, type Shop, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());

const read = (member: Member, shop: Shop): Promise<SuggestionsView> => member.http.call(libraryRoutes.listSuggestions, { params: { id: shop.shopId as never }, timeoutMs: 60_000 });
const answers = [{ type: 'text' as const, text: '亲，稍等' }];
/** Says one line in a conversation of its own, and waits until the robot has decided. */
const ask = async (shop: Shop, text: string): Promise<string> => {
  const { id, say, wire } = await startTalk(await world.consumer(shop));
  await say(text);
  const [row] = await until('a decision', async () => { const rows = await world.rows<{ outcome: string }>('SELECT outcome FROM decisions WHERE conversation_id = $1', [id]); return rows.length > 0 && rows; });
  wire.cut();
  return row?.outcome ?? '';
};

describe('suggestions', () => {
  let shop: Shop;
  let trainer: Member;
  beforeAll(async () => {
    shop = await world.merchant({ handoverAfterUnansweredRounds: 3 });
    trainer = await world.member(shop.merchantId, 'trainer');
  });
  const add = (title: string, phrasings: string[]) => trainer.http.call(libraryRoutes.addQuestion, { params: { id: shop.shopId as never }, body: { title, phrasings, answers } });
  const publish = () => trainer.http.call(libraryRoutes.publish, { params: { id: shop.shopId as never } });

  it('of a shop that never published are empty, and say so', async () => {
    expect(await read(trainer, shop)).toMatchObject({ version: null, collisions: [], thin: [], missed: [] });
  });

  it('name the phrasings that collide and propose new ones for a thin question; adopted through the draft and published, it is thin no more', async () => {
    await add('什么时候发货', ['多久能发出来', '今天下单今天能发吗', '几天可以寄出', '下单后什么时候发', '拍了几天发']);
    await add('预售多久发', ['预售款几号发出', '预售的什么时候发货', '下单后什么时候发呢', '定金付了啥时发', '预售几天后寄']);
    const colour = await add('会不会掉色', ['洗了褪色吗']);
    await publish();
    const view = await read(trainer, shop);
    expect(view.version).toBe(1);
    expect(view.collisions[0]?.sides.map(({ question, phrasing }) => [question.title, phrasing])).toEqual([['什么时候发货', '下单后什么时候发'], ['预售多久发', '下单后什么时候发呢']]);
    expect(view.thin.map(({ question }) => question.title)).toEqual(['会不会掉色']);
    const [thin] = view.thin;
    expect(thin).toMatchObject({ phrasings: 1, topic: { id: 'apparel.fade' } });
    const proposed = thin?.proposed ?? [];
    expect(proposed.length).toBeGreaterThanOrEqual(6);
    expect(proposed.length).toBeLessThanOrEqual(12);
    expect(new Set(proposed).size).toBe(proposed.length);
    expect(proposed).not.toContain('洗了褪色吗');
    await trainer.http.call(libraryRoutes.changeQuestion, { params: { id: colour.id }, body: { title: colour.title, phrasings: [...colour.phrasings, ...proposed.slice(0, 5)], answers, version: colour.version } });
    expect((await read(trainer, shop)).thin).toHaveLength(1);
    await publish();
    const after = await read(trainer, shop);
    expect([after.version, after.thin]).toEqual([2, []]);
  });

  it('group what the robot had no answer for, with its numbers blotted out, until the library answers it', async () => {
    for (const text of ['账号登录不上', '登录失败怎么回事', '我的账号登不进去 13800138000']) expect(await ask(shop, text)).toBe('ask');
    expect(await ask(shop, '积分能换什么礼品')).toBe('ask');
    await ask(shop, '多久能发出来');
    await ask(shop, '你好');
    const old = '怎么注销账号';
    for (const text of [old, `${old}呀`]) await ask(shop, text);
    await world.rows("UPDATE decisions SET at = at - interval '15 days' WHERE text LIKE $1", [`${old}%`]);
    const { missed, since } = await read(trainer, shop);
    expect(missed).toHaveLength(1);
    expect(missed[0]).toMatchObject({ count: 3 });
    expect([missed[0]?.text, ...(missed[0]?.examples ?? [])].sort()).toEqual(['我的账号登不进去 ***', '登录失败怎么回事', '账号登录不上'].sort());
    expect(Date.parse(since)).toBeLessThan(Date.now() - 13 * 86_400_000);
    await add('登录不了', ['账号登录不上', '登录失败怎么回事', '我的账号登不进去', '登不上去', '为什么登录失败']);
    await publish();
    expect((await read(trainer, shop)).missed).toEqual([]);
  });

  it('are for who may read the library: another merchant’s shop answers like one that does not exist', async () => {
    expect((await read(await world.member(shop.merchantId, 'agent'), shop)).version).toBe(3);
    const stranger = await world.member((await world.merchant()).merchantId, 'trainer');
    const refusalOf = (id: string) => stranger.http.call(libraryRoutes.listSuggestions, { params: { id: id as never } }).then(() => 'an answer', (error: { refusal: { code: string; message: unknown; field?: string } }) => { const { code, message, field } = error.refusal; return { code, message, field }; });
    const theirs = await refusalOf(shop.shopId);
    expect(theirs).toMatchObject({ code: 'not_found' });
    expect(theirs).toEqual(await refusalOf(`${shop.shopId.slice(0, -4)}zzzz`));
  });
});
