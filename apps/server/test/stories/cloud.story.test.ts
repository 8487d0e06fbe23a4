// Service cloud: a provider's people inside a contract and outside it [SC1] (routing/SPEC). What they are masked from is told in conversation-hidden.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttp } from '@qindesk/client';
import { contractRoutes, conversationRoutes, floorRoutes, peopleRoutes, type ContractView } from '@qindesk/protocol';
import { everyRoute, send, type Things } from '../world/every-route.ts';
import { agree, askHuman, closeBy, goOnline, inState, openWorld, refusalOf, sayOn, startTalk, until, type Member, type Provider, type Shop, type Wire, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(2); });
afterAll(() => world.close());

const elsewhere = (): string => world.apps[1]?.address ?? '';
interface Company { provider: Provider; owner: Member; lead: Member; agent: Member }
const company = async (): Promise<Company> => {
  const provider = await world.provider();
  return { provider, owner: await world.member(provider.id, 'owner'), lead: await world.member(provider.id, 'supervisor', { capacity: 20 }), agent: await world.member(provider.id, 'agent', { capacity: 20 }) };
};
const ask = async (shop: Shop): Promise<Awaited<ReturnType<typeof startTalk>>> => {
  const consumer = await world.consumer(shop);
  const talk = await startTalk(consumer);
  await askHuman(consumer, talk.id);
  return talk;
};

/** Real things of a merchant, whose conversation is the given one. */
const thingsOf = async (shop: Shop, owner: Member, conversationId: string, contract: ContractView): Promise<Things> => {
  const question = await owner.http.request<{ id: string }>('POST', `/v1/shops/${shop.shopId}/questions`, { body: { title: `问 ${Math.random()}`, answers: [{ type: 'text', text: '答' }] } });
  const reply = await owner.http.request<{ id: string }>('POST', `/v1/shops/${shop.shopId}/quick-replies`, { body: { scope: 'shop', title: '短', text: '亲' } });
  const alarmId = `alm_${question.id.slice(4)}`;
  await world.rows("INSERT INTO alarms (merchant_id, id, shop_id, rule, since_at, threshold_s, group_id) VALUES ($1, $2, $3, 'waits_too_long', now(), 1, $4)", [shop.merchantId, alarmId, shop.shopId, shop.groupId]);
  return {
    merchantId: shop.merchantId, shopId: shop.shopId, shopSlug: shop.slug, groupId: shop.groupId, memberId: owner.id, conversationId, questionId: question.id, quickReplyId: reply.id, alarmId,
    contractId: contract.id, productId: '', orderId: '', providerCode: contract.providerName,
  };
};
/** Their subject is the caller, or a contract of which the caller is a side: these go on after the end. */
const notOfTheMerchant = /^(consumer\.|presence\.setPresence|people\.(me|listMembers|addMember|changeMember)|contract\.|product\.myOrders)/;

/** Every member route with the merchant's real ids, as these people: nothing of it is there any more. */
const expectNothing = async (people: readonly Member[], things: Things): Promise<void> => {
  for (const member of people) {
    for (const request of everyRoute(things).filter(({ name }) => !notOfTheMerchant.test(name))) {
      const answer = await send(elsewhere(), request, { cookie: member.cookie });
      if (request.name === 'conversation.list') expect(JSON.parse(answer.text)).toEqual({ items: [], cursor: null });
      else expect([request.name, answer.status, answer.code]).toEqual([request.name, 404, 'not_found']);
    }
    expect((await createHttp({ baseUrl: elsewhere(), headers: { cookie: member.cookie } }).call(peopleRoutes.me)).grants).toEqual([]);
  }
};
/** The whole of a cut: sockets told, sending refused, every route empty, the consumer served by the merchant's own agent. */
const expectCut = async (shop: Shop, owner: Member, { agent, lead }: Company, at: { desk: Wire; floor: Wire; talk: Awaited<ReturnType<typeof startTalk>>; own: Member; since: number }, things: Things): Promise<void> => {
  await at.desk.heard('conversation.removed', (frame) => frame.conversationId === at.talk.id);
  await at.floor.heard('conversation.removed', (frame) => frame.conversationId === at.talk.id && frame.reason === 'access_ended');
  for (const wire of [at.desk, at.floor]) await wire.heard('access.changed');
  await inState(world, at.talk.id, 'assigned', at.own.id);
  expect(performance.now() - at.since).toBeLessThan(5000);
  for (const wire of [at.desk, at.floor]) {
    expect(await sayOn(wire, at.talk.id, '还能说吗')).toMatchObject({ type: 'refused', refusal: { code: 'not_found' } });
    for (const frame of [{ type: 'conversation.watch', conversationId: at.talk.id }, { type: 'conversation.resume', conversationId: at.talk.id, afterSeq: 0 }, { type: 'board.watch', merchantId: shop.merchantId, shopId: null }]) {
      expect(await wire.ask(frame)).toMatchObject({ type: 'refused', refusal: { code: 'not_found' } });
    }
  }
  await expectNothing([agent, lead], things);
  const heard = [at.desk, at.floor].map((wire) => wire.frames.length);
  await at.talk.say('他们已经走了吗');
  await until('the merchant’s own agent owes the answer', async () => (await world.rows('SELECT 1 FROM conversations WHERE id = $1 AND needs_reply_since IS NOT NULL', [at.talk.id])).length > 0);
  expect([at.desk, at.floor].flatMap((wire, i) => wire.frames.slice(heard[i])).filter((frame) => frame.type === 'messages' || frame.type === 'board')).toEqual([]);
  expect(await world.rows("SELECT state, reason FROM conversation_moves WHERE conversation_id = $1 ORDER BY number DESC LIMIT 2", [at.talk.id])).toMatchObject([{ state: 'assigned' }, { state: 'queued', reason: 'contract_ended' }]);
  expect((await owner.http.call(floorRoutes.board, { params: { id: shop.merchantId as never } })).agents.map((one) => one.id)).not.toContain(agent.id);
};

