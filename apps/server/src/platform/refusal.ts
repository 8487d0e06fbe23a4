// The one thing that is thrown when the house says no. Not for bugs (invariant) and not for outcomes that a caller must handle (unions).
import { refusalView, type RefusalCode, type RefusalView } from '@qindesk/protocol/errors';

/** A refusal with its public half; `detail` goes to the log only. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly view: RefusalView;
  readonly detail: string;
  constructor(code: RefusalCode, detail = '', extra: Pick<RefusalView, 'retryAfterMs' | 'field' | 'rows'> = {}) {
    super(`${code}${detail ? `: ${detail}` : ''}`);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
    this.view = refusalView(code, extra);
  }
}

/** Throws a refusal. */
export const refuse = (code: RefusalCode, detail = '', extra: Pick<RefusalView, 'retryAfterMs' | 'field' | 'rows'> = {}): never => {
  throw new Refusal(code, detail, extra);
};

/** A bug if it does not hold: fails the request, is always reported. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}
