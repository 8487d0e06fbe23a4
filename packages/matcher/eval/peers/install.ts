// Puts the peers' packages beside their package-lock.json, on demand; the product never needs them. Not for measuring.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** npm is given this long; a network that is not there answers sooner. */
const PATIENCE_MS = 300_000;

const stampOf = (folder: string): string => join(folder, 'node_modules', '.installed');
const wanted = (folder: string): string => createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');

/** Whether what the lock file says is there already. */
export function arePeersThere(folder: string): boolean {
  const stamp = stampOf(folder);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted(folder);
}

function runNpm(folder: string): Promise<{ code: number; output: string }> {
  const started = process.env['npm_execpath'];
  const [file, before] = started !== undefined && basename(started) === 'npm-cli.js' && existsSync(started) ? [process.execPath, [started]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const child = spawn(file, [...before, 'ci', '--ignore-scripts', '--prefer-offline', '--fetch-retries=1', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE_MS });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Why npm failed, in half a sentence. */
export function reasonIn(output: string): string {
  if (/ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENOTCACHED|ENETUNREACH|network/i.test(output)) return 'the npm registry cannot be reached';
  if (/EACCES|EROFS|EPERM/.test(output)) return 'this user may not write there';
  if (/ENOSPC/.test(output)) return 'the disk is full';
  return `npm said: ${output.trim().split('\n').findLast((line) => line.trim() !== '') ?? 'nothing'}`;
}

/** Installs what is missing, telling of it in one line. Returns undefined, or why it is not possible. */
export async function installPeers(folder: string, tell: (line: string) => void): Promise<string | undefined> {
  if (arePeersThere(folder)) return undefined;
  tell('installing the peers (about 125 MB, once) …');
  const { code, output } = await runNpm(folder);
  if (code !== 0) return reasonIn(output);
  writeFileSync(stampOf(folder), wanted(folder));
  return undefined;
}