/** A provider's agent and supervisor at work for a shop, on another process than the owner. */
const atWork = async (shop: Shop, people: Company): Promise<{ desk: Wire; floor: Wire; talk: Awaited<ReturnType<typeof startTalk>> }> => {
  await world.serve(shop.groupId, [people.agent.id]);
  const [desk, floor] = [await goOnline(people.agent, elsewhere()), await people.lead.wire(elsewhere())];
  const talk = await ask(shop);
  await inState(world, talk.id, 'assigned', people.agent.id);
  await desk.heard('conversation.changed', (frame) => frame.conversation.id === talk.id);
  expect((await sayOn(desk, talk.id, '亲，我是外包客服')).type).toBe('accepted');
  expect((await floor.ask({ type: 'conversation.watch', conversationId: talk.id })).type).toBe('backfill');
  expect((await floor.ask({ type: 'board.watch', merchantId: shop.merchantId, shopId: null })).type).toBe('done');
  await floor.heard('board');
  return { desk, floor, talk };
};

describe('inside a contract', () => {
  it('a provider’s agent serves two merchants’ shops on one socket, in each shop’s own name; each merchant’s floor shows them as its own [SC1]', async () => {
    const [one, two] = [await world.merchant(), await world.merchant()];
    const people = await company();
    const owners: Member[] = [];
    for (const shop of [one, two]) {
      const owner = await world.member(shop.merchantId, 'owner');
      owners.push(owner);
      expect(await agree(owner, people.owner, people.provider, { shops: [shop] })).toMatchObject({ state: 'accepted', active: true, history: [{ what: 'proposed' }, { what: 'accepted' }] });
      await owner.http.call(peopleRoutes.changeGroup, { params: { id: shop.groupId as never }, body: { memberIds: [people.agent.id as never] } });
    }
    const desk = await goOnline(people.agent);
    const talks = [await ask(one), await ask(two)];
    for (const [i, shop] of [one, two].entries()) {
      const talk = talks[i] as (typeof talks)[number];
      await inState(world, talk.id, 'assigned', people.agent.id);
      const told = await desk.heard('conversation.changed', (frame) => frame.conversation.id === talk.id);
      expect(told.conversation).toMatchObject({ merchantId: shop.merchantId, shop: { id: shop.shopId, name: { zh: shop.slug } }, can: { send: true } });
      expect((await sayOn(desk, talk.id, `您好，这里是${shop.slug}`)).type).toBe('accepted');
      await talk.wire.heard('messages', (frame) => frame.messages.some((message) => message.author.kind === 'agent'));
      const board = await (owners[i] as Member).http.call(floorRoutes.board, { params: { id: shop.merchantId as never } });
      expect(board.agents).toMatchObject([{ id: people.agent.id, provider: true, organisationName: people.provider.code, state: 'online', load: 2 }]);
    }
    expect((await people.agent.http.call(peopleRoutes.me)).grants.map((grant) => grant.merchantId).sort()).toEqual([one.merchantId, two.merchantId].sort());
    // Neither merchant sees the other's conversation through the agent they share.
    expect(await refusalOf((owners[0] as Member).http.call(conversationRoutes.read, { params: { id: (talks[1] as (typeof talks)[number]).id as never } }))).toBe('not_found');
    for (const wire of [desk, ...talks.map((talk) => talk.wire)]) wire.cut();
  });

  it('is proposed by the merchant’s owner and accepted by the provider’s, each once, and ended by either [SC1]', async () => {
    const shop = await world.merchant();
    const [owner, boss, people] = [await world.member(shop.merchantId, 'owner'), await world.member(shop.merchantId, 'supervisor'), await company()];
    const body = { providerCode: people.provider.code, shopIds: [shop.shopId as never], startsAt: new Date().toISOString() };
    expect(await refusalOf(boss.http.call(contractRoutes.propose, { body }))).toBe('not_allowed');
    expect(await refusalOf(people.owner.http.call(contractRoutes.propose, { body }))).toBe('not_allowed');
    expect(await refusalOf(owner.http.call(contractRoutes.propose, { body: { ...body, providerCode: 'nobody' } }))).toBe('not_found');
    expect(await refusalOf(owner.http.call(contractRoutes.propose, { body: { ...body, endsAt: '2020-01-01T00:00:00Z' } }))).toBe('invalid');
    const { id } = await owner.http.call(contractRoutes.propose, { body });
    const params = { id };
    expect((await people.agent.http.call(peopleRoutes.me)).grants).toEqual([]);
    for (const who of [owner, people.lead]) expect(await refusalOf(who.http.call(contractRoutes.accept, { params }))).toBe('not_allowed');
    await people.owner.http.call(contractRoutes.accept, { params });
    expect(await refusalOf(people.owner.http.call(contractRoutes.accept, { params }))).toBe('move_not_possible');
    expect((await people.agent.http.call(peopleRoutes.me)).grants).toHaveLength(1);
    expect((await people.owner.http.call(contractRoutes.end, { params })).state).toBe('ended');
    expect(await refusalOf(owner.http.call(contractRoutes.end, { params }))).toBe('move_not_possible');
    expect((await people.agent.http.call(peopleRoutes.me)).grants).toEqual([]);
  });
});

