// A NATS server of a test's own, on a free port, killed and started again as the test likes.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** Whether nats-server (Debian: nats-server) is installed: what needs it is skipped otherwise. */
export const natsInstalled = (): boolean => spawnSync('nats-server', ['--version']).status === 0;

export interface NatsServer {
  url: string;
  start(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

const freePort = (): Promise<number> => new Promise((resolve) => { const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address() as AddressInfo; server.close(() => resolve(port)); }); });

/** Picks a port; nothing runs before `start`. */
export const prepareNatsServer = async (): Promise<NatsServer> => {
  const port = await freePort();
  let child: ChildProcess | null = null;
  return {
    url: `nats://127.0.0.1:${port}`,
    start: () => new Promise((resolve, reject) => {
      child = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
      child.stderr?.on('data', (chunk: Buffer) => { if (chunk.toString().includes('Server is ready')) resolve(); });
      child.once('error', reject);
    }),
    kill: () => new Promise((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) { resolve(); return; }
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    }),
  };
};
