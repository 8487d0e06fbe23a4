// Who somebody is: sign-in and out, revoked sessions, inactive members, consumers' tokens and JWTs, and what may be uploaded by whom.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignJWT } from 'jose';
import { createHttp } from '@qindesk/client';
import { consumerRoutes, conversationRoutes, peopleRoutes, refusalKinds, uploadLimitBytes, uploadPath, type RefusalCode } from '@qindesk/protocol';
import { askHuman, goOnline, inState, openWire, openWorld, refusalOf, sayOn, startTalk, until, type Consumer, type Member, type Shop, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
let owner: Member;
beforeAll(async () => { world = await openWorld(2); shop = await world.merchant(); owner = await world.member(shop.merchantId, 'owner'); });
afterAll(() => world.close());

const password = 'a-password-of-tests';
const signIn = (email: string, secret: string) => fetch(`${world.address}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: secret }) });
const me = (member: Pick<Member, 'cookie'>) => refusalOf(createHttp({ baseUrl: world.address, headers: { cookie: member.cookie } }).call(peopleRoutes.me));

describe('a member', () => {
  it('signs in with e-mail and password, by a cookie that scripts cannot read; a wrong password and an unknown e-mail answer alike', async () => {
    const member = await world.member(shop.merchantId, 'agent');
    const good = await signIn(member.email, password);
    expect(good.status).toBe(200);
    for (const cookie of good.headers.getSetCookie()) expect(cookie).toMatch(/HttpOnly/i);
    expect(good.headers.getSetCookie().join()).toMatch(/SameSite=(Lax|Strict)/i);
    const refusals = await Promise.all([signIn(member.email, 'not-the-password'), signIn('nobody@people.example', password), signIn('nobody@people.example', 'x'), signIn(member.email, '')].map(async (one) => { const answer = await one; return [answer.status, ((await answer.json()) as { code: string }).code, answer.headers.getSetCookie()]; }));
    expect(refusals.slice(0, 2)).toEqual([[401, 'wrong_credentials', []], [401, 'wrong_credentials', []]]);
    for (const [status, code] of refusals.slice(2)) expect([[400, 'invalid'], [401, 'wrong_credentials']]).toContainEqual([status, code]);
  });

  it('is signed up by nobody but an owner: the ways of the library that the product does not use are closed', async () => {
    for (const path of ['sign-up/email', 'forget-password', 'reset-password', 'delete-user', 'update-user', 'change-email', 'list-accounts', 'ok', 'error', '../../v1/me', 'sign-in/social']) {
      const answer = await fetch(`${world.address}/api/auth/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'new@people.example', password, name: '新人' }) });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect(await world.rows("SELECT 1 FROM auth_users WHERE email = 'new@people.example'")).toEqual([]);
  });

  it('signs out, and the sockets of that sign-in are closed; another sign-in of the same person lives on', async () => {
    const member = await world.member(shop.merchantId, 'agent');
    const second = (await signIn(member.email, password)).headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const [here, there] = [await member.wire(world.apps[1]?.address), await openWire(world.address, { as: 'member' }, { cookie: second })];
    const out = await fetch(`${world.address}/api/auth/sign-out`, { method: 'POST', headers: { cookie: member.cookie, 'content-type': 'application/json' }, body: '{}' });
    expect(out.status).toBe(200);
    expect([await me(member), await me({ cookie: second })]).toEqual(['not_signed_in', undefined]);
    await here.heard('goodbye', (frame) => frame.reason === 'signed_out');
    await until('the socket is closed', () => here.closed());
    expect(there.closed()).toBe(false);
    expect((await there.ask({ type: 'presence.set', state: 'busy' })).type).toBe('done');
    there.cut();
  });

  it('whose session is revoked or runs out loses the socket', async () => {
    const [revoked, over] = [await world.member(shop.merchantId, 'agent'), await world.member(shop.merchantId, 'agent')];
    const wires = [await revoked.wire(), await over.wire()];
    const user = 'SELECT user_id FROM members WHERE id = $1';
    await world.rows(`DELETE FROM auth_sessions WHERE "userId" = (${user})`, [revoked.id]);
    await world.rows(`UPDATE auth_sessions SET "expiresAt" = now() - interval '1 second' WHERE "userId" = (${user})`, [over.id]);
    for (const wire of wires) { await wire.heard('goodbye', (frame) => frame.reason === 'signed_out'); await until('the socket is closed', () => wire.closed()); }
    expect([await me(revoked), await me(over)]).toEqual(['not_signed_in', 'not_signed_in']);
  });

  it('made inactive is out at once: requests, sockets, sign-in; what they held is with somebody else', async () => {
    const [leaver, stays] = [await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] }), await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] })];
    const desk = await goOnline(leaver, world.apps[1]?.address);
    const consumer = await world.consumer(shop);
    const { id, wire } = await startTalk(consumer);
    await askHuman(consumer, id);
    await inState(world, id, 'assigned', leaver.id);
    const other = await goOnline(stays);
    expect((await owner.http.call(peopleRoutes.changeMember, { params: { id: leaver.id as never }, body: { active: false } })).active).toBe(false);
    expect(await me(leaver)).toBe('not_signed_in');
    await desk.heard('goodbye', (frame) => frame.reason === 'access_ended' || frame.reason === 'signed_out');
    await until('the socket is closed', () => desk.closed());
    await inState(world, id, 'assigned', stays.id);
    // The password is right; who is inactive gets nothing with what it opens.
    const again = (await signIn(leaver.email, password)).headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    expect(await me({ cookie: again })).toBe('not_signed_in');
    const refused = await openWire(world.address, { as: 'member' }, { cookie: again });
    expect(refused.frames[0]).toMatchObject({ type: 'refused', refusal: { code: 'not_signed_in' } });
    expect(await refusalOf(owner.http.call(peopleRoutes.changeMember, { params: { id: owner.id as never }, body: { active: false } }))).toBe('not_allowed');
    for (const one of [other, wire]) one.cut();
  });

  it('whose role changes has the new rights at once, on the open socket too; what they may no longer serve goes back to the queue', async () => {
    const [changed, stays] = [await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] }), await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] })];
    const desk = await goOnline(changed);
    const consumer = await world.consumer(shop);
    const { id, wire } = await startTalk(consumer);
    await askHuman(consumer, id);
    await inState(world, id, 'assigned', changed.id);
    const other = await goOnline(stays);
    await owner.http.call(peopleRoutes.changeMember, { params: { id: changed.id as never }, body: { role: 'trainer' } });
    await desk.heard('access.changed');
    await inState(world, id, 'assigned', stays.id);
    expect((await sayOn(desk, id, '还能说吗')).type).toBe('refused');
    expect(await refusalOf(changed.http.call(conversationRoutes.read, { params: { id: id as never } }))).toBe('not_found');
    for (const one of [desk, other, wire]) one.cut();
  });
});

