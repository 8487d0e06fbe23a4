// What becomes of a shop's model when its library is edited: updated at once, trained anew behind it, one and the same for all processes (bot/SPEC) [BT1]. That an updated model reads as one trained anew is told in packages/matcher.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libraryRoutes } from '@qindesk/protocol';
import { serialiseModel, trainModel, updateModel, type MatcherQuestion } from '@qindesk/matcher';
import { getPublishedLibrary } from '../../src/modules/knowledge/index.ts';
import { noticeJudgement } from '../../src/modules/bot/shop-brain.ts';
import { claimTraining, countUpdates, findBase, loadStored, storeModel } from '../../src/modules/bot/stored-models.ts';
import { loadTrade, tradePath } from '../../src/modules/bot/trade.ts';
import type { Trained } from '../../src/modules/bot/trained.ts';
import { openWorld, startTalk, until, type Member, type Shop, type World } from '../world/world.ts';

let world: World;
const house = () => { const [app] = world.apps; if (!app) throw new Error('there is a process'); return app.house; };
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());

/** Twenty questions with a title and five phrasings each, from the matcher's golden set. */
const golden = new Map<string, string[]>();
for (const text of readFileSync(resolve(import.meta.dirname, '../../../../packages/matcher/eval/golden/library.jsonl'), 'utf8').trim().split('\n')) {
  const line = JSON.parse(text) as { text: string; label: string };
  if (golden.has(line.label) || golden.size < 20) golden.set(line.label, [...(golden.get(line.label) ?? []), line.text]);
}
const write = (title: string, phrasings: readonly string[]) => ({ title, phrasings: phrasings.filter((text) => text !== title), answers: [{ type: 'text' as const, text: `答：${title}` }] });
const gift = write('可以做礼品包装吗', ['帮我包成礼物', '有没有礼盒可以装', '送人的帮忙包漂亮点', '要一个礼品袋']);

interface Stored { version: number; updates: number; bytes: number; mark: string }
const storedOf = (shop: Shop): Promise<Stored[]> => world.rows('SELECT version, updates, length(bytes) AS bytes, md5(bytes) AS mark FROM library_models WHERE shop_id = $1 ORDER BY version', [shop.shopId]);
const stored = (shop: Shop, version: number, updates: number): Promise<Stored> =>
  until(`version ${version} is stored, updated ${updates} times`, async () => { const rows = await storedOf(shop); const [only] = rows; return rows.length === 1 && only?.version === version && only.updates === updates && only; });
/** What the robot decides on a line in a conversation of its own. */
const ask = async (shop: Shop, text: string): Promise<{ outcome: string; question_id: string | null; library_version: number | null; candidates: { questionId: string }[] }> => {
  const { id, say, wire } = await startTalk(await world.consumer(shop));
  await say(text);
  const [row] = await until('a decision', async () => { const rows = await world.rows<Awaited<ReturnType<typeof ask>>>('SELECT outcome, question_id, library_version, candidates FROM decisions WHERE conversation_id = $1', [id]); return rows.length > 0 && rows; });
  wire.cut();
  if (!row) throw new Error('it has decided');
  return row;
};

