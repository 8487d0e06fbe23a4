// Another merchant's ids answer like ids that do not exist, on every route and socket command; who is not signed in, or comes from another site, gets nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientFrame, uploadPath } from '@qindesk/protocol';
import { everyRoute, send, type Answer, type RouteRequest } from '../world/every-route.ts';
import { furnish, unknownThings, type Furnished } from '../world/things.ts';
import { clientId, openWire, openWorld, startTalk, until, type Member, type Wire, type World } from '../world/world.ts';

let world: World;
/** Whose things are asked for, and who asks. */
let theirs: Furnished;
let mine: Furnished;
const staff: Member[] = [];
beforeAll(async () => {
  world = await openWorld();
  [theirs, mine] = [await furnish(world), await furnish(world)];
  for (const role of ['owner', 'supervisor', 'agent', 'trainer', 'inspector'] as const) staff.push(await world.member(mine.shop.merchantId, role, role === 'agent' ? { groups: [mine.shop.groupId] } : {}));
  for (const role of ['owner', 'supervisor', 'agent'] as const) staff.push(await world.member(mine.provider.id, role));
}, 120_000);
afterAll(() => world.close());

const isPublic = ({ route }: RouteRequest): boolean => route.audience === 'public';
const told = ({ status, code, field, text }: Answer) => ({ status, code, field, text: status === 200 ? '' : text });

/** Everything of a merchant, as one text a table. */
const everythingOf = async (merchantId: string): Promise<Record<string, string>> => {
  const tables = ['conversations', 'conversation_moves', 'messages', 'notes', 'questions', 'phrasings', 'quick_replies', 'groups', 'group_members', 'shops', 'alarms', 'queue_entries', 'products', 'orders', 'library_versions', 'contracts', 'handovers', 'consumers'];
  const found: Record<string, string> = {};
  for (const table of tables) found[table] = (await world.rows<{ all: string | null }>(`SELECT string_agg(t::text, ';' ORDER BY t::text) AS all FROM ${table} t WHERE merchant_id = $1`, [merchantId]))[0]?.all ?? '';
  found.members = (await world.rows<{ all: string | null }>("SELECT string_agg(m::text || a.state || a.capacity, ';' ORDER BY m.id) AS all FROM members m JOIN agents a ON a.member_id = m.id WHERE organisation_id = $1", [merchantId]))[0]?.all ?? '';
  return found;
};

