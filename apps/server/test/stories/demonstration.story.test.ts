// The demonstration: founded once whatever interrupts it, and its pages as a visitor gets them.
import Fastify, { type FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts, demoRoutes, seedDemo } from '../../src/demo/index.ts';
import { getPublishedLibrary } from '../../src/modules/knowledge/index.ts';
import { startConsumerSession } from '../../src/modules/identity/index.ts';
import { findShop } from '../../src/modules/tenancy/index.ts';
import { actAs, openRoomHouse, type RoomHouse } from '../world/room-house.ts';

let room: RoomHouse;
let app: FastifyInstance;
const told: string[] = [];
beforeAll(async () => {
  room = openRoomHouse();
  app = Fastify();
  demoRoutes(app, room.house);
});
afterAll(async () => { await app.close(); await room.close(); });

const count = async (sql: string): Promise<number> => (await room.house.db.maybe<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))?.n ?? -1;
const get = (url: string, cookie = '') => app.inject({ method: 'GET', url, headers: { cookie, accept: 'text/html', 'accept-language': 'zh-CN' } });

describe('founding', () => {
  it('says that the shops are being prepared until they are', async () => {
    const page = await get('/demo/apparel');
    expect([page.statusCode, page.headers['retry-after']]).toEqual([503, '2']);
    expect(page.body).toContain('正在准备');
  });

  it('happens once, by however many processes, and goes on after an interruption', async () => {
    // The first one breaks off with half of the people in place.
    const { transact } = room.house.db;
    let left = 6;
    room.house.db.transact = (fn, options) => { if (--left < 0) throw new Error('power cut'); return transact(fn, options); };
    await expect(seedDemo(room.house, room.auth)).rejects.toThrow('power cut');
    room.house.db.transact = transact;
    expect(await count('members')).toBeGreaterThan(0);
    await Promise.all([1, 2, 3].map(() => seedDemo(room.house, room.auth, (line) => told.push(line))));
    expect(told).toHaveLength(2);
    expect([await count('organisations'), await count('shops'), await count('members'), await count('contracts'), await count('library_versions'), await count('groups')]).toEqual([3, 2, demoAccounts().length, 1, 2, 6]);
    expect(await count('quick_replies')).toBe(12);
    await seedDemo(room.house, room.auth);
    expect(await count('library_versions')).toBe(2);
  });

  it('publishes at least 120 questions a shop, with at least 8 phrasings each and hot ones on the welcome card', async () => {
    for (const slug of ['apparel', 'fresh']) {
      const shop = await findShop(room.house.db, slug);
      const library = await getPublishedLibrary(room.house.db, shop?.merchantId ?? '', shop?.id ?? '');
      expect(library?.questions.length).toBeGreaterThanOrEqual(120);
      expect(library?.questions.filter((question) => question.phrasings.length < 8).map((question) => question.title)).toEqual([]);
      expect(library?.questions.filter((question) => question.hot)).toHaveLength(6);
    }
  });

  it('puts the provider’s agents into the fresh shop’s groups, through the contract and masked', async () => {
    const rows = await room.house.db.query<{ id: string; contract_id: string | null }>("SELECT DISTINCT m.id, gm.contract_id FROM group_members gm JOIN members m ON m.id = gm.member_id WHERE m.email LIKE 'agent%@yunfu.example'");
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.contract_id).not.toBeNull();
      const { grants } = (await actAs(room.house, row.id)).actor;
      expect(grants.map((grant) => [grant.contractId, grant.fields])).toEqual([[row.contract_id, { phone: false, address: false }]]);
    }
  });
});

