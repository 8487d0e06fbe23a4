// The port between nodes over core NATS. It may be away at any time: connecting never blocks a start, and what is published meanwhile is dropped, not kept.
import { connect, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import type { Log } from '../log.ts';
import type { Peers } from './peers.ts';

/** Under the server's default of 1 MiB a message. */
const maxTextBytes = 1_000_000;
/** A dead server is noticed within two of these. */
const pingEveryMs = 5000;

interface Wanted { subject: string; listener: (text: string) => void; subscription: Subscription | null }

/** What an address says: hosts, and a name with password or a token. `nats://user:password@host:4222,host2` or `tls://token@host`. */
export const natsOptions = (address: string): { servers: string[]; user?: string; pass?: string; token?: string; tls?: object } => {
  const [, scheme = 'nats', userInfo, hosts = ''] = /^(?:(\w+):\/\/)?(?:([^@/]*)@)?([^/]*)/.exec(address) ?? [];
  const [user, pass] = userInfo === undefined ? [] : userInfo.split(':').map(decodeURIComponent);
  return {
    servers: hosts.split(','), ...(scheme === 'tls' ? { tls: {} } : {}),
    ...(user === undefined ? {} : pass === undefined ? { token: user } : { user, pass }),
  };
};

/**
 * Peers over the NATS server at `address`. Subjects begin with `prefix`, so that installations share a server without hearing each other. Connects in the background,
 * for ever; whoever subscribes before hears from then on.
 */
export const createNatsPeers = (address: string, prefix: string, log: Log): Peers => {
  const wanted = new Set<Wanted>();
  let connection: NatsConnection | null = null;
  let up = false;
  let closed = false;

  const subscribe = (nc: NatsConnection, one: Wanted): void => {
    one.subscription = nc.subscribe(`${prefix}.${one.subject}`, {
      callback: (error, message) => {
        if (error) { log.warn({ subject: one.subject, error: error.message }, 'a subject between nodes failed; the log of the database tells what was missed'); return; }
        try { one.listener(message.string()); } catch (failure) { log.error({ subject: one.subject, error: failure instanceof Error ? failure.stack : String(failure) }, 'a listener between nodes failed'); }
      },
    });
  };
  const watch = async (nc: NatsConnection): Promise<void> => {
    for await (const status of nc.status()) {
      if (status.type === 'disconnect' || status.type === 'staleConnection') { if (up) log.warn({}, 'NATS is away: other nodes are heard by the log of the database, a little later'); up = false; }
      if (status.type === 'reconnect') { log.info({}, 'NATS is back'); up = true; }
    }
  };
  const opening = connect({ ...natsOptions(address), name: 'qindesk', noEcho: true, reconnect: true, maxReconnectAttempts: -1, reconnectTimeWait: 300, waitOnFirstConnect: true, pingInterval: pingEveryMs, maxPingOut: 1, ignoreClusterUpdates: false })
    .then(async (nc) => {
      if (closed) { await nc.close(); return; }
      connection = nc;
      up = true;
      for (const one of wanted) subscribe(nc, one);
      void watch(nc).catch((error: Error) => log.warn({ error: error.message }, 'the state of NATS is not known any more'));
    })
    .catch((error: Error) => log.error({ error: error.message }, 'NATS refused the connection: check NATS_URL. Other nodes are heard by the log of the database'));

  return {
    publish: (subject, text) => {
      if (!connection || !up || text.length * 3 > maxTextBytes && Buffer.byteLength(text) > maxTextBytes) return;
      try { connection.publish(`${prefix}.${subject}`, text); } catch (error) { log.warn({ subject, error: error instanceof Error ? error.message : String(error) }, 'a hint to the other nodes was not sent'); }
    },
    subscribe: (subject, listener) => {
      const one: Wanted = { subject, listener, subscription: null };
      wanted.add(one);
      if (connection) subscribe(connection, one);
      return () => { wanted.delete(one); one.subscription?.unsubscribe(); };
    },
    connected: () => up,
    close: async () => {
      closed = true;
      up = false;
      await connection?.close().catch(() => undefined);
      // A connection that was never made is not waited for.
      void opening;
    },
  };
};
