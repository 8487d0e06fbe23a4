// The port between nodes against a real NATS server: what arrives, what does not, and what happens while it is away. Skipped where nats-server is not installed.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { natsInstalled, prepareNatsServer, type NatsServer } from '../../../test/world/nats-server.ts';
import { createLog } from '../log.ts';
import { createNatsPeers, natsOptions } from './nats-peers.ts';
import type { Peers } from './peers.ts';

const log = createLog('silent');

let server: NatsServer;
const open: Peers[] = [];
const peer = (prefix = 'one'): Peers => { const made = createNatsPeers(server.url, prefix, log); open.push(made); return made; };
const connected = (...peers: Peers[]): Promise<void> => expect.poll(() => peers.every((one) => one.connected()), { timeout: 10_000, interval: 20 }).toBe(true);
/** Says it until it is heard: a subscription takes effect a moment after it was made. */
const reaches = async (from: Peers, subject: string, heard: string[]): Promise<void> => { const text = `probe ${Math.random()}`; await expect.poll(() => { from.publish(subject, text); return heard.includes(text); }, { timeout: 10_000, interval: 20 }).toBe(true); };

describe.skipIf(!natsInstalled())('peers over NATS', () => {
  beforeAll(async () => { server = await prepareNatsServer(); });
  afterEach(async () => { for (const one of open.splice(0)) await one.close(); await server.kill(); });

  it('tell every other node that listens to the subject, in order, and not themselves', async () => {
    await server.start();
    const [a, b, c] = [peer(), peer(), peer()];
    const [atA, atB, atC]: [string[], string[], string[]] = [[], [], []];
    a.subscribe('x', (text) => atA.push(text));
    b.subscribe('x', (text) => atB.push(text));
    c.subscribe('x', (text) => atC.push(text));
    await connected(a, b, c);
    await reaches(a, 'x', atB);
    await reaches(a, 'x', atC);
    for (let i = 0; i < 100; i++) a.publish('x', `第${i}`);
    await expect.poll(() => atB.includes('第99')).toBe(true);
    expect(atB.filter((text) => text.startsWith('第'))).toEqual(Array.from({ length: 100 }, (_, i) => `第${i}`));
    expect(atA).toEqual([]);
  });

  it('do not hear another installation, nor a subject they have left', async () => {
    await server.start();
    const [a, other, b] = [peer('one'), peer('two'), peer('one')];
    const [atOther, left, kept]: [string[], string[], string[]] = [[], [], []];
    other.subscribe('x', (text) => atOther.push(text));
    const leave = b.subscribe('x', (text) => left.push(text));
    b.subscribe('y', (text) => kept.push(text));
    await connected(a, other, b);
    await reaches(a, 'x', left);
    leave();
    const before = left.length;
    await reaches(a, 'y', kept);
    a.publish('x', 'after');
    await reaches(a, 'y', kept);
    expect(left.slice(before)).not.toContain('after');
    expect(atOther).toEqual([]);
  });

  it('start without a server, drop what is said meanwhile, and hear again when it comes back', async () => {
    const [a, b] = [peer(), peer()];
    const atB: string[] = [];
    b.subscribe('x', (text) => atB.push(text));
    a.publish('x', 'nobody hears');
    expect(a.connected()).toBe(false);
    await server.start();
    await connected(a, b);
    await reaches(a, 'x', atB);
    await server.kill();
    await expect.poll(() => a.connected() || b.connected(), { timeout: 10_000 }).toBe(false);
    a.publish('x', 'lost');
    await server.start();
    await connected(a, b);
    await reaches(a, 'x', atB);
    expect(atB).not.toContain('lost');
    expect(atB).not.toContain('nobody hears');
  }, 40_000);

  it('drop what the server would not take, and go on', async () => {
    await server.start();
    const [a, b] = [peer(), peer()];
    const atB: string[] = [];
    b.subscribe('x', (text) => atB.push(text));
    await connected(a, b);
    a.publish('x', '长'.repeat(400_000));
    await reaches(a, 'x', atB);
    expect(Math.max(...atB.map((text) => text.length))).toBeLessThan(1000);
  });
});

it('reads hosts, name and password, a token and TLS from the address', () => {
  expect(natsOptions('nats://h:4222')).toEqual({ servers: ['h:4222'] });
  expect(natsOptions('nats://me:p%40ss@h1:4222,h2:4222')).toEqual({ servers: ['h1:4222', 'h2:4222'], user: 'me', pass: 'p@ss' });
  expect(natsOptions('tls://secret@h')).toEqual({ servers: ['h'], token: 'secret', tls: {} });
  expect(natsOptions('h:4222')).toEqual({ servers: ['h:4222'] });
});
