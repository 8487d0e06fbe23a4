// The built server as a process of its own, killed between storing and answering: what was asked has a next actor [CM7] (conversation/SPEC).
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttp } from '@qindesk/client';
import { conversationRoutes } from '@qindesk/protocol';
import { goOnline, inState, openWorld, startTalk, until, type Consumer, type Member, type Shop, type Wire, type World } from '../world/world.ts';

const root = resolve(import.meta.dirname, '../../../..');
let world: World | null;
let shop: Shop;
let agent: Member;
let consumers: Consumer[];
const open = (): World => { if (!world) throw new Error('the world is closed'); return world; };
beforeAll(async () => {
  const built = spawnSync(process.execPath, [resolve(root, 'tools/run/build.mjs'), 'server'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  world = await openWorld();
  shop = await world.merchant({ roundGatherMs: 900 });
  await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流', '发顺丰吗'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码', '尺码怎么看'] }, 能开发票吗: { phrasings: ['怎么开票', '要发票', '发票在哪'] } });
  agent = await world.member(shop.merchantId, 'agent', { capacity: 1, groups: [shop.groupId] });
  consumers = await Promise.all(Array.from({ length: 14 }, () => open().consumer(shop)));
}, 120_000);
afterAll(() => world?.close());

const startChild = (): Promise<{ address: string; child: ChildProcess }> => new Promise((done, fail) => {
  const child = spawn(process.execPath, [resolve(root, 'apps/server/dist/main.js')], { env: { ...process.env, PORT: '0', DEMO: 'off', LOG_LEVEL: 'error', QINDESK_TEST: 'on', MESSAGES_PER_MINUTE: '1000000', SESSIONS_PER_MINUTE: '1000000' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    const address = /Console\s+(http:\/\/\S+?)\/\s/.exec(said)?.[1];
    if (address) done({ address, child });
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('exit', () => fail(new Error(`the server ended:\n${said}`)));
});

it('a process killed after it accepted leaves a next actor: within 5 s of the next start the robot has answered, once; the queue and the agent keep whom they held [CM7] [CM3]', async () => {
  // Alone on the database while it lives: no other house may answer in its place.
  await open().close();
  world = null;
  const { address, child } = await startChild();
  const [served, waits, ...askers] = consumers as [Consumer, Consumer, ...Consumer[]];
  const wires: Wire[] = [await goOnline(agent, address)];
  const atChild = (consumer: Consumer) => startTalk(consumer, address);
  const [withAgent, inQueue] = [await atChild(served), await atChild(waits)];
  for (const [talk, words] of [[withAgent, '转人工'], [inQueue, '我要找真人']] as const) {
    await talk.say(words);
    await talk.wire.heard('conversation.changed', (frame) => frame.conversation.state === (talk === withAgent ? 'assigned' : 'queued'));
  }
  const talks = await Promise.all(askers.map(atChild));
  const seqs = await Promise.all(talks.map(({ say }) => say('发什么快递')));
  child.removeAllListeners('exit');
  child.kill('SIGKILL');
  wires.push(withAgent.wire, inQueue.wire, ...talks.map(({ wire }) => wire));
  await until('every socket is gone', () => wires.every((wire) => wire.closed()));

  world = await openWorld();
  const restarted = performance.now();
  const ids = talks.map(({ id }) => id);
  const robotIn = (): Promise<{ id: string; texts: number }[]> => open().rows("SELECT conversation_id AS id, count(*) FILTER (WHERE body->>'type' = 'text')::int AS texts FROM messages WHERE author_kind = 'robot' AND conversation_id = ANY($1) GROUP BY 1", [ids]);
  const before = (await robotIn()).length;
  await until('the robot has answered all', async () => (await robotIn()).length === ids.length);
  expect(performance.now() - restarted).toBeLessThan(5000);
  expect(before, 'killed in between').toBeLessThan(ids.length);
  expect(await robotIn()).toEqual(expect.arrayContaining(ids.map((id) => ({ id, texts: 1 }))));
  const kept = await world.rows<{ id: string }>("SELECT conversation_id AS id FROM messages WHERE author_kind = 'consumer' AND seq = ANY($2) AND conversation_id = ANY($1)", [ids, seqs]);
  expect(kept).toHaveLength(ids.length);
  await inState(world, withAgent.id, 'assigned', agent.id);
  await inState(world, inQueue.id, 'queued');
  // And the queue goes on where it stood.
  const desk = await goOnline(agent, world.address);
  await createHttp({ baseUrl: world.address, headers: { cookie: agent.cookie } }).call(conversationRoutes.close, { params: { id: withAgent.id as never }, body: { reason: '已解决' } });
  await inState(world, inQueue.id, 'assigned', agent.id);
  desk.cut();
}, 120_000);
