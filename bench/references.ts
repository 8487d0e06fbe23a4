// The references (reference-servers.ts) as processes of their own, and lines to them that speak as the product's do. Not for what they tell.
import { spawn, type ChildProcess } from 'node:child_process';
import { atOnce } from './at-once.ts';
import type { Pair } from './crowd.ts';
import type { Line } from './line.ts';
import { openWire } from './wire.ts';

/** Starts `relay` or `insert` and resolves when it listens. */
export const startReference = (name: 'relay' | 'insert', env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; port: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1] ?? '', '--child', name], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.on('data', (chunk: Buffer) => { const port = /listening (\d+)/.exec(chunk.toString())?.[1]; if (port) resolve({ child, port: Number(port) }); });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });

/** A line to a reference: no hello, so nothing can be asked. */
const openBareLine = async (port: number, conversationIds: readonly string[], side: 'consumer' | 'agent'): Promise<Line> => {
  const wire = await openWire({ host: '127.0.0.1', port, path: `/?c=${conversationIds.join(',')}&s=${side}` }, (payload) => line.hear(payload));
  const line: Line = { send: wire.send, end: wire.end, get isOpen() { return wire.isOpen; }, hear: () => undefined, welcome: {}, ask: () => Promise.reject(new Error('a reference answers no questions')) };
  return line;
};

/** Conversations between two sides at a reference, `perAgent` to an agent, as a crowd's at the product. */
export const pairsAt = async (port: number, conversations: number, perAgent: number): Promise<Pair[]> => {
  const ids = Array.from({ length: conversations }, (_, i) => `cnv_${String(i).padStart(22, '0')}`);
  const agents = await atOnce(Math.ceil(conversations / perAgent), 20, (i) => openBareLine(port, ids.slice(i * perAgent, (i + 1) * perAgent), 'agent'));
  return atOnce(conversations, 20, async (i) => ({ id: ids[i] as string, consumer: await openBareLine(port, [ids[i] as string], 'consumer'), agent: agents[Math.floor(i / perAgent)] as Line }));
};