describe('pages', () => {
  it('show both shops, products with pictures, and one product with its size chart and the widget', async () => {
    expect((await get('/demo')).body).toMatch(/青禾服饰旗舰店[\s\S]*海岸线生鲜旗舰店[\s\S]*打开客服台/);
    const list = await get('/demo/apparel');
    expect(list.body.match(/class="card"/g)).toHaveLength(12);
    const page = await get('/demo/apparel/products/QH-1001');
    expect(page.body).toMatch(/<h1>晚风收腰连衣裙<\/h1>/);
    expect(page.body).toContain('<th scope="col">胸围cm</th>');
    expect(page.body).toMatch(/<script src="\/widget.js" data-shop="apparel" data-language="zh" data-product="QH-1001"\s+async>/);
  });

  it('need no script or style written into them', async () => {
    for (const url of ['/demo', '/demo/fresh', '/demo/fresh/products/HX-2001', '/demo/fresh/orders']) {
      const page = await get(url);
      expect(page.headers['content-security-policy']).toMatch(/script-src 'self'; style-src 'self';/);
      expect(page.body).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
    }
  });

  it('carry the identity of the chosen visitor, signed by the shop, and show the orders', async () => {
    const chosen = await get('/demo/apparel/orders?as=demo-lin');
    expect([chosen.statusCode, chosen.headers.location]).toEqual([303, '/demo/apparel/orders']);
    expect(String(chosen.headers['set-cookie'])).toMatch(/^demo_as=demo-lin; Path=\/demo\/apparel; .*HttpOnly$/);
    const page = await get('/demo/apparel/orders', 'demo_as=demo-lin');
    expect(page.body).toContain('2026112100001');
    const jwt = /data-jwt="([^"]+)"/.exec(page.body)?.[1] ?? '';
    expect(decodeJwt(jwt)).toMatchObject({ sub: 'demo-lin', name: '林小满' });
    const shop = await findShop(room.house.db, 'apparel');
    expect((await startConsumerSession(room.house, { shopId: shop?.id ?? '', jwt, language: 'zh' })).consumer).toMatchObject({ name: '林小满', signed: true });
    expect((await get('/demo/apparel/orders')).body).not.toContain('data-jwt');
    expect((await get('/demo/apparel/orders', 'demo_as=nobody')).body).not.toContain('data-jwt');
  });

  it('speak English when asked to', async () => {
    expect(String((await get('/demo/fresh?lang=en')).headers['set-cookie'])).toMatch(/^demo_lang=en;/);
    expect((await get('/demo/fresh', 'demo_lang=en')).body).toMatch(/<html lang="en">[\s\S]*All products/);
  });

  it('give pictures with their type, and nothing else of the disk', async () => {
    const picture = await get('/demo/apparel/pictures/QH-1001.svg');
    expect([picture.statusCode, picture.headers['content-type'], picture.headers['cache-control']]).toEqual([200, 'image/svg+xml', 'public, max-age=604800']);
    expect(picture.headers['content-security-policy']).toMatch(/^default-src 'none'/);
    for (const name of ['..%2Fshop.json', '..%2F..%2F..%2Fpackage.json', '%2e%2e%2fshop.json', 'shop.json', 'none.svg', '%00']) expect((await get(`/demo/apparel/pictures/${name}`)).statusCode).toBe(404);
  });

  it('survive whatever is written into an address', async () => {
    for (const url of ['/demo/apparel/products/%3Cscript%3E', '/demo/apparel/products/%00', '/demo/apparel?category=%3Cimg%20src=x%20onerror=1%3E', '/demo/apparel?as=..;Path=/', '/demo/apparel?as=a&as=b', '/demo/apparel?lang=%0d%0aset-cookie:x', '/demo/fresh/products/QH-1001']) {
      const page = await get(url);
      expect(page.statusCode).toBeLessThan(500);
      expect(page.body).not.toMatch(/<script>|<img src=x/);
    }
  });

  it('offer the accounts to a sign-in page', async () => {
    const accounts = (await get('/v1/demo-accounts')).json<{ items: ReturnType<typeof demoAccounts> }>();
    expect(accounts.items).toEqual(demoAccounts());
    expect(accounts.items.every((account) => account.password.length >= 10 && account.title.zh !== account.title.en)).toBe(true);
  });
});
