// From a file's bytes to text: UTF-8 with or without a mark, UTF-16 with one, else GB18030, which Excel in China writes. Not for workbooks.

const decode = (encoding: string, bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Null when it is none of these. A text that holds NUL is a binary file. */
export const decodeText = (bytes: Uint8Array): string | null => {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const text = mark === 0xfffe ? decode('utf-16le', bytes) : mark === 0xfeff ? decode('utf-16be', bytes) : (decode('utf-8', bytes) ?? decode('gb18030', bytes));
  return text === null || text.includes('\u0000') ? null : text;
};
