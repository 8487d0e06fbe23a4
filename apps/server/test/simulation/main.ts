// `npm run simulate`: reads the arguments, plays a run, prints what came of it, leaves nothing behind. Not for the run itself (run).
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSettings, SettingsError, usage, type Settings } from './settings.ts';
import { run, type Figures } from './run.ts';
import { countViolations, violationKinds, type Violation } from './violation.ts';
import { createWorld, type World } from './world.ts';

const say = (line: string): void => { process.stderr.write(`${line}\n`); };
const shownOfAKind = 10;

const describe = (violations: readonly Violation[]): void => {
  for (const kind of violationKinds) {
    const found = violations.filter((one) => one.kind === kind);
    for (const { rule, conversationId, detail } of found.slice(0, shownOfAKind)) say(`  ${kind} [${rule}] ${conversationId ?? ''} ${detail}`);
    if (found.length > shownOfAKind) say(`  ${kind}: ${found.length - shownOfAKind} more`);
  }
};

const summarise = (figures: Figures): void => {
  say(`\nSeed ${figures.seed}: ${figures.conversations} conversations of ${figures.consumers} consumers, ${figures.messages} messages, ${figures.kills} kills (${[`${figures.databaseKills} with PostgreSQL`, ...(figures.nodes > 1 ? [`${figures.drains} drains`] : [])].join(', ')}), ${figures.seconds} s`);
  if (figures.nodes > 1 || figures.partitions > 0) say(`  ${figures.nodes} nodes, ${figures.partitions} cuts, ${figures.natsRestarts} restarts of the bus`);
  say(`  accepted ${figures.accepted}, stored ${figures.stored}; ${violationKinds.map((kind) => `${kind} ${figures[kind]}`).join(', ')}`);
  if (figures.unsettled.length > 0) say(`  when time was up: ${figures.unsettled.join(', ')}`);
};

const settingsOf = (args: readonly string[]): Settings | null => {
  if (args.includes('--help')) { process.stdout.write(`${usage}\n`); return null; }
  return readSettings(args, { server: join(dirname(fileURLToPath(import.meta.url)), 'main.js'), databaseUrl: process.env.DATABASE_URL_FOR_SIMULATE ?? null });
};

const clearOnSignals = (world: World): void => {
  const end = (code: number) => (): void => {
    say('\nStopping: ending the servers and their database …');
    world.clear().finally(() => process.exit(code));
  };
  process.once('SIGINT', end(130));
  process.once('SIGTERM', end(143));
  process.on('exit', () => world.clearAtOnce());
};

const main = async (): Promise<number> => {
  const settings = settingsOf(process.argv.slice(2));
  if (!settings) return 0;
  if (!existsSync(settings.server)) throw new SettingsError(`${settings.server} is missing: build the server first (npm run build -- server).`);
  const began = performance.now();
  const tell = (line: string): void => say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const world = createWorld(settings, tell);
  clearOnSignals(world);
  try {
    const { figures, violations } = await run(world, settings, tell);
    describe(violations);
    summarise(figures);
    if (settings.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    return Object.values(countViolations(violations)).every((count) => count === 0) ? 0 : 1;
  } finally {
    await world.clear();
  }
};

main().then((code) => process.exit(code), (error: unknown) => {
  say(error instanceof SettingsError ? error.message : error instanceof Error ? error.stack ?? error.message : String(error));
  process.exit(2);
});
