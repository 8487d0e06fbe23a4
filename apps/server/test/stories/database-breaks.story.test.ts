// A process whose line to the database is cut, or broken in the middle of a commit: refused at once and repeatable, sent to where it works, told in the end [CM3] [CM6] [CM7] (conversation/SPEC).
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp } from '@qindesk/client';
import { consumerRoutes } from '@qindesk/protocol';
import type { App } from '../../src/app.ts';
import { placeOf, throughPort } from '../simulation/lines.ts';
import { startProxy, type Proxy } from '../simulation/proxy.ts';
import { clientId, openWorld, refusalOf, sayOn, startTalk, text, until, type Shop, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
let stops: (() => unknown)[];
beforeEach(async () => {
  stops = [];
  world = await openWorld();
  shop = await world.merchant();
  await world.member(shop.merchantId, 'agent');
  await world.library(shop, { 发什么快递: { phrasings: ['用的什么快递', '哪家物流', '发顺丰吗'] }, 怎么选尺码: { phrasings: ['选多大', '穿几码', '尺码怎么看'] }, 能开发票吗: { phrasings: ['怎么开票', '要发票', '发票在哪'] } });
}, 120_000);
afterEach(async () => {
  for (const stop of stops) stop();
  await world.close();
});

const directUrl = (): string => process.env.DATABASE_URL ?? '';

/** One more process, whose line to the database can be cut. */
const cuttable = async (): Promise<{ app: App; proxy: Proxy }> => {
  const proxy = await startProxy(() => placeOf(directUrl()));
  const app = await world.process(throughPort(directUrl(), proxy.port));
  stops.push(() => { if (proxy.isCut) proxy.heal(true); });
  return { app, proxy };
};

describe('a line that is cut', () => {
  it('refuses within seconds what it cannot do, says so to who looks after it, and works again when the line does; nothing is lost or doubled [CM2] [CM3]', async () => {
    const { app, proxy } = await cuttable();
    const consumer = await world.consumer(shop);
    const talk = await startTalk(consumer, app.address);
    await talk.say('发什么快递');
    const http = createHttp({ baseUrl: app.address, token: () => consumer.token });
    proxy.cut();
    const mine = clientId();
    const began = performance.now();
    // Whoever waits when the line is found dead is answered then, not when it comes back.
    const [sent, called] = await Promise.all([
      until('a refusal, or the end of the session', () => talk.wire.closed() || talk.wire.frames.some((frame) => frame.type === 'goodbye' || (frame.type === 'refused' && frame.refusal.code === 'unavailable')), 20_000),
      refusalOf(http.call(consumerRoutes.close, { params: { id: talk.id as never } })),
      (async () => { sayOn(talk.wire, talk.id, '怎么选尺码', mine).catch(() => undefined); })(),
    ]);
    expect(sent).toBe(true);
    expect(called).toBe('unavailable');
    expect(performance.now() - began).toBeLessThan(12_000);
    // From now on at once.
    const again = performance.now();
    expect(await refusalOf(http.call(consumerRoutes.close, { params: { id: talk.id as never } }))).toBe('unavailable');
    expect(performance.now() - again).toBeLessThan(1000);
    expect((await fetch(`${app.address}/health`)).status).toBe(503);
    expect((await fetch(`${world.address}/health`)).status).toBe(200);

    proxy.heal(false);
    await until('it is well again', async () => (await fetch(`${app.address}/health`)).status === 200);
    const back = await consumer.wire(app.address, [{ conversationId: talk.id, afterSeq: 0 }]);
    const answer = await sayOn(back, talk.id, '怎么选尺码', mine);
    expect(answer).toMatchObject({ type: 'accepted', clientId: mine });
    const rows = await world.rows('SELECT seq FROM messages WHERE conversation_id = $1 AND client_id = $2', [talk.id, mine]);
    expect(rows).toHaveLength(1);
  }, 120_000);

  it('sends people to the processes that work; there the robot answers, though the process that was cut had taken the question [CM7]', async () => {
    const { app, proxy } = await cuttable();
    const consumer = await world.consumer(shop);
    const talk = await startTalk(consumer, app.address);
    const askers = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'qindesk-reach' AND state = 'idle' AND query LIKE '%processes%'";
    await until('both processes have asked who lives', async () => (await world.rows(askers)).length === 2);
    await talk.say('发什么快递');
    proxy.cut();
    const goodbye = await talk.wire.heard('goodbye');
    expect(goodbye.reason).toBe('unavailable');
    const elsewhere = await consumer.wire(world.address, [{ conversationId: talk.id, afterSeq: 0 }]);
    await until('the robot has answered', () => elsewhere.messages(talk.id).some((message) => message.author.kind === 'robot'));
    const refused = await consumer.wire(app.address);
    expect(refused.frames).toMatchObject([{ type: 'refused', refusal: { code: 'unavailable', retryable: true } }]);
    proxy.heal(true);
    await until('it is well again', async () => (await fetch(`${app.address}/health`)).status === 200);
    const robot = await world.rows("SELECT seq FROM messages WHERE conversation_id = $1 AND author_kind = 'robot' AND body->>'type' = 'text'", [talk.id]);
    expect(robot).toHaveLength(1);
  }, 120_000);
});

describe('a transaction that rests', () => {
  it('is ended by the database, so that nobody waits for a process that is gone, and is done once all the same when the process is not', async () => {
    const [first] = world.apps;
    if (!first) throw new Error('one process');
    let attempts = 0;
    const marker = clientId();
    await first.house.db.transact(async (tx) => {
      const [self] = await tx.query<{ pid: number; limit: string }>("SELECT pg_backend_pid() AS pid, current_setting('idle_in_transaction_session_timeout') AS limit");
      expect(self?.limit).toBe('3s');
      await tx.run("INSERT INTO presence_moves (member_id, state, by_name) SELECT id, 'online', $1 FROM members LIMIT 1", [marker]);
      if (++attempts > 1) return;
      await tx.run('SET LOCAL idle_in_transaction_session_timeout = 20');
      await until('the database has ended it', async () => (await world.rows('SELECT 1 AS one FROM pg_stat_activity WHERE pid = $1', [self?.pid])).length === 0);
      await tx.run('SELECT 1');
    });
    expect(attempts).toBe(2);
    expect(await world.rows('SELECT 1 AS one FROM presence_moves WHERE by_name = $1', [marker])).toHaveLength(1);
  }, 120_000);
});

/** One more process; once `arm` was called, the first COMMIT that writes is done by the database, and its answer is lost with the line. */
const losesAnAnswer = async (): Promise<{ app: App; arm(): void; lost(): boolean }> => {
  let [armed, lost] = [false, false];
  const server = createServer((caller) => {
    const upstream = connect(placeOf(directUrl()));
    let wrote = false;
    for (const socket of [caller, upstream]) socket.on('error', () => undefined);
    upstream.on('data', (chunk) => { if (!caller.destroyed) caller.write(chunk); });
    upstream.on('close', () => caller.destroy());
    caller.on('close', () => upstream.destroySoon());
    caller.on('data', (chunk) => {
      const said = chunk.toString('latin1');
      wrote ||= armed && said.includes('COPY messages');
      if (armed && wrote && said.includes('COMMIT')) {
        [armed, lost] = [false, true];
        upstream.removeAllListeners('data');
        // What the database says from here on, that it is committed at last, gets no further.
        upstream.on('data', (answer) => { if (answer.toString('latin1').includes('COMMIT')) caller.resetAndDestroy(); });
      }
      upstream.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app = await world.process(throughPort(directUrl(), (server.address() as AddressInfo).port));
  stops.push(() => server.close());
  return { app, arm: () => { armed = true; }, lost: () => lost };
};

describe('a commit whose answer is lost', () => {
  it('is told to everyone who watches, though nothing else happens, and a repeat gets its number [CM2] [CM6]', async () => {
    const { app, arm, lost } = await losesAnAnswer();
    const consumer = await world.consumer(shop);
    const talk = await startTalk(consumer, app.address);
    const [otherTab, elsewhere] = [await consumer.wire(app.address, [{ conversationId: talk.id, afterSeq: 0 }]), await consumer.wire(world.address, [{ conversationId: talk.id, afterSeq: 0 }])];
    // With a person nobody answers by themselves.
    await consumer.http.call(consumerRoutes.askHuman, { params: { id: talk.id as never } });
    await talk.wire.heard('conversation.changed', (frame) => frame.conversation.state === 'queued');
    arm();
    const mine = clientId();
    expect(await sayOn(talk.wire, talk.id, '有人吗', mine)).toMatchObject({ type: 'refused', refusal: { code: 'unavailable', retryable: true } });
    expect(lost()).toBe(true);
    const said = (wire: typeof otherTab): boolean => wire.messages(talk.id).some((message) => message.body.type === 'text' && message.body.text === '有人吗');
    for (const wire of [otherTab, elsewhere, talk.wire]) await until('everyone has seen it', () => said(wire));
    const [row] = await world.rows<{ seq: number }>('SELECT seq FROM messages WHERE conversation_id = $1 AND client_id = $2', [talk.id, mine]);
    expect(await talk.wire.ask({ type: 'message.send', conversationId: talk.id, clientId: mine, body: text('有人吗') })).toMatchObject({ type: 'accepted', seq: row?.seq });
  }, 120_000);
});
