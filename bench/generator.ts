// The load: conversations with two sides, each keeping a few messages under way; counts what was acknowledged and what arrived at every tab of the other side.
import { WebSocket } from 'ws';

/** One person: `socket` speaks and hears; the other tabs hear the same. */
export interface Side { socket: WebSocket; tabs: WebSocket[]; conversationIds: string[]; kind: 'consumer' | 'agent' }

export interface Load { sides: Side[]; windowPerConversation: number; ms: number }
export interface Measured { sent: number; accepted: number; delivered: number; heardByTabs: number; refused: number; seconds: number; perS: number; ackMs: number[]; deliverMs: number[] }

let counter = 0;

interface Heard { messages: { conversationId: string; author: { kind: string }; body: { text?: string } }[] }

/** Runs the load for `ms`, then waits up to 10 s for what is under way. A message counts when it was acknowledged and has arrived at the other side's own tab. */
export const generate = async (load: Load): Promise<Measured> => {
  const result: Measured = { sent: 0, accepted: 0, delivered: 0, heardByTabs: 0, refused: 0, seconds: 0, perS: 0, ackMs: [], deliverMs: [] };
  const sentAt = new Map<string, number>();
  const under = new Map<string, number>();
  const run = `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
  let open = true;
  const started = performance.now();

  const send = (side: Side, conversationId: string): void => {
    const n = ++counter;
    const key = `${run}-${n}`;
    sentAt.set(key, performance.now());
    result.sent++;
    under.set(key, 2);
    side.socket.send(JSON.stringify({ type: 'message.send', ref: n, conversationId, clientId: key, body: { type: 'text', text: `${key} 亲，这件衣服什么时候发货，我后天要出门` } }));
  };
  const done = (key: string, side: Side, conversationId: string): void => {
    const left = (under.get(key) ?? 0) - 1;
    under.set(key, left);
    if (left > 0) return;
    under.delete(key);
    sentAt.delete(key);
    if (open) send(side, conversationId);
  };
  const senders = new Map(load.sides.flatMap((side) => side.conversationIds.map((id) => [`${side.kind} ${id}`, side] as const)));
  const detach: (() => void)[] = [];
  const listen = (socket: WebSocket, hear: (text: string) => void): void => {
    const onMessage = (data: Buffer): void => hear(data.toString());
    socket.on('message', onMessage);
    detach.push(() => socket.off('message', onMessage));
  };
  const isMessages = (text: string): boolean => text.startsWith('{"type":"messages"');
  for (const side of load.sides) {
    // Own messages come back to the sender's other tabs and to itself: only the other side's count as delivered.
    const other = side.kind === 'consumer' ? 'agent' : 'consumer';
    listen(side.socket, (text) => {
      if (text.startsWith('{"type":"accepted"')) {
        const key = /"clientId":"([^"]+)"/.exec(text)?.[1] ?? '';
        const at = sentAt.get(key);
        if (at === undefined) return;
        result.accepted++;
        result.ackMs.push(performance.now() - at);
        done(key, side, /"conversationId":"([^"]+)"/.exec(text)?.[1] ?? '');
      } else if (isMessages(text)) {
        for (const message of (JSON.parse(text) as Heard).messages) {
          if (message.author.kind !== other) continue;
          const key = message.body.text?.split(' ')[0] ?? '';
          const at = sentAt.get(key);
          if (at === undefined) continue;
          result.delivered++;
          result.deliverMs.push(performance.now() - at);
          const sender = senders.get(`${other} ${message.conversationId}`);
          if (sender) done(key, sender, message.conversationId);
        }
      } else if (text.startsWith('{"type":"refused"')) result.refused++;
    });
    for (const tab of side.tabs) listen(tab, (text) => { if (isMessages(text)) result.heardByTabs += (JSON.parse(text) as Heard).messages.length; });
  }
  for (const side of load.sides) for (const id of side.conversationIds) for (let i = 0; i < load.windowPerConversation / 2; i++) send(side, id);
  await new Promise((resolve) => setTimeout(resolve, load.ms));
  result.seconds = (performance.now() - started) / 1000;
  result.perS = Math.min(result.accepted, result.delivered) / result.seconds;
  open = false;
  for (let waited = 0; waited < 10_000 && under.size > 0; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const off of detach) off();
  return result;
};

/** Opens a socket and resolves when it is open. */
export const openSocket = (url: string, headers: Record<string, string> = {}): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });

/** The p-th percentile (0–100) of measured times; NaN of none. */
export const percentile = (values: readonly number[], p: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * p) / 100))] ?? Number.NaN;
export const median = (values: readonly number[]): number => percentile(values, 50);
