// A socket as a bad network has it: it can be cut, it sends frames of messages twice, and the ledger hears what passes. Not for what is sent (consumer, staff).
import { openNodeSocket, type NodeSocketConstructor, type OpenSocket } from '@qindesk/client';
import type { ClientFrameInput, ServerFrame } from '@qindesk/protocol';
import { WebSocket } from 'ws';
import type { Ledger, SentMessage } from './ledger.ts';
import type { Random } from './random.ts';

export interface WireOptions {
  /** The consumer or member whose messages pass here. */
  authorId: string;
  ledger: Ledger;
  random: Random;
  /** Share of the frames of messages that are sent twice. */
  repeatShare: number;
  headers?: Record<string, string>;
}

export interface Wire {
  openSocket: OpenSocket;
  /** Tears the socket down without a word, as a lost network does. */
  cut(): void;
  /** Messages that left lately, to be sent again by somebody else. */
  recent(): readonly Extract<ClientFrameInput, { type: 'message.send' }>[];
}

const remembered = 20;

/** Watches one session: the welcome first, and no message twice unless it was asked for twice. */
const createOrderWatch = (ledger: Ledger): ((frame: ServerFrame) => void) => {
  const told = new Set<string>();
  let welcomed = false;
  return (frame) => {
    welcomed ||= frame.type === 'welcome';
    if (!welcomed && frame.type !== 'refused' && frame.type !== 'goodbye') ledger.mended('beforeWelcome');
    if (frame.type !== 'messages' && !(frame.type === 'backfill' && frame.ref === null)) return;
    for (const { id } of frame.messages) {
      if (told.has(id)) ledger.mended('sentTwice');
      told.add(id);
    }
  };
};

/** A wire; one socket at a time. */
export const createWire = ({ authorId, ledger, random, repeatShare, headers }: WireOptions): Wire => {
  let raw: WebSocket | null = null;
  const recent: Extract<ClientFrameInput, { type: 'message.send' }>[] = [];
  // Called with `new`: what it returns is the object then.
  const construct = function construct(url: string, options?: { headers?: Record<string, string> }): WebSocket {
    return (raw = new WebSocket(url, options));
  } as unknown as NodeSocketConstructor;
  const open = openNodeSocket(construct, headers ? { headers } : {});

  const openSocket: OpenSocket = (url, handlers) => {
    /** By ref of the socket: which message its answer is about. */
    const underWay = new Map<number, { message: SentMessage; repeat: boolean }>();
    const watchOrder = createOrderWatch(ledger);
    const hear = (frame: ServerFrame): void => {
      watchOrder(frame);
      if (frame.type === 'accepted') ledger.accepted({ authorId, clientId: frame.clientId, conversationId: frame.conversationId, seq: frame.seq, messageId: frame.messageId });
      if (frame.type !== 'refused' || frame.ref === null) return;
      const sent = underWay.get(frame.ref);
      if (sent) ledger.refused(sent.message, frame.refusal.code, sent.repeat);
    };
    const note = (frame: ClientFrameInput): void => {
      if (frame.type !== 'message.send') return;
      const message = { authorId, clientId: frame.clientId, conversationId: frame.conversationId };
      underWay.set(frame.ref, { message, repeat: ledger.sent(message) });
      recent.push(frame);
      if (recent.length > remembered) recent.shift();
    };
    const socket = open(url, { ...handlers, onText: (text) => { hear(JSON.parse(text) as ServerFrame); handlers.onText(text); } });
    return {
      close: socket.close,
      send: (text) => {
        const frame = JSON.parse(text) as ClientFrameInput;
        note(frame);
        socket.send(text);
        if (frame.type !== 'message.send' || !random.chance(repeatShare)) return;
        ledger.sent({ authorId, clientId: frame.clientId, conversationId: frame.conversationId });
        socket.send(text);
      },
    };
  };
  return { openSocket, cut: () => raw?.terminate(), recent: () => recent };
};