const secretOf = async (of: Shop): Promise<string> => (await world.rows<{ signing_secret: string }>('SELECT signing_secret FROM shops WHERE id = $1', [of.shopId]))[0]?.signing_secret ?? '';
const sign = (secret: string, claims: Record<string, unknown>, alg = 'HS256', expires: number | null = 3600): Promise<string> => {
  const jwt = new SignJWT(claims).setProtectedHeader({ alg }).setIssuedAt();
  return (expires === null ? jwt : jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expires)).sign(Buffer.from(secret));
};
const session = (body: object) => createHttp({ baseUrl: world.address }).call(consumerRoutes.startSession, { body: { shopId: shop.shopId as never, ...body } });

describe('a consumer', () => {
  it('signed by the shop is the same person on every device, with the same conversations; the name comes from the shop', async () => {
    const secret = await secretOf(shop);
    const jwt = await sign(secret, { sub: 'user-1', name: '王小姐' });
    const [phone, laptop] = [await session({ jwt }), await session({ jwt })];
    expect([phone.consumer, laptop.consumer]).toEqual([{ id: phone.consumer.id, name: '王小姐', signed: true }, { id: phone.consumer.id, name: '王小姐', signed: true }]);
    expect(phone.token).not.toBe(laptop.token);
    const wire = await openWire(world.address, { as: 'consumer', token: phone.token });
    const started = await wire.ask({ type: 'conversation.start' });
    const history = await createHttp({ baseUrl: world.address, token: () => laptop.token }).call(consumerRoutes.history);
    expect(history.items.map((one) => one.id)).toEqual([started.type === 'done' && started.conversation?.id]);
    expect((await session({ jwt: await sign(secret, { sub: 'user-2', name: '李先生' }) })).consumer.id).not.toBe(phone.consumer.id);
    wire.cut();
  });

  it('with a JWT that is not the shop’s, not of now, or not signed is refused', async () => {
    const other = await world.merchant();
    const [secret, foreign] = [await secretOf(shop), await secretOf(other)];
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 'user-1', exp: Math.floor(Date.now() / 1000) + 600 };
    const good = await sign(secret, { sub: 'user-1' });
    const [head, body, signature] = good.split('.') as [string, string, string];
    const unsigned = `${part({ alg: 'none' })}.${part(claims)}`;
    const bad: Record<string, string> = {
      expired: await sign(secret, { sub: 'user-1' }, 'HS256', -120), 'signed with another secret': await sign('another-secret-of-thirty-two-bytes!!', { sub: 'user-1' }), 'of another shop': await sign(foreign, { sub: 'user-1' }),
      'alg none': `${unsigned}.`, 'alg none with a signature': `${unsigned}.${signature}`, 'alg None': `${part({ alg: 'None' })}.${part(claims)}.`, 'living longer than a day': await sign(secret, { sub: 'user-1' }, 'HS256', 86_400 + 600),
      'without an end': await sign(secret, { sub: 'user-1' }, 'HS256', null), 'without a person': await sign(secret, {}), 'with an empty person': await sign(secret, { sub: '' }), 'with a very long person': await sign(secret, { sub: 'x'.repeat(129) }),
      'with a person that no database holds': await sign(secret, { sub: 'user\u0000-1' }), 'of another algorithm': await sign(secret.repeat(2), { sub: 'user-1' }, 'HS512'),
      'changed after signing': `${head}.${part({ ...claims, sub: 'user-9' })}.${signature}`, 'cut short': `${head}.${body}.${signature.slice(0, -4)}`, 'not a JWT': 'nonsense', 'of four parts': `${good}.x`,
      'keyed by a header': `${part({ alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } })}.${part(claims)}.${createHmac('sha256', Buffer.from('AAAA', 'base64')).update('x').digest('base64url')}`,
    };
    for (const [what, jwt] of Object.entries(bad)) expect([what, await refusalOf(session({ jwt }))]).toEqual([what, 'bad_token']);
    expect((await session({ jwt: good })).consumer.signed).toBe(true);
    // What the shop may write in a name is kept as far as it can be.
    expect((await session({ jwt: await sign(secret, { sub: 'user-3', name: '张\u0000三', phone: '13\u0000' }) })).consumer.name).toBe('张三');
  });

  it('anonymous keeps identity by the token; a token of another shop counts as none there, and opens nothing', async () => {
    const other = await world.merchant();
    const first = await session({});
    expect((await session({ token: first.token })).consumer).toEqual(first.consumer);
    const elsewhere = await createHttp({ baseUrl: world.address }).call(consumerRoutes.startSession, { body: { shopId: other.shopId as never, token: first.token } });
    expect(elsewhere.token).not.toBe(first.token);
    expect(elsewhere.consumer.id).not.toBe(first.consumer.id);
    const mine: Consumer = await world.consumer(shop);
    const { id, wire } = await startTalk(mine);
    const stranger = createHttp({ baseUrl: world.address, token: () => elsewhere.token });
    for (const route of [consumerRoutes.messages, consumerRoutes.askHuman, consumerRoutes.close]) expect(await refusalOf(stranger.call(route as typeof consumerRoutes.close, { params: { id: id as never } }))).toBe('not_found');
    expect(await refusalOf(createHttp({ baseUrl: world.address }).call(consumerRoutes.startSession, { body: { shopId: 'shp_0000000000000000000000' as never } }))).toBe('not_found');
    wire.cut();
  });
});

