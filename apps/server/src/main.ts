// The process: configuration, database, migrations, demonstration, roles, signals. Says plainly what is wrong and what to do.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ConfigError, DatabaseProblem, describeDatabaseProblem, migrate, MigrationError, probeDatabase, readConfig, startEmbedded, type Config, type EmbeddedDatabase,
} from './platform/index.ts';
import { startApp, type App } from './app.ts';
import { demoAccounts, seedDemo } from './demo/index.ts';

const say = (line: string): void => { process.stdout.write(`${line}\n`); };
const fail = (line: string): never => { process.stderr.write(`\n${line}\n`); process.exit(1); };
const started = performance.now();
const since = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

const openDatabaseOf = async (config: Config, lost: (sentence: string) => void): Promise<{ url: string; embedded: EmbeddedDatabase | null }> => {
  if (config.databaseUrl) {
    await probeDatabase(config.databaseUrl);
    return { url: config.databaseUrl, embedded: null };
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: (line) => say(`  ${line}`), onLost: lost });
  return { url: embedded.url, embedded };
};

const announce = (config: Config, app: App): void => {
  say(`\n  Qindesk is ready after ${since()}.\n`);
  say(`  Console   ${app.address}/`);
  if (config.demo) {
    say(`  Shops     ${app.address}/demo`);
    say('\n  Accounts of the demonstration (e-mail · password · what for)');
    for (const account of demoAccounts()) say(`    ${account.email.padEnd(30)} ${account.password}   ${account.title.zh} · ${account.title.en}`);
  }
  say('\n  Ctrl-C stops it.\n');
};

/** What has not been stored by then was not accepted either: its sender has it still. */
const drainWithinMs = 20_000;

/** First signal drains; a second one ends at once, and so does a drain that something holds up. */
const stopOnSignals = (stop: () => Promise<void>): void => {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    say('\n  Stopping: finishing what was accepted …');
    setTimeout(() => fail(`Stopping took longer than ${drainWithinMs / 1000} s, so it was cut short. What was accepted is kept.`), drainWithinMs).unref();
    stop().then(() => { say('  Stopped.'); process.exit(0); }, (error: Error) => fail(`Stopping failed: ${error.message}`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
};

const explain = (error: unknown, config: Config | null): string => {
  if (error instanceof ConfigError || error instanceof MigrationError || error instanceof DatabaseProblem) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `Port ${config?.port} is in use by another program. Choose another one: PORT=${(config?.port ?? 3000) + 1} npm start`;
  if (code === 'EACCES') return `Port ${config?.port} may not be opened by this user. Choose one above 1023: PORT=3000 npm start`;
  if (config?.databaseUrl) return describeDatabaseProblem(error, config.databaseUrl);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

const run = async (): Promise<void> => {
  let config: Config | null = null;
  let embedded: EmbeddedDatabase | null = null;
  try {
    config = readConfig(process.env, process.argv.slice(2), resolve(dirname(fileURLToPath(import.meta.url)), '..'));
    const opened = await openDatabaseOf(config, (sentence) => fail(sentence));
    embedded = opened.embedded;
    await migrate(opened.url, join(config.rootDir, 'migrations'), (line) => say(`  ${line}`));
    const app = await startApp(config, opened.url);
    if (config.demo) await seedDemo(app.house, app.auth, (line) => say(`  ${line}`));
    stopOnSignals(async () => { await app.stop(); await embedded?.stop(); });
    announce(config, app);
  } catch (error) {
    const sentence = explain(error, config);
    await embedded?.stop().catch(() => undefined);
    fail(sentence);
  }
};

process.on('unhandledRejection', (error) => { process.stderr.write(`unhandled: ${error instanceof Error ? error.stack : String(error)}\n`); });
void run();
