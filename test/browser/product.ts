// The product as an operator runs it: the built server as a process of its own, with the demonstration, over the test file's database. Not for browsers (stage.ts).
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { inRoot } from '../../tools/run/root.mjs';

export interface Product {
  /** Without a slash at the end; the same through every restart. */
  address: string;
  /** SIGKILL: nothing is said, nothing is finished. */
  kill(): Promise<void>;
  /** Starts it again on the same port; resolves when it serves. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no port'))));
    });
  });

const startProcess = async (port: number): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', '--v8-pool-size=2', '--enable-source-maps', inRoot('apps/server/dist/main.js')], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error', QINDESK_TEST: 'on' }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A run that is stopped half way leaves no server behind.
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  let text = '';
  await new Promise<void>((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => { text += chunk.toString(); if (/Console\s+http/.test(text)) done(); });
    child.once('exit', (code, signal) => fail(new Error(`the server ended with ${code ?? signal}:\n${text}`)));
  });
  return child;
};

const end = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await gone;
};

/** Builds what is stale and starts the product on DATABASE_URL and DATA_DIR of this test file. */
export const startProduct = async (): Promise<Product> => {
  execFileSync(process.execPath, [inRoot('tools/run/build.mjs'), 'server', 'console', 'widget'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const port = await freePort();
  let child = await startProcess(port);
  return {
    address: `http://127.0.0.1:${port}`,
    kill: () => end(child, 'SIGKILL'),
    restart: async () => { child = await startProcess(port); },
    stop: () => end(child, 'SIGTERM'),
  };
};
