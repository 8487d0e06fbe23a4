// Unit tests of the frames: what `ws` reads of ours, and what we read of its own, in whatever pieces.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { describe, expect, test } from 'vitest';
import { createFrameReader } from './frames.ts';
import { openWire } from './wire.ts';

/** A server frame: unmasked. */
const serverFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? Buffer.from([0x81, length]) : length < 65_536 ? Buffer.from([0x81, 126, length >> 8, length & 0xff]) : Buffer.alloc(10);
  if (head.length === 10) { head[0] = 0x81; head[1] = 127; head.writeBigUInt64BE(BigInt(length), 2); }
  return Buffer.concat([head, Buffer.from(text)]);
};

const startServer = async (): Promise<{ server: WebSocketServer; at: { host: string; port: number } }> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  return { server, at: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } };
};

describe('frames', () => {
  const texts = ['', '{"type":"ping"}', '客'.repeat(41), '客'.repeat(42), 'x'.repeat(65_535), 'y'.repeat(65_536)];

  test.each([1, 2, 3, 7, 1000, 1_000_000])('are read whole out of pieces of %i bytes', (size) => {
    const bytes = Buffer.concat(texts.map(serverFrame));
    const heard: string[] = [];
    const read = createFrameReader((code, payload) => { expect(code).toBe(1); heard.push(payload.toString()); });
    for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
    expect(heard).toEqual(texts);
  });

  test('of several parts are refused', () => {
    expect(() => createFrameReader(() => undefined)(Buffer.from([0x01, 1, 97]))).toThrow('several parts');
  });

  test('that we write are read by ws, and those of ws by us', async () => {
    const { server, at } = await startServer();
    const seen: string[] = [];
    server.on('connection', (socket) => socket.on('message', (data: Buffer) => { seen.push(data.toString()); socket.send(data.toString()); }));
    const heard: string[] = [];
    const all = new Promise<void>((done) => {
      void openWire(at, (payload) => { heard.push(payload.toString()); if (heard.length === texts.length) done(); }).then((wire) => { for (const text of texts) wire.send(text); });
    });
    await all;
    expect(seen).toEqual(texts);
    expect(heard).toEqual(texts);
    for (const socket of server.clients) socket.terminate();
    server.close();
  });

  test('a ping is answered by a pong with the same bytes', async () => {
    const { server, at } = await startServer();
    const pong = new Promise<string>((done) => server.on('connection', (socket) => { socket.on('pong', (data: Buffer) => done(data.toString('hex'))); socket.ping(Buffer.from([0xe5, 0x00, 0xff])); }));
    const wire = await openWire(at, () => undefined);
    expect(await pong).toBe('e500ff');
    wire.end();
    server.close();
  });
});
