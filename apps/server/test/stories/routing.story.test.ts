// Who gets whom: capacity, order, the freed slot, one assignment, transfers (routing/SPEC). Losing a conversation and waiting for one are told in routing-waiting.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttp, RefusedError, type Http } from '@qindesk/client';
import { conversationRoutes, consumerRoutes, peopleRoutes } from '@qindesk/protocol';
import { askHuman, closeBy, goOnline, inState, openWorld, refusalOf, startTalk, until, type Consumer, type Member, type Shop, type Wire, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(3); });
afterAll(() => world.close());

const at = (member: Member, process: number): Http => createHttp({ baseUrl: world.apps[process % 3]?.address ?? '', headers: { cookie: member.cookie } });
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
/** Refusals are answers here; what else fails fails the story. */
const may = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => { if (!(error instanceof RefusedError) || error.refusal.code === 'internal') throw error; });
const ask = async (shop: Shop, process = 0): Promise<{ consumer: Consumer; id: string; wire: Wire }> => {
  const consumer = await world.consumer(shop);
  const { id, wire } = await startTalk(consumer, world.apps[process % 3]?.address);
  await createHttp({ baseUrl: world.apps[process % 3]?.address ?? '', token: () => consumer.token }).call(consumerRoutes.askHuman, { params: { id: id as never } });
  return { consumer, id, wire };
};
const holderOf = async (id: string): Promise<string | null> => (await world.rows<{ assignee_id: string | null }>("SELECT assignee_id FROM conversations WHERE id = $1 AND state = 'assigned'", [id]))[0]?.assignee_id ?? null;
/** One agent online in the shop's only group. */
const onlineAgent = async (shop: Shop, capacity: number, process = 0, groups = [shop.groupId]): Promise<Member & { desk: Wire }> => {
  const member = await world.member(shop.merchantId, 'agent', { capacity, groups });
  return { ...member, desk: await goOnline(member, world.apps[process % 3]?.address) };
};

describe('capacity', () => {
  it('is never passed while sixty consumers ask three processes at once and agents close, transfer and are taken over from; all are served, each assignment once [RT1] [RT6]', async () => {
    const shop = await world.merchant();
    const groups = [shop.groupId, await world.group(shop, '售前'), await world.group(shop, '售后')];
    const agents: (Member & { desk: Wire })[] = [];
    for (let i = 0; i < 6; i++) agents.push(await onlineAgent(shop, 2 + (i % 2), i, [groups[i % 3] as string, groups[(i + 1) % 3] as string]));
    const leads = [await world.member(shop.merchantId, 'supervisor', { capacity: 2 }), await world.member(shop.merchantId, 'supervisor', { capacity: 3 })];
    let [over, samples] = [false, 0];
    const passed: unknown[] = [];
    const sampler = (async () => {
      while (!over) {
        passed.push(...await world.rows('SELECT a.member_id, a.capacity, count(*)::int AS held FROM agents a JOIN conversations c ON c.assignee_id = a.member_id AND c.state = $1 GROUP BY 1, 2 HAVING count(*) > a.capacity', ['assigned']));
        samples++;
      }
    })();
    const asked = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(shop, i)));
    const ids = asked.map((one) => one.id);
    const held = (member: Member) => world.rows<{ id: string }>("SELECT id FROM conversations WHERE assignee_id = $1 AND state = 'assigned' AND id = ANY($2)", [member.id, ids]);
    const rest = () => world.rows<{ id: string }>("SELECT id FROM conversations WHERE state <> 'closed' AND id = ANY($1)", [ids]);
    const work = async (member: Member, n: number): Promise<void> => {
      for (let turn = 0; !over; turn++) {
        const http = at(member, n + turn);
        const mine = await held(member);
        if (mine.length === 0) await until('something to do', async () => over || (await held(member)).length > 0).catch(() => undefined);
        for (const { id } of mine) {
          const params = { id: id as never };
          const chance = Math.random();
          if (chance < 0.55) await may(http.call(conversationRoutes.close, { params, body: { reason: '已解决' } }));
          else if (chance < 0.8) await may(http.call(conversationRoutes.transfer, { params, body: { memberId: pick(agents).id as never } }));
          else await may(http.call(conversationRoutes.transfer, { params, body: { groupId: pick(groups) as never } }));
        }
      }
    };
    const lead = async (member: Member, n: number): Promise<void> => {
      for (let turn = 0; !over; turn++) {
        const open = await rest();
        if (open.length > 0) await Promise.all([0, 1, 2].map((k) => may(at(member, n + k).call(conversationRoutes.takeOver, { params: { id: pick(open).id as never } }))));
        for (const { id } of await held(member)) await may(at(member, n).call(conversationRoutes.close, { params: { id: id as never }, body: { reason: '已解决' } }));
      }
    };
    const workers = [...agents.map(work), ...leads.map(lead)];
    await until('all are served', async () => (await rest()).length === 0, 45_000).finally(() => { over = true; });
    await Promise.all([...workers, sampler]);
    expect(passed).toEqual([]);
    expect(samples).toBeGreaterThan(50);
    // A draw follows a queue, and nothing else: two processes that draw one conversation would leave a draw after an assignment.
    expect(await world.rows(`SELECT v.conversation_id, v.number FROM conversation_moves v LEFT JOIN conversation_moves b ON b.merchant_id = v.merchant_id AND b.conversation_id = v.conversation_id AND b.number = v.number - 1
      WHERE v.merchant_id = $1 AND v.reason IN ('drawn', 'sticky') AND b.state IS DISTINCT FROM 'queued'`, [shop.merchantId])).toEqual([]);
    expect(await world.rows('SELECT 1 FROM queue_entries WHERE merchant_id = $1', [shop.merchantId])).toEqual([]);
    for (const one of [...asked.map(({ wire }) => wire), ...agents.map(({ desk }) => desk)]) one.cut();
  }, 120_000);
});

