// Why a command ends without having done its work: a plain sentence and what to do about it. Not for bugs, which keep their stack.
import { RefusedError } from '@qindesk/client';

/** 1: the server said no. 2: it could not be tried (wrong use, no server, nobody signed in). */
export type ExitCode = 1 | 2;

export class Problem extends Error {
  readonly exitCode: ExitCode;
  constructor(sentence: string, exitCode: ExitCode = 2) {
    super(sentence);
    this.name = 'Problem';
    this.exitCode = exitCode;
  }
}

const startHint = 'Start one in the clone with `npm start`, or name another with --url or QINDESK_URL.';

/** A row of a file as the server refuses it. */
const rowLine = (row: { row: number; code: string; message: { zh: string; en: string } }): string => `  ${row.row === 0 ? 'file' : `row ${row.row}`}  ${row.message.zh} · ${row.message.en}`;

/** Anything thrown, as what is printed and the exit code. */
export const describe = (error: unknown, url: string): { text: string; exitCode: ExitCode } => {
  if (error instanceof Problem) return { text: error.message, exitCode: error.exitCode };
  if (!(error instanceof RefusedError)) return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: 1 };
  const { refusal, status } = error;
  if (status === 0) return { text: `No Qindesk server answers at ${url}. ${startHint}`, exitCode: 2 };
  const wait = refusal.retryAfterMs ? ` Try again in ${Math.ceil(refusal.retryAfterMs / 1000)} s.` : '';
  const text = [`${refusal.message.zh} · ${refusal.message.en}${refusal.field ? ` (${refusal.field})` : ''}${wait}`, ...(refusal.rows ?? []).map(rowLine)].join('\n');
  return { text, exitCode: refusal.code === 'not_signed_in' || refusal.code === 'wrong_credentials' ? 2 : 1 };
};
