// What the product is measured against: a bare relay over `ws`, and the same with one INSERT a message before the acknowledgement. No sessions, no checks, no batches.
// They tell what the product tells: an acknowledgement to the sender, the message to the sockets of both sides (the sender's other tabs learn of it that way).
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import pg from 'pg';

interface Sent { type: string; ref: number; conversationId: string; clientId: string; body: object; side: string }
type Store = ((message: Sent) => Promise<number>) | null;

/** Sockets of two sides, told apart by the address `/?c=ID,ID&s=SIDE`; a message goes to every socket of its conversation, an acknowledgement to the one that sent it. */
const serve = (store: Store): Promise<void> => {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const peers = new Map<string, Set<WebSocket>>();
  const numbers = new Map<string, number>();
  server.on('connection', (socket, request) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const [ids, side] = [(url.searchParams.get('c') ?? '').split(','), url.searchParams.get('s') ?? ''];
    for (const id of ids) peers.set(id, (peers.get(id) ?? new Set<WebSocket>()).add(socket));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Sent;
      const tell = (seq: number): void => {
        socket.send(JSON.stringify({ type: 'accepted', ref: message.ref, conversationId: message.conversationId, clientId: message.clientId, seq, at: new Date().toISOString() }));
        const frame = JSON.stringify({ type: 'messages', messages: [{ conversationId: message.conversationId, seq, author: { kind: side }, body: message.body, at: new Date().toISOString() }] });
        for (const peer of peers.get(message.conversationId) ?? []) peer.send(frame);
      };
      if (store) void store({ ...message, side }).then(tell);
      else { const seq = (numbers.get(message.conversationId) ?? 0) + 1; numbers.set(message.conversationId, seq); tell(seq); }
    });
  });
  return new Promise((resolve) => http.listen(0, '127.0.0.1', () => { process.stdout.write(`listening ${(http.address() as AddressInfo).port}\n`); resolve(); }));
};

export const serveRelay = (): Promise<void> => serve(null);

/** DATABASE_URL says where; twelve connections, as the product. */
export const serveInsert = async (): Promise<void> => {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
  await pool.query('CREATE TABLE IF NOT EXISTS relayed_messages (id bigserial PRIMARY KEY, conversation_id text NOT NULL, client_id text NOT NULL, side text NOT NULL, body jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now(), UNIQUE (conversation_id, client_id))');
  await serve(async (message) => Number((await pool.query<{ id: string }>('INSERT INTO relayed_messages (conversation_id, client_id, side, body) VALUES ($1, $2, $3, $4) RETURNING id', [message.conversationId, message.clientId, message.side, JSON.stringify(message.body)])).rows[0]?.id));
};