describe('the last slots', () => {
  it('of an agent and of a supervisor are given once each, though twelve transfers, take-overs and draws on three processes want them at once [RT1] [RT6]', async () => {
    for (let round = 0; round < 2; round++) {
      const shop = await world.merchant();
      const groups = [shop.groupId, await world.group(shop, '甲'), await world.group(shop, '乙')];
      const lead = await world.member(shop.merchantId, 'supervisor', { capacity: 2 });
      const holder = await onlineAgent(shop, 20);
      const talks = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(shop, i)));
      for (const { id } of talks) await inState(world, id, 'assigned', holder.id);
      const target = await onlineAgent(shop, 3, 1, groups.slice(1));
      const results = await Promise.all(talks.map(({ id }, i) => {
        const params = { id: id as never };
        if (i % 3 === 0) return refusalOf(at(lead, i).call(conversationRoutes.takeOver, { params }));
        return refusalOf(at(lead, i).call(conversationRoutes.transfer, { params, body: i % 3 === 1 ? { memberId: target.id as never } : { groupId: groups[1 + (i % 2)] as never } }));
      }));
      const held = async (member: Member) => (await world.rows('SELECT 1 FROM conversations WHERE assignee_id = $1 AND state = $2', [member.id, 'assigned'])).length;
      await until('the slots are full', async () => (await held(target)) === 3);
      expect([await held(lead), await held(target)]).toEqual([2, 3]);
      expect(results.filter((_, i) => i % 3 === 0).sort()).toEqual(['agent_full', 'agent_full', undefined, undefined].sort());
      expect(results.every((code) => code === undefined || code === 'agent_full')).toBe(true);
      for (const one of [holder.desk, target.desk, ...talks.map(({ wire }) => wire)]) one.cut();
    }
  });
});

describe('the order', () => {
  it('is the time of asking for one agent of one slot: the first asked is the first served, nobody starves [RT2] [RT3]', async () => {
    const shop = await world.merchant();
    const asked: string[] = [];
    for (let i = 0; i < 9; i++) asked.push((await ask(shop, i)).id);
    const agent = await onlineAgent(shop, 1);
    for (const id of asked) {
      await inState(world, id, 'assigned', agent.id);
      await closeBy(agent, id);
    }
    const served = await world.rows<{ id: string }>("SELECT conversation_id AS id FROM conversation_moves WHERE assignee_id = $1 AND state = 'assigned' ORDER BY at", [agent.id]);
    expect(served.map((row) => row.id)).toEqual(asked);
    agent.desk.cut();
  });

  it('goes over all groups that an agent serves, priority before time [RT2]', async () => {
    const shop = await world.merchant();
    const other = await world.group(shop, '售后');
    const [lead, agent] = [await world.member(shop.merchantId, 'supervisor'), await world.member(shop.merchantId, 'agent', { capacity: 1, groups: [shop.groupId, other] })];
    const asked: string[] = [];
    for (let i = 0; i < 6; i++) {
      const { id } = await ask(shop, i);
      if (i % 2) await lead.http.call(conversationRoutes.transfer, { params: { id: id as never }, body: { groupId: other as never } });
      asked.push(id);
    }
    await world.rows('UPDATE queue_entries SET priority = 100 WHERE conversation_id = $1', [asked[4]]);
    const desk = await goOnline(agent);
    const order = [asked[4], asked[0], asked[1], asked[2], asked[3], asked[5]] as string[];
    for (const id of order) {
      await inState(world, id, 'assigned', agent.id);
      await closeBy(agent, id);
    }
    desk.cut();
  });
});

