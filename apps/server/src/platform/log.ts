// Structured logs: one JSON line an event, on standard error. Not for what people read at the start (start-up prints that).
import pino from 'pino';

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Secrets and words of people never reach the log: tokens, passwords, bodies are struck out. */
export const createLog = (level: string): Log =>
  pino({ level, base: undefined, redact: { paths: ['token', 'password', 'jwt', 'body', '*.token', '*.password', '*.jwt', '*.body', 'headers.cookie', 'headers.authorization'], censor: '[struck out]' } }, pino.destination(2));