describe('outside it', () => {
  it('ended: within 5 s every route answers as if nothing were there, open sockets lose what they saw, and the consumer is with the merchant’s own agent [SC1]', async () => {
    const shop = await world.merchant();
    const [owner, people] = [await world.member(shop.merchantId, 'owner'), await company()];
    const contract = await agree(owner, people.owner, people.provider, { shops: [shop] });
    const work = await atWork(shop, people);
    const own = await world.member(shop.merchantId, 'agent');
    await world.serve(shop.groupId, [people.agent.id, own.id]);
    const home = await goOnline(own);
    const things = await thingsOf(shop, owner, work.talk.id, contract);
    const since = performance.now();
    await owner.http.call(contractRoutes.end, { params: { id: contract.id } });
    await expectCut(shop, owner, people, { ...work, own, since }, things);
    await closeBy(own, work.talk.id);
    // The provider’s agent is still online, and is nobody here: a waiting consumer is promised nothing of their slots [RT5].
    await home.ask({ type: 'presence.set', state: 'away' });
    const waits = await ask(shop);
    await inState(world, waits.id, 'queued');
    await waits.wire.heard('conversation.changed', (frame) => 'queue' in frame.conversation && frame.conversation.queue?.position === 1 && frame.conversation.queue.estimateS === null);
    waits.wire.cut();
    for (const wire of [home, work.desk, work.floor, work.talk.wire]) wire.cut();
  });

  it('run out by time: the same, with nobody doing anything [SC1]', async () => {
    const shop = await world.merchant();
    const [owner, people] = [await world.member(shop.merchantId, 'owner'), await company()];
    const contract = await agree(owner, people.owner, people.provider, { shops: [shop], endsAt: new Date(Date.now() + 3_600_000) });
    const work = await atWork(shop, people);
    const own = await world.member(shop.merchantId, 'agent');
    await world.serve(shop.groupId, [people.agent.id, own.id]);
    const home = await goOnline(own);
    const things = await thingsOf(shop, owner, work.talk.id, contract);
    // The end comes in two seconds; sessions learn of the new end as they would have at the start of the work.
    await world.rows("UPDATE contracts SET ends_at = now() + interval '2 seconds' WHERE id = $1", [contract.id]);
    await owner.http.call(peopleRoutes.changeShop, { params: { id: shop.shopId as never }, body: { welcome: { zh: '亲', en: 'Hi' } } });
    await until('the time has come', async () => (await world.rows('SELECT 1 FROM contracts WHERE id = $1 AND ends_at <= now()', [contract.id])).length > 0);
    await expectCut(shop, owner, people, { ...work, own, since: performance.now() }, things);
    for (const wire of [home, work.desk, work.floor, work.talk.wire]) wire.cut();
  });

  it('before its start nothing is there; when it starts an open socket is told and may work [SC1]', async () => {
    const shop = await world.merchant();
    const [owner, people] = [await world.member(shop.merchantId, 'owner'), await company()];
    const floor = await people.lead.wire(elsewhere());
    const contract = await agree(owner, people.owner, people.provider, { shops: [shop], startsAt: new Date(Date.now() + 3_600_000) });
    expect(contract).toMatchObject({ state: 'accepted', active: false });
    const talk = await ask(shop);
    await expectNothing([people.agent, people.lead], await thingsOf(shop, owner, talk.id, contract));
    expect(await floor.ask({ type: 'conversation.watch', conversationId: talk.id })).toMatchObject({ type: 'refused', refusal: { code: 'not_found' } });
    expect(await refusalOf(owner.http.call(peopleRoutes.changeGroup, { params: { id: shop.groupId as never }, body: { memberIds: [people.agent.id as never] } }))).toBe('not_found');
    const told = floor.frames.length;
    await world.rows("UPDATE contracts SET starts_at = now() + interval '1 second' WHERE id = $1", [contract.id]);
    await until('the socket hears of it', () => floor.frames.slice(told).some((frame) => frame.type === 'access.changed'), 8000);
    // That may still have been the word of the contract's acceptance.
    await until('it may work', async () => (await floor.ask({ type: 'conversation.watch', conversationId: talk.id })).type === 'backfill', 8000);
    expect((await floor.ask({ type: 'board.watch', merchantId: shop.merchantId, shopId: shop.shopId })).type).toBe('done');
    floor.cut(); talk.wire.cut();
  });

  it('shops and groups that were not granted are not there, for agent and supervisor, by HTTP and by socket [SC1]', async () => {
    const shop = await world.merchant();
    const [owner, people, other] = [await world.member(shop.merchantId, 'owner'), await company(), await world.shop(shop)];
    const granted = await world.group(shop, '合约分组');
    const contract = await agree(owner, people.owner, people.provider, { shops: [shop], groups: [granted] });
    await world.serve(granted, [people.agent.id]);
    const [inOther, inDefault] = [await ask(other), await ask(shop)];
    const wires = [await people.agent.wire(elsewhere()), await people.lead.wire(elsewhere())];
    for (const { id } of [inOther, inDefault]) {
      for (const wire of wires) expect(await wire.ask({ type: 'conversation.watch', conversationId: id })).toMatchObject({ type: 'refused', refusal: { code: 'not_found' } });
      for (const member of [people.agent, people.lead]) {
        expect(await refusalOf(member.http.call(conversationRoutes.read, { params: { id: id as never } }))).toBe('not_found');
        expect(await refusalOf(member.http.call(conversationRoutes.takeOver, { params: { id: id as never } }))).toBe('not_found');
        expect((await member.http.call(conversationRoutes.list, {})).items.map((one) => one.id)).not.toContain(id);
      }
    }
    const things = { ...(await thingsOf(other, owner, inOther.id, contract)), merchantId: other.merchantId };
    for (const request of everyRoute(things).filter(({ name }) => /^(people\.(readShop|changeShop|listGroups|addGroup|changeGroup|listQuickReplies|addQuickReply)|library\.|product\.listProducts|floor\.acknowledge)/.test(name))) {
      for (const member of [people.agent, people.lead]) expect([request.name, (await send(elsewhere(), request, { cookie: member.cookie })).code]).toEqual([request.name, 'not_found']);
    }
    // Inside the group it works; out of it, by transfer, only the merchant's own may lead.
    await owner.http.call(conversationRoutes.transfer, { params: { id: inDefault.id as never }, body: { groupId: granted as never } });
    const desk = await goOnline(people.agent, elsewhere());
    await inState(world, inDefault.id, 'assigned', people.agent.id);
    expect(await refusalOf(people.agent.http.call(conversationRoutes.transfer, { params: { id: inDefault.id as never }, body: { groupId: shop.groupId as never } }))).toBe('not_found');
    expect(await refusalOf(people.lead.http.call(conversationRoutes.transfer, { params: { id: inDefault.id as never }, body: { groupId: other.groupId as never } }))).toBe('not_found');
    expect((await people.lead.http.call(conversationRoutes.takeOver, { params: { id: inDefault.id as never } })).assignee?.id).toBe(people.lead.id);
    for (const wire of [desk, ...wires, inOther.wire, inDefault.wire]) wire.cut();
  });
});