describe('a freed slot', () => {
  /** The sweep that mends what a crash left would hide a reaction that fails: it is held off by its own lock (platform/jobs/every). */
  const withoutSweep = async (story: () => Promise<void>): Promise<void> => {
    let key = 7;
    for (const char of 'sweep-routing') key = (key * 31 + char.charCodeAt(0)) | 0;
    const client = await world.apps[0]?.house.db.pool.connect();
    if (!client) throw new Error('no process');
    try {
      await client.query('SELECT pg_advisory_lock(4242, $1)', [key]);
      await story();
    } finally {
      await client.query('SELECT pg_advisory_unlock(4242, $1)', [key]);
      client.release();
    }
  };

  it('draws at once, by the reaction to what freed it: close, transfer, take-over, the consumer’s end, coming online, on whatever process [RT3]', async () => {
    const shop = await world.merchant();
    const agent = await onlineAgent(shop, 1, 1);
    const [lead, elsewhere] = [await world.member(shop.merchantId, 'supervisor', { capacity: 50 }), await world.group(shop, '别处')];
    await withoutSweep(async () => {
      let current = await ask(shop);
      await inState(world, current.id, 'assigned', agent.id);
      const frees: ((id: string, consumer: Consumer) => Promise<unknown>)[] = [
        (id) => closeBy(agent, id),
        (id) => at(agent, 2).call(conversationRoutes.transfer, { params: { id: id as never }, body: { groupId: elsewhere as never } }),
        (id) => at(lead, 1).call(conversationRoutes.takeOver, { params: { id: id as never } }),
        (id, consumer) => consumer.http.call(consumerRoutes.close, { params: { id: id as never } }),
        async () => { await agent.desk.ask({ type: 'presence.set', state: 'busy' }); await closeBy(agent, current.id); await agent.desk.ask({ type: 'presence.set', state: 'online' }); },
      ];
      for (const [i, free] of frees.entries()) {
        const next = await ask(shop, i);
        await inState(world, next.id, 'queued');
        await free(current.id, current.consumer);
        await inState(world, next.id, 'assigned', agent.id);
        current = next;
      }
    });
    agent.desk.cut();
  });

  it('is not filled while the agent is busy, on a break or away [RT3]', async () => {
    const shop = await world.merchant();
    const agent = await onlineAgent(shop, 5);
    for (const state of ['busy', 'break', 'away'] as const) {
      await agent.desk.ask({ type: 'presence.set', state });
      const { id } = await ask(shop);
      // Another agent who is free gets it: so the draw has been, and has passed over the first.
      const other = await onlineAgent(shop, 1);
      await inState(world, id, 'assigned', other.id);
      await closeBy(other, id);
      await other.desk.ask({ type: 'presence.set', state: 'away' });
    }
    agent.desk.cut();
  });
});

