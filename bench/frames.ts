// WebSocket frames as a client writes and reads them (RFC 6455 §5.2), at the least cost. Not for opening sockets (wire.ts), not for the product: a load must not weigh more than what it measures.

export const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** One client frame. The mask is four zeros: the server unmasks it like any other, and this side has nothing to do. */
export const encodeFrame = (payload: string | Buffer, code: number = opcode.text): Buffer => {
  const length = Buffer.byteLength(payload);
  const head = length < 126 ? 6 : length < 65_536 ? 8 : 14;
  const buffer = Buffer.allocUnsafe(head + length);
  buffer[0] = 0x80 | code;
  if (length < 126) buffer[1] = 0x80 | length;
  else if (length < 65_536) { buffer[1] = 0x80 | 126; buffer.writeUInt16BE(length, 2); }
  else { buffer[1] = 0x80 | 127; buffer.writeBigUInt64BE(BigInt(length), 2); }
  buffer.writeUInt32BE(0, head - 4);
  if (typeof payload === 'string') buffer.write(payload, head); else payload.copy(buffer, head);
  return buffer;
};

/**
 * Reads server frames out of the bytes of a stream, however they are cut. `hear` gets the payload, valid until it returns; frames in several parts are refused, since
 * the server sends none.
 */
export const createFrameReader = (hear: (code: number, payload: Buffer) => void): ((chunk: Buffer) => void) => {
  let rest: Buffer | null = null;
  return (chunk) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    while (bytes.length - at >= 2) {
      const first = bytes[at] ?? 0;
      if (first < 0x80) throw new Error('a frame in several parts');
      const short = (bytes[at + 1] ?? 0) & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length - at < head) break;
      const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
      if (bytes.length - at < head + length) break;
      hear(first & 0x0f, bytes.subarray(at + head, at + head + length));
      at += head + length;
    }
    rest = at < bytes.length ? bytes.subarray(at) : null;
  };
};
