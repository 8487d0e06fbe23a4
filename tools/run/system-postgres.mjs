// A throw-away server of the PostgreSQL that the system has, to show that the product runs on one of the operator's own. Not the embedded one.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Plain } from './progress.mjs';

const freePort = () => new Promise((resolve) => {
  const trial = createServer().listen(0, '127.0.0.1', () => {
    const { port } = trial.address();
    trial.close(() => resolve(port));
  });
});
const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

/** Starts a server from the programs in `binDir`. Returns its version, the address of an empty database, and how to stop and remove it. */
export const startSystemPostgres = async (binDir) => {
  const home = mkdtempSync(join(tmpdir(), 'qindesk-system-'));
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  const as = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password);
  chmodSync(home, 0o755);
  for (const path of [data, passwordFile]) if (as.uid !== undefined) chownSync(path, as.uid, as.gid);
  execFileSync(join(binDir, 'initdb'), ['-D', data, '-U', 'operator', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8'], { ...as, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await freePort();
  const child = spawn(join(binDir, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='], { ...as, cwd: '/', stdio: 'ignore' });
  const ended = new Promise((resolve) => { child.on('close', resolve); });
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const url = `postgres://operator:${password}@127.0.0.1:${port}/postgres`;
  const { default: pg } = await import('pg');
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      const { rows } = await client.query('SHOW server_version');
      return { url, stop, version: rows[0].server_version.split(' ')[0] };
    } catch (error) {
      if (attempt >= 100) {
        await stop();
        throw new Plain(`The PostgreSQL in ${binDir} does not start: ${error.message}`);
      }
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
};
