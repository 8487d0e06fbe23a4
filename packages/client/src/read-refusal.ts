// Reads the body of an answer that was not a success. A proxy on the way may have written anything.
import type { RefusalView } from '@qindesk/protocol/errors';
import { RefusedError, refuse } from './refused-error.ts';

const isRefusal = (value: unknown): value is RefusalView =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
  && 'message' in value && typeof value.message === 'object' && value.message !== null;

/** The refusal in the body, or the nearest of the closed list where the body holds none. */
export const readRefusal = (status: number, text: string): RefusedError => {
  try {
    const body = JSON.parse(text) as unknown;
    if (isRefusal(body)) return new RefusedError(body, status);
    const inner = typeof body === 'object' && body !== null ? Object.values(body).find(isRefusal) : undefined;
    if (inner !== undefined) return new RefusedError(inner, status);
  } catch {
    // Not JSON: something between us and the server answered.
  }
  const code = status === 413 ? 'too_large' : status === 429 ? 'rate_limited' : status === 404 ? 'not_found' : status >= 502 ? 'unavailable' : 'internal';
  return refuse(code, status);
};
