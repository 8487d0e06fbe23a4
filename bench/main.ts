// `npm run bench -- NAME [--json] [--save]`: runs one measurement and prints its figures last; `--save` keeps them in bench/results. Not a test: nothing here passes or fails.
import { execSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { serveBareSockets } from './bare-sockets.ts';
import { cluster } from './cluster.ts';
import { serveCommits } from './commit-time.ts';
import { connections } from './connections.ts';
import { fanOut } from './fan-out.ts';
import { half } from './half.ts';
import { matcher } from './matcher.ts';
import { messagePath } from './message-path.ts';
import { offered } from './offered.ts';
import { resumeStorm } from './resume-storm.ts';
import { robot } from './robot.ts';
import { size } from './size.ts';
import { serveInsert, serveRelay } from './reference-servers.ts';
import { holdSockets } from './socket-holder.ts';

/** Every measurement by name, with what it tells and its arguments; each returns its own keys. */
const benches: Readonly<Record<string, { tells: string; run(args: readonly string[]): Promise<object> }>> = {
  'message-path': { tells: 'messages a second from thumb to thumb, beside a bare relay   [--conversations 500] [--window 4] [--tabs 2] [--seconds 5] [--rounds 3]', run: messagePath },
  offered: { tells: 'a given rate for a time: acknowledged, delivered, stored, how late   [--rate 2000] [--seconds 10] [--conversations 500]', run: offered },
  half: { tells: 'acknowledgements at half of the highest rate, beside one durable commit   [--conversations 500] [--window 2] [--seconds 5] [--rounds 3]', run: half },
  connections: { tells: 'memory and processor time of idle consumers’ sockets, beside bare ws   [--sockets 20000] [--idle 20] [--conversations 0]', run: connections },
  'resume-storm': { tells: 'everybody comes back to a server that was killed   [--consumers 2000] [--missed 5]', run: resumeStorm },
  'fan-out': { tells: 'one conversation and its watchers, one queue and its places   [--watchers 1,10,100,1000] [--seconds 3] [--waiting 100,500] [--moves 5]', run: fanOut },
  cluster: { tells: 'cost of a message on one node and on several, at the same rate each   [--nodes 2] [--rate 1000] [--conversations 100] [--seconds 8] [--rounds 2]', run: cluster },
  robot: { tells: 'the path with the robot answering, beside it without   [--conversations 500] [--askers 500] [--seconds 5] [--rounds 3]', run: robot },
  size: { tells: 'bytes a message, a month computed, a day of the log dropped    [--messages 200000] [--batch 200]', run: size },
  matcher: { tells: 'training, an edit, reading a line, and 1,000 shops in one process [--full: also 100,000 phrasings, minutes] [--lines 2000] [--shops 1000]', run: matcher },
};
/** Parts that a bench starts as processes of their own out of the same bundle. */
const children: Readonly<Record<string, () => Promise<void>>> = { relay: serveRelay, insert: serveInsert, 'bare-sockets': serveBareSockets, 'hold-sockets': holdSockets, commits: serveCommits };

const commit = (): string => { try { return execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim(); } catch { return 'unknown'; } };
const machine = (): string => `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;

/** Keeps a result where it can be compared with later ones: the last of each measurement, with its machine and commit. */
const save = (name: string, result: object): void => {
  const file = join('bench/results', `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  process.stderr.write(`kept in ${file}\n`);
};

const run = async (): Promise<void> => {
  const [name = '', ...args] = process.argv.slice(2);
  if (name === '--child') { await (children[args[0] ?? ''] ?? (() => Promise.reject(new Error(`no part ${args[0]}`))))(); return; }
  const bench = benches[name];
  if (!bench) {
    const list = Object.entries(benches).map(([known, { tells }]) => `  ${known.padEnd(14)}${tells}\n`).join('');
    process.stderr.write(`Name a measurement. For example: npm run bench -- message-path --json\n${list}`);
    process.exitCode = name === '--help' ? 0 : 2;
    return;
  }
  const result = { name, machine: machine(), commit: commit(), ...(await bench.run(args)) };
  if (args.includes('--save')) save(name, result);
  process.stdout.write(`${args.includes('--json') ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
};

run().then(() => { if (process.argv[2] !== '--child') process.exit(); }, (error: Error) => { process.stderr.write(`${error.stack ?? error.message}${error.cause ? `\n  because: ${String(error.cause)}` : ''}\n`); process.exit(1); });
