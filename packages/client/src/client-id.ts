// Makes the client ids that let a message be sent twice and stored once [CM2].

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** 22 characters, 132 bits of chance; works on pages without https, where `randomUUID` is missing. */
export const createClientId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(bytes, (byte) => alphabet.charAt(byte & 63)).join('');
};