describe('an upload', () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64, 7)]);
  const upload = async (bytes: Buffer | string, contentType: string, headers: Record<string, string>): Promise<{ status: number; body: { code?: RefusalCode; url?: string; contentType?: string } }> => {
    const answer = await fetch(world.address + uploadPath, { method: 'POST', headers: { 'content-type': contentType, ...headers }, body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes) });
    return { status: answer.status, body: (await answer.json()) as never };
  };

  it('of a picture is taken from consumers and members, told by its bytes, and served so that it can do nothing', async () => {
    const { token } = await world.consumer(shop);
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: owner.cookie }] as Record<string, string>[]) {
      const { status, body } = await upload(png, 'text/html', headers);
      expect([status, body.contentType]).toEqual([200, 'image/png']);
      expect(body.url).toMatch(/^\/files\/[0-9a-f]{32}\.png$/);
      const file = await fetch(world.address + (body.url ?? ''));
      expect([file.status, file.headers.get('content-type'), file.headers.get('x-content-type-options')]).toEqual([200, 'image/png', 'nosniff']);
      expect(file.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
      expect((await fetch(`${world.apps[1]?.address ?? ''}${body.url ?? ''}`)).status).toBe(200);
    }
  });

  it('of anything else is refused: SVG, HTML, scripts, wrong or empty bytes, too much of it, by nobody', async () => {
    const { token } = await world.consumer(shop);
    const headers = { authorization: `Bearer ${token}` };
    const wrong: [string, Buffer | string, string][] = [
      ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'], ['HTML that says it is a picture', '<!doctype html><script>alert(1)</script>', 'image/png'], ['a script', 'alert(document.cookie)//padding', 'text/javascript'],
      ['nothing', '', 'image/png'], ['a head alone', png.subarray(0, 8), 'image/png'], ['JSON', '{"a":1}', 'application/json'], ['broken JSON', '{"a":', 'application/json'], ['a form', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--', 'multipart/form-data; boundary=x'],
      ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)]), 'image/jpeg'],
    ];
    for (const [what, bytes, type] of wrong) { const { status, body } = await upload(bytes, type, headers); expect([what, status, body.code]).toEqual([what, what === 'broken JSON' ? 400 : 415, what === 'broken JSON' ? 'invalid' : 'unsupported_file']); }
    const tooMuch = await upload(Buffer.concat([png, Buffer.alloc(uploadLimitBytes)]), 'image/png', headers);
    expect([tooMuch.status, tooMuch.body.code]).toEqual([refusalKinds.too_large.status, 'too_large']);
    expect((await upload(png, 'image/png', {})).body.code).toBe('not_signed_in');
    expect((await upload(png, 'image/png', { authorization: 'Bearer nonsense' })).body.code).toBe('bad_token');
    for (const path of ['/files/', '/files/../package.json', '/files/%2e%2e%2fsession-secret', '/files/0123456789abcdef0123456789abcdef.svg', `/files/${'0'.repeat(32)}.png`, '/files/x.png']) expect([path, (await fetch(world.address + path)).status]).toEqual([path, 404]);
  });
});
