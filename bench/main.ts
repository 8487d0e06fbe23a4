// `npm run bench -- NAME [--json]`: runs one measurement and prints its figures last. Not a test: nothing here passes or fails.
import { execSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { messagePath } from './message-path.ts';
import { serveInsert, serveRelay } from './reference-servers.ts';

/** Every measurement by name; each returns its own keys. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<object>>> = { 'message-path': messagePath };
/** Parts that a bench starts as processes of their own out of the same bundle. */
const children: Readonly<Record<string, () => Promise<void>>> = { relay: serveRelay, insert: serveInsert };

const commit = (): string => { try { return execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim(); } catch { return 'unknown'; } };
const machine = (): string => `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;

const run = async (): Promise<void> => {
  const [name = '', ...args] = process.argv.slice(2);
  if (name === '--child') { await (children[args[0] ?? ''] ?? (() => Promise.reject(new Error(`no part ${args[0]}`))))(); return; }
  const bench = benches[name];
  if (!bench) {
    process.stderr.write(`Name a measurement: ${Object.keys(benches).join(', ')}. For example: npm run bench -- message-path --json\n`);
    process.exitCode = 2;
    return;
  }
  const result = { name, machine: machine(), commit: commit(), ...(await bench(args)) };
  process.stdout.write(`${args.includes('--json') ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
};

run().then(() => { if (process.argv[2] !== '--child') process.exit(); }, (error: Error) => { process.stderr.write(`${error.stack ?? error.message}\n`); process.exit(1); });