describe('the choice', () => {
  it('is the agent who served this consumer last, though another is less busy [RT6]', async () => {
    const shop = await world.merchant();
    const known = await onlineAgent(shop, 3);
    const first = await ask(shop);
    await inState(world, first.id, 'assigned', known.id);
    await closeBy(known, first.id);
    const second = await ask(shop);
    await inState(world, second.id, 'assigned', known.id);
    const idle = await onlineAgent(shop, 3);
    const { id, wire } = await startTalk(first.consumer);
    await askHuman(first.consumer, id);
    expect(await holderOf(id)).toBe(known.id);
    expect(await world.rows("SELECT reason FROM conversation_moves WHERE conversation_id = $1 AND state = 'assigned'", [id])).toEqual([{ reason: 'sticky' }]);
    for (const one of [wire, idle.desk, known.desk]) one.cut();
  });

  it('is never somebody whose role does not serve, though they stand in the group and are online [CM7]', async () => {
    const shop = await world.merchant();
    const trainer = await world.member(shop.merchantId, 'trainer', { capacity: 9, groups: [shop.groupId] });
    const desk = await goOnline(trainer);
    const { id, wire } = await ask(shop);
    const agent = await onlineAgent(shop, 1);
    await inState(world, id, 'assigned', agent.id);
    expect(await world.rows('SELECT 1 FROM conversation_moves WHERE assignee_id = $1', [trainer.id])).toEqual([]);
    for (const one of [desk, wire, agent.desk]) one.cut();
  });

  it('is the least busy by share of capacity, then the longest idle', async () => {
    const shop = await world.merchant();
    const [small, large] = [await onlineAgent(shop, 2), await onlineAgent(shop, 4)];
    const counts = async () => Promise.all([small, large].map(async ({ id }) => (await world.rows('SELECT 1 FROM conversations WHERE assignee_id = $1', [id])).length));
    for (let i = 0; i < 3; i++) await ask(shop, i);
    expect(await counts()).toEqual([1, 2]);
    for (let i = 0; i < 3; i++) await ask(shop, i);
    expect(await counts()).toEqual([2, 4]);
    small.desk.cut(); large.desk.cut();
  });
});

describe('a transfer', () => {
  it('to a full agent is refused, to one who is not online too; to a full group it queues there and the consumer sees the position [RT1] [RT5]', async () => {
    const shop = await world.merchant();
    const busy = await world.group(shop, '忙组');
    const [from, full, absent] = [await onlineAgent(shop, 3), await onlineAgent(shop, 1, 1, [busy]), await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] })];
    const talks = [await ask(shop), await ask(shop), await ask(shop)];
    for (const { id } of talks) await inState(world, id, 'assigned', from.id);
    const [one, two, three] = talks.map(({ id }) => ({ id: id as never })) as [{ id: never }, { id: never }, { id: never }];
    const transfer = (params: { id: never }, body: object) => refusalOf(from.http.call(conversationRoutes.transfer, { params, body: body as never }));
    expect(await transfer(one, { memberId: absent.id })).toBe('agent_not_available');
    expect(await transfer(one, { memberId: full.id })).toBeUndefined();
    expect(await holderOf(one.id)).toBe(full.id);
    expect(await transfer(two, { memberId: full.id })).toBe('agent_full');
    expect(await transfer(two, { memberId: from.id })).toBe('move_not_possible');
    expect(await transfer(two, {})).toBe('invalid');
    expect(await transfer(two, { memberId: full.id, groupId: busy })).toBe('invalid');
    expect(await holderOf(two.id)).toBe(from.id);
    expect(await transfer(two, { groupId: busy, note: '转给忙组' })).toBeUndefined();
    expect(await transfer(three, { groupId: busy })).toBeUndefined();
    await talks[1]?.wire.heard('conversation.changed', (frame) => 'queue' in frame.conversation && frame.conversation.queue?.position === 1);
    await talks[2]?.wire.heard('conversation.changed', (frame) => 'queue' in frame.conversation && frame.conversation.queue?.position === 2);
    await closeBy(full, one.id);
    await inState(world, two.id, 'assigned', full.id);
    expect((await full.http.call(conversationRoutes.context, { params: two })).notes.map((note) => note.text)).toEqual(['转给忙组']);
    for (const wire of [from.desk, full.desk, ...talks.map((talk) => talk.wire)]) wire.cut();
  });
});

describe('a group', () => {
  it('that several people fill at once is as one of them left it', async () => {
    const shop = await world.merchant();
    const owner = await world.member(shop.merchantId, 'owner');
    const agents = [await world.member(shop.merchantId, 'agent'), await world.member(shop.merchantId, 'agent')];
    const wanted = [[agents[0]?.id], [agents[1]?.id], agents.map(({ id }) => id)];
    const change = (memberIds: readonly unknown[], process: number) => at(owner, process).call(peopleRoutes.changeGroup, { params: { id: shop.groupId as never }, body: { memberIds: memberIds as never } });
    for (let round = 0; round < 4; round++) {
      await Promise.all(wanted.flatMap((ids, i) => [change(ids, i), change(ids, i + 1)]));
      const left = (await world.rows<{ member_id: string }>('SELECT member_id FROM group_members WHERE group_id = $1 ORDER BY 1', [shop.groupId])).map((row) => row.member_id);
      expect(wanted.map((ids) => [...ids].sort())).toContainEqual(left);
    }
  });
});
