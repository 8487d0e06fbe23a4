// What this machine has for the tests that need more than Node: a browser, nats-server, PostgreSQL of the system. Not for installing them.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot } from './root.mjs';

const onPath = (names) => (process.env.PATH ?? '').split(delimiter).flatMap((dir) => names.map((name) => join(dir, name))).find((file) => existsSync(file));

/** Path of a Chromium: CHROMIUM_PATH, else what the system has; undefined when there is none. */
export const findChromium = () =>
  process.env.CHROMIUM_PATH || onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])
  || ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find((file) => existsSync(file));

/** Path of nats-server, or undefined. */
export const findNats = () => onPath(['nats-server']);

const debian = '/usr/lib/postgresql';
/** Directory with initdb and postgres of the system, the oldest of several (the newest is embedded already); undefined when there is none. */
export const findPostgres = () => {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(a) - Number(b)) : [];
  return versions.map((version) => join(debian, version, 'bin')).find((dir) => existsSync(join(dir, 'initdb')) && existsSync(join(dir, 'postgres')));
};

const anyFile = (dir, pattern) => existsSync(inRoot(dir)) && readdirSync(inRoot(dir), { recursive: true }).some((file) => !String(file).includes('node_modules') && pattern.test(String(file)));

/** Whether there are browser tests at all. */
export const hasBrowserTests = () => anyFile('apps', /test[\\/]browser[\\/].*\.test\.tsx?$/) || anyFile('test/browser', /\.test\.tsx?$/);
/** Whether there are tests that need nats-server. */
export const hasNatsTests = () => anyFile('apps/server', /nats.*\.test\.ts$/);