describe('a library that was edited a little', () => {
  let shop: Shop;
  let trainer: Member;
  const ids = new Map<string, { id: string; version: number }>();
  const place = () => ({ params: { id: shop.shopId as never } });
  const publish = async (): Promise<number> => (await trainer.http.call(libraryRoutes.publish, place())).version;
  const tried = async (text: string) => (await trainer.http.call(libraryRoutes.tryOut, { ...place(), body: { texts: [text] } })).items[0];
  beforeAll(async () => {
    shop = await world.merchant({ handoverAfterUnansweredRounds: 5 });
    trainer = await world.member(shop.merchantId, 'trainer');
    for (const [title, phrasings] of golden) ids.set(title, await trainer.http.call(libraryRoutes.addQuestion, { ...place(), body: write(title, phrasings) }));
    await publish();
    await stored(shop, 1, 0);
  });

  it('is answered from an update of the model of before: the new question at once, each decision with the version that it was made from [BT1]', async () => {
    const [asked = ''] = golden.keys();
    expect(await ask(shop, asked)).toMatchObject({ outcome: 'answer', library_version: 1 });
    expect((await ask(shop, '帮我包成礼物')).outcome).not.toBe('answer');
    const added = await trainer.http.call(libraryRoutes.addQuestion, { ...place(), body: gift });
    ids.set(gift.title, added);
    expect(await publish()).toBe(2);
    await stored(shop, 2, 1);
    expect(await ask(shop, '麻烦用礼盒包一下 送人')).toMatchObject({ outcome: 'answer', question_id: added.id, library_version: 2 });
    expect(await ask(shop, asked)).toMatchObject({ outcome: 'answer', question_id: ids.get(asked)?.id, library_version: 2 });
  });

  it('forgets a question that was taken out, and what was stored of it', async () => {
    const gone = ids.get(gift.title)?.id ?? '';
    await trainer.http.call(libraryRoutes.removeQuestion, { params: { id: gone as never } });
    expect(await publish()).toBe(3);
    await stored(shop, 3, 2);
    for (const text of [gift.title, ...gift.phrasings]) {
      const decided = await tried(text);
      expect([decided?.libraryVersion, decided?.candidates.map(({ questionId }) => questionId)]).toEqual([3, expect.not.arrayContaining([gone])]);
      expect(decided?.reasons).not.toContain('exact');
    }
  });

  it('is answered from what another process has trained anew meanwhile, as soon as it looks', async () => {
    const known = await getPublishedLibrary(house().db, shop.merchantId, shop.shopId);
    const questions = (known?.questions ?? []).map(({ id, title, phrasings }, i): MatcherQuestion => ({ id, phrasings: [title, ...phrasings, ...(i === 0 ? ['这句话只有另一个进程学过'] : [])], negatives: [] }));
    const model = trainModel(questions, { trade: loadTrade(tradePath(house().config.rootDir)).trade });
    expect((await tried('这句话只有另一个进程学过'))?.reasons).not.toContain('exact');
    await storeModel(house(), shop, 3, { model, bytes: serialiseModel(model) });
    noticeJudgement(shop.shopId);
    expect(await tried('这句话只有另一个进程学过')).toMatchObject({ libraryVersion: 3, outcome: 'answer', reasons: expect.arrayContaining(['exact']) });
  });

  it('is trained anew behind the answers once enough has changed; the version stays, and so does what is answered', async () => {
    await trainer.http.call(libraryRoutes.addQuestion, { ...place(), body: gift });
    for (const title of [...golden.keys()].slice(-4)) {
      const question = ids.get(title);
      const more = write(title, [...golden.get(title) ?? [], `${title}，急`, `${title}，麻烦快点说`, `在吗 ${title} 想知道`]);
      await trainer.http.call(libraryRoutes.changeQuestion, { params: { id: question?.id as never }, body: { ...more, version: question?.version ?? 0 } });
    }
    // Seventeen rows come: more than a tenth of the library.
    expect(await publish()).toBe(4);
    expect(await tried('帮我包成礼物')).toMatchObject({ outcome: 'answer', libraryVersion: 4 });
    await stored(shop, 4, 0);
    expect(await ask(shop, '麻烦用礼盒包一下 送人')).toMatchObject({ outcome: 'answer', library_version: 4 });
  });

  it('is trained anew at once where much of it is another', async () => {
    for (const [title, { id }] of [...ids].slice(0, 8)) if (golden.has(title)) await trainer.http.call(libraryRoutes.removeQuestion, { params: { id: id as never } });
    expect(await publish()).toBe(5);
    await stored(shop, 5, 0);
    expect((await tried([...golden.keys()][12] ?? ''))?.outcome).toBe('answer');
  });
});

describe('what is stored of a version', () => {
  const questions: MatcherQuestion[] = [...golden].map(([id, phrasings]) => ({ id, phrasings, negatives: [] }));
  it('is the first model that came, until one that was updated less takes its place; earlier versions go', async () => {
    const shop = await world.merchant();
    const { trade } = loadTrade(tradePath(house().config.rootDir));
    const bytesOf = (model: Trained['model']): Trained => ({ model, bytes: serialiseModel(model) });
    const anew = bytesOf(trainModel(questions, { trade }));
    const update = (seed: number): Trained => { const model = updateModel(anew.model, questions.map((question, i) => (i === 0 ? { ...question, phrasings: [...question.phrasings, '啥时候能给我寄出来呀'] } : question)), seed); if (!model) throw new Error('little has changed'); return bytesOf(model); };
    const [mine, theirs] = [update(1), update(2)];
    expect(Buffer.compare(mine.bytes, theirs.bytes)).not.toBe(0);
    await storeModel(house(), shop, 1, anew);
    expect(await findBase(house(), shop, 2)).toEqual(Buffer.from(anew.bytes));
    expect((await storeModel(house(), shop, 2, theirs)).bytes).toBe(theirs.bytes);
    expect(await findBase(house(), shop, 2)).toBeNull();
    expect(Buffer.compare((await storeModel(house(), shop, 2, mine)).bytes, theirs.bytes)).toBe(0);
    expect(await countUpdates(house(), shop, 2)).toBe(1);
    expect((await storeModel(house(), shop, 2, anew)).bytes).toBe(anew.bytes);
    expect(await countUpdates(house(), shop, 2)).toBe(0);
    expect(Buffer.compare((await storeModel(house(), shop, 2, mine)).bytes, anew.bytes)).toBe(0);
    expect((await loadStored(house(), shop, 2))?.model.since).toEqual({ updates: 0, rows: 0 });
  });
  it('is trained anew by one process: the others are told that somebody is at it', async () => {
    const shop = await world.merchant();
    const model = trainModel(questions.slice(0, 3));
    expect(await claimTraining(house(), shop, 1)).toBe(false);
    await storeModel(house(), shop, 1, { model, bytes: serialiseModel(model) });
    expect((await Promise.all([1, 2, 3].map(() => claimTraining(house(), shop, 1)))).filter(Boolean)).toHaveLength(1);
    await world.rows("UPDATE library_models SET claimed_until = now() - interval '1 second' WHERE shop_id = $1", [shop.shopId]);
    expect(await claimTraining(house(), shop, 1)).toBe(true);
  });
});
