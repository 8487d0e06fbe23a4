// A server's end of a socket, scripted by unit tests of this package. Not a server: stories run against the real one.
import type { MessageView, ServerFrame } from '@qindesk/protocol';
import type { OpenSocket, SocketHandlers } from './open-socket.ts';

/** A client frame as it came over the wire. */
export interface SeenFrame {
  type: string;
  ref?: number;
  conversationId?: string;
  afterSeq?: number;
  clientId?: string;
  resume?: { conversationId: string; afterSeq: number }[];
  [key: string]: unknown;
}

/** One socket as the server sees it. */
export interface ServerEnd {
  readonly seen: SeenFrame[];
  readonly isOpen: boolean;
  send(frame: ServerFrame): void;
  cut(): void;
}

export interface ScriptedServer {
  openSocket: OpenSocket;
  /** All sockets so far, oldest first. */
  readonly ends: ServerEnd[];
  readonly last: ServerEnd;
}

/** `onFrame` is the script; sockets open at once unless `reachable` says no. */
export const createScriptedServer = (onFrame: (frame: SeenFrame, end: ServerEnd) => void, reachable: () => boolean = () => true): ScriptedServer => {
  const ends: ServerEnd[] = [];
  const openSocket: OpenSocket = (_url, handlers: SocketHandlers) => {
    let open = false;
    const close = (): void => {
      if (!open) return;
      open = false;
      handlers.onClose(1006);
    };
    const end: ServerEnd = {
      seen: [],
      get isOpen() {
        return open;
      },
      send: (frame) => {
        if (open) handlers.onText(JSON.stringify(frame));
      },
      cut: close,
    };
    ends.push(end);
    queueMicrotask(() => {
      if (!reachable()) {
        handlers.onClose(1006);
        return;
      }
      open = true;
      handlers.onOpen();
    });
    return {
      send: (text) => {
        if (!open) return;
        const frame = JSON.parse(text) as SeenFrame;
        end.seen.push(frame);
        queueMicrotask(() => onFrame(frame, end));
      },
      // What the server had sent already, and the end itself, still come after a close.
      close: () => undefined,
    };
  };
  return {
    openSocket,
    ends,
    get last() {
      const end = ends.at(-1);
      if (end === undefined) throw new Error('no socket was opened');
      return end;
    },
  };
};

export const welcome: ServerFrame = { type: 'welcome', protocol: 1, now: '2026-01-01T00:00:00.000Z', session: 'ses_1' };

/** A text message with this number. */
export const message = (conversationId: string, seq: number, clientId?: string): MessageView => ({
  id: `msg_${seq}`,
  conversationId,
  seq,
  author: { kind: 'consumer', id: null, name: '' },
  body: { type: 'text', text: `message ${seq}` },
  at: '2026-01-01T00:00:00.000Z',
  ...(clientId === undefined ? {} : { clientId }),
}) as MessageView;
