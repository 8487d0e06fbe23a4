// Writes server frames to one socket: all frames of a tick in one buffer and one write. A client that does not read is cut off and resumes later.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Bytes that may wait for a slow client before it is closed. */
const slowAfterBytes = 1024 * 1024;
const dirty = new Set<FrameWriter>();
let scheduled = false;

/** A frame that waits: its JSON, or views of messages as encoded JSON, which several sockets share. */
type Waiting = string | readonly Buffer[];

export interface FrameWriter {
  /** Queues one text frame (a JSON string) until the end of the tick. */
  write(json: string): void;
  /** Queues one `messages` frame of these views. */
  writeMessages(views: readonly Buffer[]): void;
  flush(): void;
}

const flushAll = (): void => {
  scheduled = false;
  for (const writer of dirty) writer.flush();
  dirty.clear();
};

/** A server frame is unmasked: FIN and opcode 1, then the length in 1, 3 or 9 bytes (RFC 6455 §5.2). */
const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);
const writeHeader = (buffer: Buffer, at: number, length: number): number => {
  buffer[at] = 0x81;
  if (length < 126) { buffer[at + 1] = length; return at + 2; }
  if (length < 65_536) { buffer[at + 1] = 126; buffer.writeUInt16BE(length, at + 2); return at + 4; }
  buffer[at + 1] = 127;
  buffer.writeBigUInt64BE(BigInt(length), at + 2);
  return at + 10;
};

const [head, tail] = [Buffer.from('{"type":"messages","messages":['), Buffer.from(']}')];
const comma = 0x2c;

const lengthOf = (frame: Waiting): number => {
  if (typeof frame === 'string') return Buffer.byteLength(frame);
  let length = head.length + tail.length + frame.length - 1;
  for (const view of frame) length += view.length;
  return length;
};

const writeViews = (buffer: Buffer, start: number, views: readonly Buffer[]): number => {
  let at = start + head.copy(buffer, start);
  for (let i = 0; i < views.length; i++) {
    if (i > 0) buffer[at++] = comma;
    at += views[i]?.copy(buffer, at) ?? 0;
  }
  return at + tail.copy(buffer, at);
};

const encode = (frames: readonly Waiting[]): Buffer => {
  const lengths = frames.map(lengthOf);
  const buffer = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length + headerBytes(length), 0));
  let at = 0;
  frames.forEach((frame, i) => {
    at = writeHeader(buffer, at, lengths[i] ?? 0);
    at = typeof frame === 'string' ? at + buffer.write(frame, at) : writeViews(buffer, at, frame);
  });
  return buffer;
};

/** `ws` keeps handshake, parsing, ping and close; text frames go past it to the stream beneath, which it writes in order too. `slow` is called once. */
export const createFrameWriter = (socket: WebSocket, stream: Duplex, slow: () => void): FrameWriter => {
  let frames: Waiting[] = [];
  let cut = false;
  const queue = (frame: Waiting): void => {
    if (cut || socket.readyState !== socket.OPEN) return;
    frames.push(frame);
    dirty.add(writer);
    if (!scheduled) { scheduled = true; setImmediate(flushAll); }
  };
  const writer: FrameWriter = {
    write: queue,
    writeMessages: queue,
    flush: () => {
      if (frames.length === 0 || socket.readyState !== socket.OPEN) return;
      const buffer = encode(frames);
      frames = [];
      stream.write(buffer);
      if (stream.writableLength > slowAfterBytes && !cut) { cut = true; slow(); }
    },
  };
  return writer;
};
