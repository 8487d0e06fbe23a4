// Unit tests of the connection against a scripted server: pulse, backoff, refusals, answers.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServerFrame } from '@qindesk/protocol';
import { refusalView } from '@qindesk/protocol/errors';
import { createConnection, type ConnectionState } from './connection.ts';
import { RefusedError } from './refused-error.ts';
import { createScriptedServer, welcome, type SeenFrame, type ServerEnd } from './scripted-server.ts';

const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

const greet = (frame: SeenFrame, end: ServerEnd): void => {
  if (frame.type === 'hello') end.send(welcome);
};

const setUp = (script: (frame: SeenFrame, end: ServerEnd) => void = greet, reachable?: () => boolean) => {
  const server = createScriptedServer(script, reachable);
  const frames: ServerFrame[] = [];
  const states: ConnectionState[] = [];
  const signs: { onBack: () => void; onGone: () => void }[] = [];
  const connection = createConnection({
    url: 'ws://shop/socket', hello: () => ({ as: 'consumer', token: 't', resume: [] }), openSocket: server.openSocket,
    onFrame: (frame) => frames.push(frame), onState: (state) => states.push(state), random: () => 1,
    watchNetwork: (given) => {
      signs.push(given);
      return () => undefined;
    },
  });
  return { server, frames, states, connection, signs };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a connection', () => {
  test('says hello first and is online after the welcome', async () => {
    const { server, connection, frames } = setUp();
    connection.start();
    await flush();
    expect(server.last.seen).toEqual([{ type: 'hello', protocol: 1, as: 'consumer', token: 't', resume: [] }]);
    expect(connection.state).toEqual({ status: 'online', session: 'ses_1' });
    expect(frames).toEqual([welcome]);
  });

  test('pings every 20 s and stays while something comes back', async () => {
    const { server, connection } = setUp((frame, end) => {
      greet(frame, end);
      if (frame.type === 'ping') end.send({ type: 'pong', now: '' });
    });
    connection.start();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(server.ends).toHaveLength(1);
    expect(server.last.seen.filter((frame) => frame.type === 'ping')).toHaveLength(5);
  });

  test('pings on a busy line too, and any frame is a pulse', async () => {
    const { server, connection } = setUp();
    connection.start();
    for (let second = 0; second < 60; second += 1) {
      await vi.advanceTimersByTimeAsync(1000);
      server.last.send({ type: 'access.changed' });
    }
    expect(server.ends).toHaveLength(1);
    expect(server.last.seen.filter((frame) => frame.type === 'ping').length).toBeGreaterThanOrEqual(2);
  });

  test('takes 10 s of silence after a ping for a dead line and opens another', async () => {
    const { server, connection } = setUp();
    connection.start();
    await vi.advanceTimersByTimeAsync(29_900);
    expect(connection.state.status).toBe('online');
    await vi.advanceTimersByTimeAsync(200);
    expect(connection.state).toEqual({ status: 'offline', retryInMs: 300 });
    await vi.advanceTimersByTimeAsync(300);
    expect(connection.state.status).toBe('online');
    expect(server.ends).toHaveLength(2);
  });

  test('gives up on a server that never says welcome and tries again', async () => {
    const { server, connection } = setUp(() => undefined);
    connection.start();
    await vi.advanceTimersByTimeAsync(15_400);
    expect(server.ends).toHaveLength(2);
  });

  test('doubles its patience up to 15 s while the server is away, and starts afresh once welcomed', async () => {
    let reachable = false;
    const { states, connection } = setUp(greet, () => reachable);
    connection.start();
    await vi.advanceTimersByTimeAsync(60_000);
    const waits = states.flatMap((state) => (state.status === 'offline' ? [state.retryInMs] : []));
    expect(waits.slice(0, 8)).toEqual([300, 600, 1200, 2400, 4800, 9600, 15_000, 15_000]);
    reachable = true;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(connection.state.status).toBe('online');
  });

  test('asks anew before every attempt where to go, when there are several servers', async () => {
    const { openSocket } = createScriptedServer(greet);
    const asked: string[] = [];
    const connection = createConnection({
      url: () => `ws://node-${asked.length + 1}/socket`, hello: () => ({ as: 'consumer' }), random: () => 1, onFrame: () => undefined,
      openSocket: (url, handlers) => {
        asked.push(url);
        // The first node is gone.
        if (asked.length === 1) queueMicrotask(() => handlers.onClose(1006));
        return asked.length === 1 ? { send: () => undefined, close: () => undefined } : openSocket(url, handlers);
      },
    });
    connection.start();
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toEqual(['ws://node-1/socket', 'ws://node-2/socket']);
    expect(connection.state.status).toBe('online');
  });

  test('tries at once when the network is back', async () => {
    let reachable = false;
    const { connection, signs } = setUp(greet, () => reachable);
    connection.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(connection.state.status).toBe('offline');
    reachable = true;
    signs[0]?.onBack();
    await flush();
    expect(connection.state.status).toBe('online');
  });

  test('is offline as soon as the machine says it has no network', async () => {
    const { connection, signs } = setUp();
    connection.start();
    await flush();
    signs[0]?.onGone();
    expect(connection.state.status).toBe('offline');
  });

  test('stays away as long as the goodbye asks', async () => {
    const { server, connection } = setUp();
    connection.start();
    await flush();
    server.last.send({ type: 'goodbye', reason: 'drain', retryAfterMs: 5000 });
    expect(connection.state).toEqual({ status: 'offline', retryInMs: 5300 });
    await vi.advanceTimersByTimeAsync(5200);
    expect(server.ends).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(connection.state.status).toBe('online');
  });

  test('stops when the hello is refused for good, and can be started again', async () => {
    let known = false;
    const { server, connection } = setUp((frame, end) => {
      if (frame.type === 'hello') end.send(known ? welcome : { type: 'refused', ref: null, refusal: refusalView('bad_token') });
    });
    connection.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.state).toEqual({ status: 'stopped', refusal: refusalView('bad_token') });
    expect(server.ends).toHaveLength(1);
    known = true;
    connection.start();
    await flush();
    expect(connection.state.status).toBe('online');
  });

  test('waits and retries when the hello is refused for now', async () => {
    const { server, connection } = setUp((frame, end) => {
      if (frame.type === 'hello') end.send({ type: 'refused', ref: null, refusal: refusalView('overloaded', { retryAfterMs: 2000 }) });
    });
    connection.start();
    await flush();
    expect(connection.state).toEqual({ status: 'offline', retryInMs: 2300 });
    await vi.advanceTimersByTimeAsync(2300);
    expect(server.ends).toHaveLength(2);
  });

  test('comes back when the server says, however often it failed before', async () => {
    let [up, refusals] = [false, 0];
    const { connection } = setUp((frame, end) => {
      if (frame.type !== 'hello') return;
      end.send(refusals++ < 3 ? { type: 'refused', ref: null, refusal: refusalView('overloaded', { retryAfterMs: 2000 }) } : welcome);
    }, () => up);
    connection.start();
    await vi.advanceTimersByTimeAsync(20_000);
    up = true;
    await vi.advanceTimersByTimeAsync(15_000);
    for (const refused of [1, 2, 3]) {
      expect(refusals).toBe(refused);
      expect(connection.state).toEqual({ status: 'offline', retryInMs: 2300 });
      await vi.advanceTimersByTimeAsync(2300);
    }
    expect(connection.state.status).toBe('online');
  });

  test('hears nothing from a socket it has given up', async () => {
    const { server, connection, frames, signs } = setUp();
    connection.start();
    await flush();
    const old = server.last;
    signs[0]?.onGone();
    old.send({ type: 'access.changed' });
    old.cut();
    await vi.advanceTimersByTimeAsync(300);
    expect(server.ends).toHaveLength(2);
    expect(frames).toEqual([welcome, welcome]);
  });
});

