// Opens a WebSocket behind one small port: the browser's own, or the `ws` package handed in by a Node program.

/** What a socket tells. `onClose` comes once, also when it never opened. */
export interface SocketHandlers {
  onOpen(): void;
  onText(text: string): void;
  onClose(code: number): void;
}

/** An open or opening socket. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export type OpenSocket = (url: string, handlers: SocketHandlers) => Socket;

/** The part of a WebSocket that is used; the browser's and that of `ws` both have it. */
interface WebSocketLike {
  send(data: string): void;
  close(): void;
  // Written as methods: their parameters are then compared both ways, which lets either implementation in.
  onopen: { run(event: unknown): void }['run'] | null;
  onmessage: { run(event: { data: unknown }): void }['run'] | null;
  onclose: { run(event: { code: number }): void }['run'] | null;
  onerror: { run(event: unknown): void }['run'] | null;
}

/** `WebSocket` of the `ws` package. */
export type NodeSocketConstructor = new (url: string, options?: { headers?: Record<string, string>; maxPayload?: number }) => WebSocketLike;

const attach = (socket: WebSocketLike, handlers: SocketHandlers): Socket => {
  let closed = false;
  const end = (code: number): void => {
    if (closed) return;
    closed = true;
    handlers.onClose(code);
  };
  socket.onopen = () => handlers.onOpen();
  socket.onmessage = (event) => {
    if (typeof event.data === 'string') handlers.onText(event.data);
  };
  socket.onclose = (event) => end(event.code);
  // A close follows every error; without a listener `ws` would throw.
  socket.onerror = () => undefined;
  return {
    send: (text) => socket.send(text),
    close: () => {
      socket.close();
      end(1000);
    },
  };
};

/** Opens the browser's own WebSocket. */
export const openBrowserSocket: OpenSocket = (url, handlers) => {
  const { WebSocket } = globalThis as unknown as { WebSocket: new (url: string) => WebSocketLike };
  return attach(new WebSocket(url), handlers);
};

/** Opens sockets of `ws`: `openNodeSocket(WebSocket, { headers: { cookie } })`. */
export const openNodeSocket = (constructor: NodeSocketConstructor, options: { headers?: Record<string, string> } = {}): OpenSocket =>
  (url, handlers) => attach(new constructor(url, options), handlers);

/** The address of the socket of a server: `https://host/base` → `wss://host/base/socket`. */
export const socketUrl = (baseUrl: string): string => `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/socket`;
