// Trainers at work on one library, and agents who use it (knowledge/SPEC).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QuestionInput, QuestionView } from '@qindesk/protocol';
import { productBook } from '../../src/modules/commerce/index.ts';
import { addQuestion, changeQuestion, publishLibrary, removeQuestion } from '../../src/modules/knowledge/index.ts';
import { listQuestions } from '../../src/modules/knowledge/list-questions.ts';
import { listPublications } from '../../src/modules/knowledge/publications.ts';
import { addQuickReply, listQuickReplies, removeQuickReply } from '../../src/modules/knowledge/quick-replies.ts';
import { searchAnswers } from '../../src/modules/knowledge/search-answers.ts';
import type { MemberCtx } from '../../src/modules/identity/index.ts';
import { acceptContract, createOrganisation, endContract, proposeContract } from '../../src/modules/tenancy/index.ts';
import { actAs, foundMember, foundMerchant, openRoomHouse, type Merchant, type RoomHouse } from '../world/room-house.ts';

let room: RoomHouse;
let merchant: Merchant;
let trainer: MemberCtx;
beforeAll(() => { room = openRoomHouse(); });
afterAll(() => room.close());
beforeEach(async () => {
  merchant = await foundMerchant(room.house);
  trainer = await actAs(room.house, await foundMember(room, merchant.merchantId, 'trainer'));
});

const input = (title: string, given: Partial<QuestionInput> = {}): QuestionInput => ({ title, category: '', mode: 'both', hot: false, phrasings: [], negatives: [], answers: [{ type: 'text', text: `亲，${title}` }], followUpIds: [], ...given });
const add = (title: string, given: Partial<QuestionInput> = {}): Promise<QuestionView> => addQuestion(trainer, productBook, merchant.shopId, input(title, given));
const list = (given: object = {}) => listQuestions(trainer, merchant.shopId, { limit: 100, ...given });
const refused = (code: string, field?: string) => expect.objectContaining({ view: expect.objectContaining(field ? { code, field } : { code }) });

describe('a question', () => {
  it('is stored as one clean line, without repeats', async () => {
    expect(await add(' 怎么\n退货 ', { phrasings: ['能退吗', ' 能退吗 ', '不要\u0000了'], category: ' 售后 ' })).toMatchObject({ title: '怎么 退货', category: '售后', phrasings: ['能退吗', '不要了'], version: 1 });
  });

  it('is changed once when several start from the same version [KN8]', async () => {
    const { id, version } = await add('甲');
    const results = await Promise.allSettled([...Array(5).keys()].map((n) => changeQuestion(trainer, productBook, id, { ...input(`甲${n}`), version })));
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of results) if (one.status === 'rejected') expect(one.reason).toEqual(refused('version_conflict'));
    expect((await list()).items[0]?.version).toBe(2);
  });

  it('needs an answer unless it is off [KN9], and names only follow-ups of its shop', async () => {
    await expect(add('甲', { answers: [] })).rejects.toEqual(refused('invalid', 'answers'));
    expect(await add('乙', { answers: [], mode: 'off' })).toMatchObject({ mode: 'off' });
    const elsewhere = await foundMerchant(room.house);
    const other = await actAs(room.house, await foundMember(room, elsewhere.merchantId, 'trainer'));
    const theirs = await addQuestion(other, productBook, elsewhere.shopId, input('丙'));
    await expect(add('丁', { followUpIds: [theirs.id] })).rejects.toEqual(refused('not_found', 'followUpIds'));
    await expect(changeQuestion(trainer, productBook, theirs.id, { ...input('改'), version: 1 })).rejects.toEqual(refused('not_found'));
    await expect(removeQuestion(trainer, theirs.id)).rejects.toEqual(refused('not_found'));
  });

  it('takes the links to it along when it is removed', async () => {
    const gone = await add('甲');
    const { id } = await add('乙', { followUpIds: [gone.id] });
    await removeQuestion(trainer, gone.id);
    expect((await list()).items.map((one) => [one.id, one.followUps])).toEqual([[id, []]]);
    await expect(removeQuestion(trainer, gone.id)).rejects.toEqual(refused('not_found'));
  });
});

describe('the list', () => {
  it('pages in order, finds by title and phrasing, and takes % and _ as they are', async () => {
    for (const n of [1, 2, 3, 4, 5]) await add(`第${n}题`, { phrasings: [`打${n}折吗`, `100%棉_${n}`], category: n > 3 ? '后' : '前' });
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.cursor ?? undefined });
    const third = await list({ limit: 2, cursor: second.cursor ?? undefined });
    expect([first, second, third].map((page) => page.items.map((one) => one.title))).toEqual([['第1题', '第2题'], ['第3题', '第4题'], ['第5题']]);
    expect([first.total, third.cursor]).toEqual([5, null]);
    expect((await list({ search: '打3折' })).items.map((one) => one.title)).toEqual(['第3题']);
    expect((await list({ search: '%棉_4' })).total).toBe(1);
    expect((await list({ search: '1_0' })).total).toBe(0);
    expect((await list({ category: '后' })).total).toBe(2);
    expect((await list({ search: '\u0000', cursor: "'\u0000" })).total).toBe(5);
  });
});