describe('a request', () => {
  const online = async (script: (frame: SeenFrame, end: ServerEnd) => void) => {
    const all = setUp((frame, end) => {
      greet(frame, end);
      script(frame, end);
    });
    all.connection.start();
    await flush();
    return all;
  };

  test('gets the answer that carries its number, whatever the order of the answers', async () => {
    const held: [SeenFrame, ServerEnd][] = [];
    const { connection } = await online((frame, end) => {
      if (frame.type === 'conversation.resume') held.push([frame, end]);
    });
    const first = connection.request({ type: 'conversation.resume', conversationId: 'a', afterSeq: 0 });
    const second = connection.request({ type: 'conversation.resume', conversationId: 'b', afterSeq: 0 });
    await flush();
    for (const [frame, end] of held.reverse()) end.send({ type: 'backfill', ref: frame.ref ?? null, conversationId: String(frame.conversationId), messages: [], complete: true });
    expect((await first).conversationId).toBe('a');
    expect((await second).conversationId).toBe('b');
  });

  test('throws the refusal', async () => {
    const { connection } = await online((frame, end) => {
      if (frame.ref !== undefined) end.send({ type: 'refused', ref: frame.ref, refusal: refusalView('conversation_closed') });
    });
    await expect(connection.request({ type: 'conversation.start' })).rejects.toMatchObject({ refusal: { code: 'conversation_closed' } });
  });

  test('is refused as retryable when the line breaks, when there is none, and after 15 s without an answer', async () => {
    const { connection, server } = await online((frame, end) => {
      if (frame.type === 'ping') end.send({ type: 'pong', now: '' });
    });
    const slow = connection.request({ type: 'conversation.start' }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await slow).toBeInstanceOf(RefusedError);
    const cut = connection.request({ type: 'conversation.start' }).catch((error: unknown) => error);
    server.last.cut();
    expect(await cut).toMatchObject({ refusal: { code: 'unavailable', retryable: true } });
    await expect(connection.request({ type: 'conversation.start' })).rejects.toMatchObject({ refusal: { retryable: true } });
  });
});
