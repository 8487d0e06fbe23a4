// What the command line of the simulation says, with its defaults and bounds. Not for the server's own settings (platform/config).

export interface Settings {
  seed: number;
  /** Conversations that consumers begin. */
  conversations: number;
  /** Server processes on one database. */
  nodes: number;
  /** How often a server process is ended, drains included. */
  kills: number;
  /** Share of the kills that take PostgreSQL down too; 0 with a database of one's own. */
  killDatabase: number;
  /** Share of the other kills that are drains; only where there are several nodes. */
  drain: number;
  /** How often the lines of a node are cut. */
  partitions: number;
  /** How often the bus between the nodes is killed; 0 does without it. */
  natsRestarts: number;
  json: boolean;
  /** The built server. */
  server: string;
  /** A PostgreSQL of one's own: a database is made there and dropped at the end. null: the embedded one. */
  databaseUrl: string | null;
  /** Keeps the directory with the data and the server's log, and tells where it is. */
  keep: boolean;
}

/** An argument that cannot be used, in one plain line. */
export class SettingsError extends Error {}

export const usage = `npm run simulate -- [--seed N] [--conversations N] [--nodes N] [--kills N] [--partitions N] [--nats-restarts N] [--kill-database SHARE] [--drain SHARE] [--database URL] [--server FILE] [--keep] [--json]
  --seed N               decisions of all actors follow from it (1)
  --conversations N      conversations that consumers begin (200)
  --nodes N              server processes on one database; people of one conversation sit on different ones (1)
  --kills N              times a server process is killed with SIGKILL under load, and started again (10)
  --kill-database SHARE  share of the kills that take PostgreSQL down too, 0 to 1 (0.3)
  --drain SHARE          with several nodes: share of the other kills that are SIGTERM, after which the node goes in peace, 0 to 1 (0.4)
  --partitions N         times a node is cut off from its database, the bus or both for 0.2 to 8 s: nothing passes, nobody is told (0)
  --nats-restarts N      runs nats-server as the bus between the nodes, and kills and restarts it so often (0: no bus)
  --database URL         a PostgreSQL of your own, as a role that may create databases; else the embedded one
  --server FILE          the built server (apps/server/dist/main.js)
  --keep                 leave data and server logs where they are, and say where
  --json                 one JSON object as the last line of standard output`;

const numberIn = (name: string, text: string | undefined, least: number, most: number, whole: boolean): number => {
  const value = Number(text);
  if (text === undefined || text.trim() === '' || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw new SettingsError(`${name} wants ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}, not "${text ?? ''}".`);
  }
  return value;
};

const textOf = (name: string, text: string | undefined): string => {
  if (!text || text.startsWith('--')) throw new SettingsError(`${name} wants a value.`);
  return text;
};

/** Reads the arguments; `fallback` holds what only the caller knows. Throws SettingsError. */
export const readSettings = (args: readonly string[], fallback: Pick<Settings, 'server' | 'databaseUrl'>): Settings => {
  const settings: Settings = { seed: 1, conversations: 200, nodes: 1, kills: 10, killDatabase: 0.3, drain: 0.4, partitions: 0, natsRestarts: 0, json: false, keep: false, ...fallback };
  const rest = args.flatMap((arg) => (/^--[a-z-]+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg]));
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    switch (name) {
      case '--seed': settings.seed = numberIn(name, rest.shift(), 0, 2 ** 31, true); break;
      case '--conversations': settings.conversations = numberIn(name, rest.shift(), 1, 100_000, true); break;
      case '--nodes': settings.nodes = numberIn(name, rest.shift(), 1, 32, true); break;
      case '--kills': settings.kills = numberIn(name, rest.shift(), 0, 1000, true); break;
      case '--kill-database': settings.killDatabase = numberIn(name, rest.shift(), 0, 1, false); break;
      case '--drain': settings.drain = numberIn(name, rest.shift(), 0, 1, false); break;
      case '--partitions': settings.partitions = numberIn(name, rest.shift(), 0, 1000, true); break;
      case '--nats-restarts': settings.natsRestarts = numberIn(name, rest.shift(), 0, 1000, true); break;
      case '--database': settings.databaseUrl = textOf(name, rest.shift()); break;
      case '--server': settings.server = textOf(name, rest.shift()); break;
      case '--keep': settings.keep = true; break;
      case '--json': settings.json = true; break;
      default: throw new SettingsError(`"${name}" is not known.\n${usage}`);
    }
  }
  return settings.databaseUrl === null ? settings : { ...settings, killDatabase: 0 };
};
