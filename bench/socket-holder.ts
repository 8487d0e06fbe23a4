// A part that opens sockets and keeps them as idle consumers do: a ping every 20 s each, spread over the time. One process cannot hold the file descriptors of all, so there are several.
import { atOnce } from './at-once.ts';
import { openLine, type Line } from './line.ts';
import { servePart } from './part.ts';
import { request } from './product-world.ts';
import { openWire, type Wire } from './wire.ts';

export type HolderRequest =
  /** A session by HTTP for each consumer to come. */
  | { do: 'sign-up'; url: string; shopId: string; count: number; width: number }
  /** Socket, hello, welcome for the first `count` of the sessions. */
  | { do: 'open'; url: string; count: number; localAddress: string; width: number }
  /** Sockets of a bare server. */
  | { do: 'open-bare'; port: number; count: number; localAddress: string; width: number }
  /** Begins a conversation on `count` of those held. */
  | { do: 'start-conversations'; count: number; width: number }
  | { do: 'state' }
  | { do: 'close' };
/** `lost`: closed by the server or the network. */
export interface Held { held: number; lost: number; seconds: number }

/** As the client does (packages/client/src/connection.ts). */
const pingEveryMs = 20_000;

let tokens: string[] = [];
let held: (Wire | Line)[] = [];
let lost = 0;
const countLost = (): void => { lost += 1; };

const close = (): void => {
  for (const wire of held) wire.end();
  held = [];
  lost = 0;
};

const act = async (asked: HolderRequest): Promise<void> => {
  switch (asked.do) {
    case 'sign-up': tokens = await atOnce(asked.count, asked.width, async () => (await request<{ token: string }>(asked.url, 'POST', '/v1/consumer-sessions', { shopId: asked.shopId })).value.token); return;
    case 'open': held = await atOnce(asked.count, asked.width, (i) => openLine(asked.url, { token: tokens[i] ?? '' }, { localAddress: asked.localAddress, gone: countLost })); return;
    case 'open-bare': held = await atOnce(asked.count, asked.width, () => openWire({ host: '127.0.0.1', port: asked.port, localAddress: asked.localAddress }, () => undefined, countLost)); return;
    case 'start-conversations': await atOnce(asked.count, asked.width, (i) => (held[i] as Line).ask({ type: 'conversation.start' })); return;
    case 'close': close(); return;
    case 'state':
  }
};

const answer = async (asked: HolderRequest): Promise<Held> => {
  const from = performance.now();
  await act(asked);
  return { held: held.length - lost, lost, seconds: (performance.now() - from) / 1000 };
};

/** Every socket's turn comes once in `pingEveryMs`, a hundred turns a second. */
const keepPinging = (): void => {
  const turns = pingEveryMs / 10;
  let turn = 0;
  setInterval(() => {
    for (let i = turn; i < held.length; i += turns) held[i]?.send('{"type":"ping"}');
    turn = (turn + 1) % turns;
  }, 10);
};

/** The part's own loop. */
export const holdSockets = (): Promise<void> => { keepPinging(); return servePart(answer); };
