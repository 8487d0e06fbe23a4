// The one error this package throws: a refusal of the server, or a failure to reach it, in the words of the closed list.
import type { RefusalView } from '@qindesk/protocol/errors';
import { localRefusal, type LocalRefusalCode } from './local-refusals.ts';

/** A refusal. `status` is the HTTP status, 0 where there was none (socket, no network). */
export class RefusedError extends Error {
  readonly refusal: RefusalView;
  readonly status: number;

  constructor(refusal: RefusalView, status = 0) {
    super(`${refusal.code}: ${refusal.message.en}`);
    this.name = 'RefusedError';
    this.refusal = refusal;
    this.status = status;
  }
}

/** A refusal made on this side, by its code. */
export const refuse = (code: LocalRefusalCode, status = 0): RefusedError => new RefusedError(localRefusal(code), status);

/** Any failure as a refusal: what is not one already is `unavailable`. */
export const toRefusedError = (error: unknown): RefusedError => (error instanceof RefusedError ? error : refuse('unavailable'));
