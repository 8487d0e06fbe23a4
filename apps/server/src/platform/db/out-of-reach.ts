// Whether an error means that the database cannot be reached at this moment, and that the same may work a little later. Not for what is wrong at a start (embedded-problem).

/** Thrown by lines that were given up (lines.ts). */
export class OutOfReach extends Error {
  constructor() {
    super('the database is out of reach');
    this.name = 'OutOfReach';
  }
}

const systemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** Class 08: the connection; 57P01–03: the server is going or coming; 25P03: it ended a transaction that was idle for too long; 53300: no connection free. */
const states = /^(08...|57P0[123]|25P03|53300)$/;
/** The driver's own words, which carry no code. */
const words = /Connection terminated|timeout exceeded when trying to connect|is not queryable|Query read timeout/;

/** True for a broken, refused or silent line; false for whatever the database has said about a statement. */
export const isOutOfReach = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return error instanceof OutOfReach || systemCodes.has(code) || states.test(code) || (code === '' && words.test(error.message));
};
