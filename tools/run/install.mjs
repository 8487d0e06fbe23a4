// Installs the packages of package-lock.json when they are missing or others. Not for building.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Plain, step } from './progress.mjs';
import { inRoot, root } from './root.mjs';
import { runProcess, tail } from './run-process.mjs';

const stampFile = inRoot('node_modules', '.qindesk-install');
const wanted = () => createHash('sha256').update(readFileSync(inRoot('package-lock.json'))).update(`${process.platform}-${process.arch}`).digest('hex');

/** Whether npm's own note of what it put into node_modules says the same as package-lock.json: then somebody ran npm by hand. */
const agreesWithNpm = () => {
  const note = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const there = JSON.parse(readFileSync(note, 'utf8')).packages;
  const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  // Optional packages are for other systems, and links are our own workspaces.
  return Object.entries(lock).every(([path, entry]) => !path.includes('node_modules/') || entry.optional || entry.link || there[path]?.version === entry.version);
};

const remember = (stamp) => {
  try {
    writeFileSync(stampFile, stamp);
  } catch { /* A copy that may not be written was installed by its owner; the comparison is made again next time. */ }
};

const npmCommand = () => {
  const started = process.env.npm_execpath;
  return started && basename(started) === 'npm-cli.js' && existsSync(started) ? [process.execPath, [started]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
};

const hintFor = (output) => {
  if (/EACCES|EROFS|EPERM/.test(output)) return 'The directory may not be written by this user: run the command once as its owner.';
  if (/ENOSPC/.test(output)) return 'The disk is full: about 700 MB are needed.';
  if (/SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(output)) return 'A proxy with a certificate of its own stands before the npm registry: name its authority in NODE_EXTRA_CA_CERTS=FILE.';
  if (/ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|network/i.test(output)) return 'The npm registry cannot be reached: check the network and the proxy settings of npm (npm config get proxy).';
  if (/can only install packages when your package.json and package-lock.json/.test(output)) return 'package.json and package-lock.json do not fit together: run npm install and look at the change.';
  return 'Run npm ci by hand to see more.';
};

/** Runs `npm ci` when node_modules does not hold what package-lock.json says. Throws Plain. */
export const ensureInstalled = async () => {
  const stamp = wanted();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (agreesWithNpm()) return remember(stamp);
  const [file, args] = npmCommand();
  await step('installing packages', async () => {
    // NODE_ENV=production would leave out the compilers; the server itself may still run with it.
    const { code, output } = await runProcess(file, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root }).catch((error) => ({ code: 1, output: String(error) }));
    if (code !== 0) throw new Plain(`Installing failed. ${hintFor(output)}\n\n${tail(output, 15)}`);
  });
  remember(stamp);
};
