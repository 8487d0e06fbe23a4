// What the run stands on: the nodes, their database, the bus, the lines between; made, broken and cleared away. Not for deciding when something breaks (reaper, sever, restart-nats).
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAvailability, type Availability } from './availability.ts';
import { freePort } from './free-port.ts';
import { createGround, type Ground } from './ground.ts';
import { startLines, type Lines, type Side } from './lines.ts';
import { findNats, startNats, type Nats } from './nats.ts';
import { createNode, type Node } from './node.ts';
import { waitUntil } from './pause.ts';
import type { Settings } from './settings.ts';
import type { Violation } from './violation.ts';

export interface World {
  /** Begins: the database, the bus, the first node, and the others once that is ready. Resolves when every node is. Throws when something cannot be started. */
  open(): Promise<void>;
  /** Empty until it is open. */
  nodes: readonly Node[];
  /** Everything the run leaves behind lies in here. */
  directory: string;
  /** null while the database is down. */
  databaseUrl(): string | null;
  /** When the house as a whole was there. */
  availability: Availability;
  /** Resolves when the house is there: a node is ready that reaches the database. Throws when it cannot be started. */
  ready(): Promise<void>;
  /** Resolves when every node is ready. Throws when one cannot be started. */
  allReady(): Promise<void>;
  /** Kills PostgreSQL: its first process, or all of them. One that the simulation has started is back after `downMs`; the one inside a server comes with the next server. */
  killDatabase(all: boolean, downMs: number): void;
  /** Cuts lines of a node: nothing passes any more, nobody is told. */
  cut(node: number, side: Side): void;
  /** They go on, or are reset. */
  heal(node: number, reset: boolean): void;
  withNats(): boolean;
  /** Kills the bus; it is back after `downMs`. */
  killNats(downMs: number): void;
  /** Milliseconds each start of a node took. */
  startMs: readonly number[];
  violations: readonly Violation[];
  /** Ends everything and removes it, unless it is to be kept. May be called twice. */
  clear(): Promise<void>;
  /** The same at once, for the exit of the process. */
  clearAtOnce(): void;
}

const environmentOf = (port: number, dataDir: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH, HOME: process.env.HOME, TZ: process.env.TZ,
  PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'error', QINDESK_TEST: 'on', MESSAGES_PER_MINUTE: '1000000', SESSIONS_PER_MINUTE: '1000000',
});

/** The parts, some of which are there only once the world is open, and what the nodes have met with. */
interface Parts {
  settings: Settings; directory: string; ground: Ground; availability: Availability; tell(line: string): void;
  nats: Nats | null; lines: Lines[]; nodes: Node[];
  startMs: number[]; violations: Violation[]; over: Error | null; cleared: boolean;
}

/** The bus, when the run is to break it and the machine has it. */
const openNats = async ({ settings, directory, availability, tell }: Parts): Promise<Nats | null> => {
  if (settings.natsRestarts === 0) return null;
  const file = findNats();
  if (file) return startNats(file, join(directory, 'nats.log'), availability.trouble);
  tell('nats-server is not installed (apt-get install nats-server): this run does without it, nodes hear of each other through the database alone');
  return null;
};

/** Node no. `index`, down. */
const makeNode = async (parts: Parts, index: number): Promise<Node> => {
  const { settings, directory, ground, availability, tell } = parts;
  const port = await freePort();
  const many = settings.nodes > 1;
  const lines = parts.lines[index];
  const url = ground.url();
  return createNode({
    name: many ? ` of node ${index + 1}` : '', baseUrl: `http://127.0.0.1:${port}`, file: settings.server, logPath: join(directory, many ? `server-${index + 1}.log` : 'server.log'),
    // One directory for all: they share uploaded files and the key that signs sessions.
    environment: { ...environmentOf(port, join(directory, 'data')), ...(lines?.environment ?? (settings.databaseUrl && url ? { DATABASE_URL: url } : {})) },
    onReady: (ms) => { parts.startMs.push(ms); availability.node(index, { ready: true }); },
    onGone: () => availability.node(index, { ready: false }),
    isExcused: (words, began) => ground.isExcused(words, began) || lines?.wasCutSince(began) === true,
    onFault: (kind, how, words) => {
      parts.violations.push({ kind, rule: 'CM3', conversationId: null, detail: how });
      tell(`${kind}: ${how}; its last words:\n${words.trimEnd().split('\n').slice(-30).join('\n')}`);
    },
    onHopeless: () => { parts.over = new Error('The server cannot be started.'); },
  });
};

const until = async (parts: Parts, isSo: () => boolean): Promise<void> => {
  await waitUntil(() => {
    if (parts.over) throw parts.over;
    return parts.cleared || isSo();
  }, Infinity, 20);
};

const allReady = (parts: Parts): Promise<void> => until(parts, () => parts.nodes.every((node) => node.isReady()));

const open = async (parts: Parts): Promise<void> => {
  const { settings, ground } = parts;
  await ground.open();
  parts.nats = await openNats(parts);
  for (let index = 0; index < settings.nodes; index++) {
    if (ground.isShared) parts.lines.push(await startLines(ground.url, parts.nats?.port ?? null));
    parts.nodes.push(await makeNode(parts, index));
  }
  // As an installation is rolled out: the first brings the schema forward and founds the shops.
  for (const batch of [parts.nodes.slice(0, 1), parts.nodes.slice(1)]) {
    if (!parts.cleared) for (const node of batch) node.start();
    await until(parts, () => batch.every((node) => node.isReady()));
  }
};

const clearAtOnce = (parts: Parts): void => {
  if (parts.cleared) return;
  parts.cleared = true;
  for (const node of parts.nodes) node.end();
  for (const lines of parts.lines) lines.close();
  parts.nats?.end();
  parts.ground.clearAtOnce(parts.settings.keep);
  if (parts.settings.keep) parts.tell(`data and logs are kept in ${parts.directory}`);
  else rmSync(parts.directory, { recursive: true, force: true, maxRetries: 5 });
};

/** Makes the place; nothing runs there until `open()`. `tell` gets plain lines. */
export const createWorld = (settings: Settings, tell: (line: string) => void): World => {
  const directory = mkdtempSync(join(tmpdir(), 'qindesk-simulation-'));
  // The database's own user must pass through when we are root.
  chmodSync(directory, process.getuid?.() === 0 ? 0o755 : 0o700);
  const availability = createAvailability(settings.nodes, () => new Date());
  const ground = createGround(settings, directory, { onChange: availability.database, onHopeless: (error) => { parts.over = error; } });
  const parts: Parts = { settings, directory, ground, availability, tell, nats: null, lines: [], nodes: [], startMs: [], violations: [], over: null, cleared: false };
  return {
    directory, availability, nodes: parts.nodes, startMs: parts.startMs, violations: parts.violations, databaseUrl: ground.url, killDatabase: ground.kill,
    open: () => open(parts),
    ready: () => until(parts, () => availability.isThere),
    allReady: () => allReady(parts),
    cut: (node, side) => {
      parts.lines[node]?.cut(side);
      availability.node(node, { cut: side !== 'nats' });
    },
    heal: (node, reset) => {
      parts.lines[node]?.heal(reset);
      availability.node(node, { cut: false });
    },
    withNats: () => parts.nats !== null,
    killNats: (downMs) => parts.nats?.kill(downMs),
    clear: async () => {
      if (parts.cleared) return;
      clearAtOnce(parts);
      await ground.drop();
    },
    clearAtOnce: () => clearAtOnce(parts),
  };
};