describe('ids of another merchant', () => {
  it('answer on every route like ids that do not exist, for every role of merchant and provider and for consumers, and nothing is changed [SC1]', async () => {
    const unknown = unknownThings(mine.provider.code);
    const real = { ...theirs.things, providerCode: mine.provider.code };
    const stranger = await world.consumer(theirs.shop);
    await until('the house has looked at the alarm', async () => (await world.rows('SELECT 1 FROM alarms WHERE id = $1 AND resolved_at IS NOT NULL', [theirs.things.alarmId])).length > 0);
    const before = await everythingOf(theirs.shop.merchantId);
    const different: unknown[] = [];
    for (const { cookie } of staff) {
      const [asked, absent] = [everyRoute(real), everyRoute(unknown)];
      for (const [i, request] of asked.entries()) {
        if (isPublic(request) || request.route.audience === 'consumer') continue;
        const [one, two] = [told(await send(world.address, request, { cookie })), told(await send(world.address, absent[i] as RouteRequest, { cookie }))];
        if (JSON.stringify(one) !== JSON.stringify(two)) different.push([request.name, one, two]);
        if (one.status >= 500) different.push([request.name, one]);
      }
    }
    for (const { token } of [mine.consumer, stranger]) {
      for (const request of everyRoute(real).filter(({ route }) => route.audience === 'consumer')) {
        const headers = { authorization: `Bearer ${token}` };
        const [one, two] = [told(await send(world.address, request, headers)), told(await send(world.address, everyRoute(unknown).find(({ name }) => name === request.name) as RouteRequest, headers))];
        if (JSON.stringify(one) !== JSON.stringify(two)) different.push([request.name, one, two]);
      }
    }
    expect(different).toEqual([]);
    expect(await everythingOf(theirs.shop.merchantId)).toEqual(before);
  }, 120_000);

  it('as targets of one’s own things are not found either: transfers, groups, follow-ups, cards, contracts [SC1]', async () => {
    const [owner] = staff as [Member];
    const unknown = unknownThings(mine.provider.code);
    const tries = (t: typeof unknown): Omit<RouteRequest, 'name'>[] => everyRoute(mine.things).flatMap((request) => {
      const bodies: Record<string, unknown[]> = {
        'conversation.transfer': [{ memberId: t.memberId }, { groupId: t.groupId }],
        'people.changeGroup': [{ memberIds: [t.memberId] }], 'people.addGroup': [{ name: '新组', memberIds: [t.memberId] }],
        'contract.propose': [{ ...(request.body as object), shopIds: [t.shopId] }, { ...(request.body as object), groupIds: [t.groupId] }],
        'library.addQuestion': [{ ...(request.body as object), followUpIds: [t.questionId] }, { ...(request.body as object), answers: [{ type: 'product', productId: t.productId }] }],
      };
      return (bodies[request.name] ?? []).map((body) => ({ ...request, body }));
    });
    const [real, absent] = [tries(theirs.things), tries(unknown)];
    for (const [i, request] of real.entries()) {
      const [one, two] = [await send(world.address, request, { cookie: owner.cookie }), await send(world.address, absent[i] as RouteRequest, { cookie: owner.cookie })];
      expect([request.route.path, told(one)]).toEqual([request.route.path, told(two)]);
      expect(one.code).toBe('not_found');
    }
  });

  it('answer on every socket command like ids that do not exist [SC1]', async () => {
    const unknown = unknownThings('');
    const commands = (t: typeof unknown): object[] => [
      { type: 'message.send', conversationId: t.conversationId, clientId: 'the-same-id', body: { type: 'text', text: '冒充' } },
      { type: 'message.send', conversationId: mine.things.conversationId, clientId: clientId(), body: { type: 'product', productId: t.productId } },
      { type: 'message.send', conversationId: mine.things.conversationId, clientId: clientId(), body: { type: 'order', orderId: t.orderId } },
      { type: 'conversation.watch', conversationId: t.conversationId, afterSeq: 0 }, { type: 'conversation.resume', conversationId: t.conversationId, afterSeq: 0 }, { type: 'conversation.unwatch', conversationId: t.conversationId },
      { type: 'board.watch', merchantId: t.merchantId, shopId: null }, { type: 'board.watch', merchantId: mine.things.merchantId, shopId: t.shopId }, { type: 'board.watch', merchantId: t.merchantId, shopId: t.shopId },
    ];
    const silent = (t: typeof unknown): object[] => [{ type: 'typing', conversationId: t.conversationId, on: true }, { type: 'read', conversationId: t.conversationId, seq: 1 }];
    const kinds = (clientFrame as unknown as { options: { shape: { type: { value: string } } }[] }).options.map((option) => option.shape.type.value);
    const covered = [...commands(unknown), ...silent(unknown)].map((frame) => (frame as { type: string }).type);
    expect(kinds.filter((kind) => !covered.includes(kind)), 'the rest takes no ids').toEqual(['hello', 'conversation.start', 'presence.set', 'board.unwatch', 'ping']);
    const watching = await theirs.owner.wire();
    await watching.ask({ type: 'conversation.watch', conversationId: theirs.things.conversationId });
    const wires: Wire[] = [...(await Promise.all(staff.map((member) => member.wire()))), await mine.consumer.wire(), await (await world.consumer(theirs.shop)).wire()];
    const heard = watching.frames.length;
    for (const wire of wires) {
      const [real, absent] = [commands(theirs.things), commands(unknown)];
      for (const [i, frame] of real.entries()) {
        const [one, two] = [{ ...(await wire.ask(frame)), ref: 0 }, { ...(await wire.ask(absent[i] as object)), ref: 0 }];
        expect([frame, one]).toEqual([frame, two]);
        if (one.type !== 'refused') expect(frame).toMatchObject({ type: 'conversation.unwatch' });
      }
      for (const frame of silent(theirs.things)) wire.raw(JSON.stringify(frame));
      await wire.ask({ type: 'conversation.unwatch', conversationId: unknown.conversationId });
      expect(JSON.stringify(wire.frames)).not.toContain(theirs.things.merchantId);
    }
    // A hello that resumes it is told that it is gone, as of one that is not there.
    const hello = (id: string) => staff[0]?.wire(world.address, [{ conversationId: id, afterSeq: 0 }]) as Promise<Wire>;
    for (const id of [theirs.things.conversationId, unknown.conversationId]) {
      const wire = await hello(id);
      await wire.heard('conversation.removed', (frame) => frame.conversationId === id && frame.reason === 'access_ended');
      expect(wire.messages()).toEqual([]);
      wire.cut();
    }
    expect(watching.frames.slice(heard)).toEqual([]);
    for (const wire of [...wires, watching]) wire.cut();
  });
});

