// The lines from one node to its database and to the bus: each over a proxy of its own, so that they can be cut. Not for when they are cut (sever).
import type { NetConnectOpts } from 'node:net';
import { startProxy, type Proxy } from './proxy.ts';

/** What is cut: the line to the database, to the bus, or both. */
export type Side = 'database' | 'nats' | 'both';

export interface Lines {
  /** What the node finds in its environment. */
  environment: NodeJS.ProcessEnv;
  cut(side: Side): void;
  /** Every line of the node goes on, or is reset where it was cut. */
  heal(reset: boolean): void;
  /** Whether the database was out of reach at any time since `began` (performance.now). */
  wasCutSince(began: number): boolean;
  close(): void;
}

/** Where a database address leads: a TCP port, or the Unix socket in the directory that `host` names. */
export const placeOf = (url: string): NetConnectOpts => {
  const { hostname, port, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port || 5432}` } : { host: host.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1', port: Number(port || 5432) };
};

/** The same database, reached at a port of this machine. */
export const throughPort = (url: string, port: number): string => {
  const next = new URL(url);
  next.searchParams.delete('host');
  next.hostname = '127.0.0.1';
  next.port = String(port);
  return next.href;
};

/** `databaseUrl` is asked for every new connection: the database may come back at another port. */
export const startLines = async (databaseUrl: () => string | null, natsPort: number | null): Promise<Lines> => {
  const database = await startProxy(() => { const url = databaseUrl(); return url ? placeOf(url) : null; });
  const nats: Proxy | null = natsPort === null ? null : await startProxy(() => ({ host: '127.0.0.1', port: natsPort }));
  const all = [database, ...(nats ? [nats] : [])];
  let healedAt = 0;
  return {
    environment: { DATABASE_URL: throughPort(databaseUrl() ?? '', database.port), ...(nats ? { NATS_URL: `nats://127.0.0.1:${nats.port}` } : {}) },
    cut: (side) => {
      if (side !== 'nats') database.cut();
      if (side !== 'database') nats?.cut();
    },
    heal: (reset) => {
      if (database.isCut) healedAt = performance.now();
      for (const proxy of all) if (proxy.isCut) proxy.heal(reset);
    },
    wasCutSince: (began) => database.isCut || healedAt > began,
    close: () => { for (const proxy of all) proxy.close(); },
  };
};
