// The bus between the processes of a measurement: a nats-server of its own, where there is one on the machine. Not for what is told over it.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Stage } from './stage.ts';

export interface Bus { child: ChildProcess; url: string }

const freePort = (): Promise<number> =>
  new Promise((resolve) => { const probe = createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address() as AddressInfo; probe.close(() => resolve(port)); }); });

/** Debian's nats-server, or any on the PATH; null when there is none. */
export const startBus = async (stage: Stage): Promise<Bus | null> => {
  const file = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].map((dir) => join(dir, 'nats-server')).find(existsSync);
  if (!file) return null;
  const port = await freePort();
  const child = spawn(file, ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  stage.defer(() => { child.kill(); });
  return { child, url: `nats://127.0.0.1:${port}` };
};