describe('who asks', () => {
  it('without a sign-in, or with the wrong kind of one, is refused on every route', async () => {
    const { token } = mine.consumer;
    const [owner] = staff as [Member];
    for (const request of everyRoute(mine.things)) {
      const asked = async (headers: Record<string, string>) => { const { status, code } = await send(world.address, request, headers); return [request.name, status, code]; };
      if (request.route.audience === 'member') {
        for (const headers of [{}, { cookie: 'qindesk.session_token=nonsense' }, { cookie: `${owner.cookie}x` }, { authorization: `Bearer ${token}` }]) expect(await asked(headers as Record<string, string>)).toEqual([request.name, 401, 'not_signed_in']);
      }
      if (request.route.audience === 'consumer') {
        for (const headers of [{}, { cookie: owner.cookie }, { authorization: 'Bearer ' }, { authorization: `Bearer ${token}x` }, { authorization: `Bearer ct_${'A'.repeat(43)}` }, { authorization: `Basic ${token}` }]) expect(await asked(headers as Record<string, string>)).toEqual([request.name, 401, 'bad_token']);
      }
    }
  });

  it('from another site with a member’s cookie is refused on every route, upload and socket; a consumer’s page may be anywhere', async () => {
    const [owner] = staff as [Member];
    for (const origin of ['https://evil.example', 'null', `${world.address}.evil.example`, 'http://127.0.0.1:1']) {
      for (const request of everyRoute(mine.things).filter(({ route }) => route.audience === 'member')) {
        const answer = await send(world.address, request, { cookie: owner.cookie, origin });
        expect([request.name, answer.status, answer.code]).toEqual([request.name, 403, 'bad_origin']);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
      const upload = await fetch(world.address + uploadPath, { method: 'POST', headers: { cookie: owner.cookie, origin, 'content-type': 'image/png' }, body: Buffer.from('89504e470d0a1a0a0000000d494844520000', 'hex') });
      expect([upload.status, ((await upload.json()) as { code: string }).code]).toEqual([403, 'bad_origin']);
      const signIn = await fetch(`${world.address}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ email: owner.email, password: 'a-password-of-tests' }) });
      expect([signIn.status, signIn.headers.getSetCookie()]).toEqual([403, []]);
      const wire = await openWire(world.address, { as: 'member' }, { cookie: owner.cookie, origin });
      expect(wire.frames[0]).toMatchObject({ type: 'refused', refusal: { code: 'bad_origin' } });
      await until('it is closed', () => wire.closed());
      const page = await openWire(world.address, { as: 'consumer', token: mine.consumer.token }, { origin });
      expect(page.frames[0]).toMatchObject({ type: 'welcome' });
      page.cut();
    }
    expect((await send(world.address, everyRoute(mine.things).find(({ name }) => name === 'people.me') as RouteRequest, { cookie: owner.cookie, origin: world.address })).status).toBe(200);
  });

  it('by a socket as the other kind, or before hello, is refused', async () => {
    const [owner] = staff as [Member];
    const tries: [object, Record<string, string>, string][] = [
      [{ as: 'member', token: mine.consumer.token }, {}, 'not_signed_in'], [{ as: 'consumer' }, { cookie: owner.cookie }, 'bad_token'], [{ as: 'consumer', token: 'ct_x' }, {}, 'bad_token'], [{ as: 'member', protocol: 99 }, { cookie: owner.cookie }, 'protocol_version'],
    ];
    for (const [hello, headers, code] of tries) {
      const wire = await openWire(world.address, hello, headers);
      expect(wire.frames[0]).toMatchObject({ type: 'refused', refusal: { code } });
      await until('it is closed', () => wire.closed());
    }
    const desk = await owner.wire();
    expect(await desk.ask({ type: 'conversation.start' })).toMatchObject({ type: 'refused', refusal: { code: 'not_allowed' } });
    const { wire } = await startTalk(mine.consumer);
    for (const frame of [{ type: 'presence.set', state: 'online' }, { type: 'conversation.watch', conversationId: mine.things.conversationId }, { type: 'board.watch', merchantId: mine.things.merchantId, shopId: null }]) {
      expect(await wire.ask(frame)).toMatchObject({ type: 'refused', refusal: { code: 'not_allowed' } });
    }
    desk.cut(); wire.cut();
  });
});