describe('publishing', () => {
  it('tells whether the draft has moved on', async () => {
    const changed = async (): Promise<boolean> => (await listPublications(trainer, merchant.shopId)).draftChanged;
    expect(await changed()).toBe(false);
    const first = await add('甲');
    const second = await add('乙');
    expect(await changed()).toBe(true);
    await publishLibrary(trainer, merchant.shopId);
    expect(await changed()).toBe(false);
    await removeQuestion(trainer, second.id);
    expect(await changed()).toBe(true);
    await publishLibrary(trainer, merchant.shopId);
    await changeQuestion(trainer, productBook, first.id, { ...input('甲', { hot: true }), version: 1 });
    expect(await changed()).toBe(true);
    expect((await listPublications(trainer, merchant.shopId)).items.map((one) => one.version)).toEqual([2, 1]);
  });

  it('is what the desk searches: for people, never the draft [KN1]', async () => {
    await add('怎么退货', { mode: 'assist' });
    await add('怎么退款', { mode: 'auto' });
    const search = async (words: string): Promise<string[]> => (await searchAnswers(trainer, merchant.shopId, words)).map((one) => one.title);
    expect(await search('退')).toEqual([]);
    await publishLibrary(trainer, merchant.shopId);
    await add('退换运费');
    expect(await search('退')).toEqual(['怎么退货']);
    await publishLibrary(trainer, merchant.shopId);
    expect((await search('退')).sort()).toEqual(['怎么退货', '退换运费']);
  });
});

describe('a provider’s agent', () => {
  it('finds answers while the contract is in force, writes nothing, and sees nothing after it [SC1]', async () => {
    await add('怎么退货');
    await publishLibrary(trainer, merchant.shopId);
    const code = `${merchant.slug}-provider`;
    const providerId = await room.house.db.transact((tx) => createOrganisation(tx, { kind: 'provider', name: code, code }));
    const agentId = await foundMember(room, providerId, 'agent');
    await expect(searchAnswers(await actAs(room.house, agentId), merchant.shopId, '退货')).rejects.toEqual(refused('not_found'));
    const side = (organisationId: string) => ({ memberId: agentId, organisationId, name: 'x' });
    const contractId = await proposeContract(room.house, side(merchant.merchantId), { providerCode: code, shopIds: [merchant.shopId], groupIds: [], startsAt: new Date(Date.now() - 60_000), endsAt: null, fields: { phone: false, address: false } });
    await acceptContract(room.house, side(providerId), contractId);
    const agent = await actAs(room.house, agentId);
    expect(await searchAnswers(agent, merchant.shopId, '退货')).toHaveLength(1);
    await expect(addQuestion(agent, productBook, merchant.shopId, input('x'))).rejects.toEqual(refused('not_allowed'));
    await expect(publishLibrary(agent, merchant.shopId)).rejects.toEqual(refused('not_allowed'));
    await endContract(room.house, side(merchant.merchantId), contractId);
    await expect(searchAnswers(await actAs(room.house, agentId), merchant.shopId, '退货')).rejects.toEqual(refused('not_found'));
  });
});

describe('quick replies', () => {
  it('are the shop’s for all and a member’s own for that member', async () => {
    const [supervisor, agent, colleague] = await Promise.all((['supervisor', 'agent', 'agent'] as const).map(async (role) => actAs(room.house, await foundMember(room, merchant.merchantId, role))));
    if (!supervisor || !agent || !colleague) throw new Error('three members');
    await addQuickReply(supervisor, merchant.shopId, { scope: 'shop', title: '问候', text: '亲，您好' });
    const own = await addQuickReply(agent, merchant.shopId, { scope: 'personal', title: '我的', text: '稍等\n马上' });
    const seen = async (ctx: MemberCtx) => (await listQuickReplies(ctx, merchant.shopId)).map((one) => [one.scope, one.title]);
    expect(await seen(agent)).toEqual([['personal', '我的'], ['shop', '问候']]);
    expect(await seen(colleague)).toEqual([['shop', '问候']]);
    await expect(addQuickReply(agent, merchant.shopId, { scope: 'shop', title: 'x', text: 'x' })).rejects.toEqual(refused('not_allowed'));
    await expect(removeQuickReply(colleague, own.id)).rejects.toEqual(refused('not_found'));
    await removeQuickReply(agent, own.id);
    expect(await seen(agent)).toEqual([['shop', '问候']]);
  });
});
