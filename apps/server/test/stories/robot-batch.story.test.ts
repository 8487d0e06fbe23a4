// Many ask the robot at once, of many shops, on two processes: each is answered once and in order, and nobody pays for another's trouble. Not for what is answered (robot.story).
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageBody } from '@qindesk/protocol';
import { goOnline, inState, openWorld, startTalk, until, type Member, type Shop, type World } from '../world/world.ts';

let world: World;
beforeAll(async () => { world = await openWorld(2); }, 60_000);
afterAll(() => world.close());

const questions = {
  发什么快递: { phrasings: ['用的什么快递', '哪家物流', '发顺丰吗'], answer: '亲，默认发中通', followUps: ['多久能到'] },
  多久能到: { phrasings: ['几天到', '什么时候送到', '快递要多久'], answer: '亲，三天左右到' },
};
const shopWithLibrary = async (settings: Parameters<World['merchant']>[0] = {}): Promise<Shop> => { const shop = await world.merchant(settings); await world.library(shop, questions); return shop; };
const addressOf = (i: number): string | undefined => world.apps[i % 2]?.address;
const talkers = (shop: Shop, count: number) => Promise.all(Array.from({ length: count }, async (_, i) => startTalk(await world.consumer(shop), addressOf(i))));
const saidTo = async (id: string): Promise<string[]> =>
  (await world.rows<{ body: MessageBody }>("SELECT body FROM messages WHERE conversation_id = $1 AND author_kind = 'robot' ORDER BY seq", [id])).map(({ body }) => (body.type === 'text' ? body.text : body.type));
const noRounds = (ids: readonly string[]) => until('no round is left', async () => (await world.rows('SELECT 1 FROM bot_rounds WHERE conversation_id = ANY($1)', [ids])).length === 0, 30_000);

it('eighty consumers of four shops ask at once: each is answered once, link after answer, one decision a round [CM7] [BT1]', async () => {
  const shops = await Promise.all(Array.from({ length: 4 }, () => shopWithLibrary()));
  const talks = (await Promise.all(shops.map((shop) => talkers(shop, 20)))).flat();
  const ids = talks.map(({ id }) => id);
  await Promise.all(talks.map(({ say }, i) => say(i % 2 === 0 ? '用的什么快递' : '几天到')));
  await until('all are answered', async () => (await world.rows("SELECT DISTINCT conversation_id FROM messages WHERE conversation_id = ANY($1) AND author_kind = 'robot'", [ids])).length === ids.length, 30_000);
  await noRounds(ids);
  const said = await Promise.all(ids.map(saidTo));
  said.forEach((lines, i) => expect(lines).toEqual(i % 2 === 0 ? ['亲，默认发中通', 'links'] : ['亲，三天左右到']));
  expect(await world.rows("SELECT conversation_id FROM decisions WHERE conversation_id = ANY($1) AND outcome = 'answer' GROUP BY 1 HAVING count(*) = 1", [ids])).toHaveLength(ids.length);
  for (const { wire } of talks) wire.cut();
});

it('one whose decision cannot be stored is handed over after three attempts; those beside it are answered at once', async () => {
  const shop = await shopWithLibrary();
  await goOnline(await world.member(shop.merchantId, 'agent', { capacity: 5, groups: [shop.groupId] }));
  const talks = await talkers(shop, 12);
  const [bad, ...good] = talks;
  if (!bad) throw new Error('nobody asks');
  await world.rows(`CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.conversation_id = '${bad.id}' THEN RAISE 'a row that cannot be'; END IF; RETURN NEW; END $$`);
  await world.rows('CREATE TRIGGER refuse_one BEFORE INSERT ON decisions FOR EACH ROW EXECUTE FUNCTION refuse_one()');
  try {
    const from = performance.now();
    await Promise.all(talks.map(({ say }) => say('用的什么快递')));
    for (const { id } of good) await until(`${id} is answered`, async () => (await saidTo(id)).length === 2);
    const tookMs = performance.now() - from;
    for (const { id } of good) expect(await saidTo(id)).toEqual(['亲，默认发中通', 'links']);
    await noRounds(good.map(({ id }) => id));
    // Its lease has to end three times.
    await inState(world, bad.id, 'assigned');
    expect(performance.now() - from, 'the others did not wait for it').toBeGreaterThan(tookMs);
    expect(await saidTo(bad.id)).toEqual([]);
    expect(await world.rows('SELECT reason FROM handovers WHERE conversation_id = $1', [bad.id])).toEqual([{ reason: 'unanswered_rounds' }]);
    await noRounds([bad.id]);
  } finally {
    await world.rows('DROP TRIGGER refuse_one ON decisions');
    await world.rows('DROP FUNCTION refuse_one()');
  }
  for (const { wire } of talks) wire.cut();
}, 60_000);

it('thirty who are handed over at once get every free slot, no agent more than theirs, the rest wait in order [RT1] [RT2]', async () => {
  const shop = await shopWithLibrary();
  const agents: Member[] = [];
  for (let i = 0; i < 4; i++) agents.push(await world.member(shop.merchantId, 'agent', { capacity: 5, groups: [shop.groupId] }));
  for (const [i, agent] of agents.entries()) await goOnline(agent, addressOf(i));
  const talks = await talkers(shop, 30);
  await Promise.all(talks.map(({ say }) => say('转人工')));
  const ids = talks.map(({ id }) => id);
  const states = () => world.rows<{ id: string; state: string; assignee_id: string | null; queued_at: Date }>('SELECT id, state, assignee_id, queued_at FROM conversations WHERE id = ANY($1) ORDER BY queued_at', [ids]);
  const settled = await until('20 are served, 10 wait', async () => { const rows = await states(); return rows.filter(({ state }) => state === 'assigned').length === 20 && rows.filter(({ state }) => state === 'queued').length === 10 && rows; }, 30_000);
  for (const { id } of agents) expect(settled.filter((row) => row.assignee_id === id)).toHaveLength(5);
  for (const { wire } of talks) wire.cut();
}, 60_000);
