// A part of a measurement in a process of its own, out of the same bundle: started, asked, ended. Not for the product's server (product-world.ts).
import { fork, type ChildProcess } from 'node:child_process';

export interface Part {
  child: ChildProcess;
  /** Sends a request and resolves with its answer; one at a time. Rejects when the part fails or ends. */
  ask<T>(request: object): Promise<T>;
  end(): void;
}

type Reply = { answer: unknown } | { failed: string };

/** The next reply of a part. */
const nextReply = <T>(child: ChildProcess, name: string): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${name} ended with ${code}`));
    const hear = (reply: Reply): void => {
      if (!('answer' in reply) && !('failed' in reply)) return;
      child.off('exit', ended);
      child.off('message', hear);
      if ('failed' in reply) reject(new Error(`${name}: ${reply.failed}`)); else resolve(reply.answer as T);
    };
    child.once('exit', ended);
    child.on('message', hear);
  });

/** Starts the part `name` of main.ts's table; resolves when it listens. */
export const startPart = async (name: string, flags: readonly string[] = []): Promise<Part> => {
  const child = fork(process.argv[1] ?? '', ['--child', name], { execArgv: ['--enable-source-maps', ...flags], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await nextReply(child, name);
  return {
    child,
    ask: <T>(request: object) => { const reply = nextReply<T>(child, name); child.send(request); return reply; },
    end: () => { child.kill(); },
  };
};

/** In the part itself: answers every request until the parent is gone. */
export const servePart = <Request extends object>(answer: (request: Request) => Promise<unknown>): Promise<void> => {
  process.on('message', (request: Request) => {
    if (typeof request !== 'object') return;
    answer(request).then((value): Reply => ({ answer: value ?? null }), (error: Error): Reply => ({ failed: error.stack ?? error.message })).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit());
  // What the parent sends earlier than this would be lost.
  process.send?.({ answer: null } satisfies Reply);
  return new Promise(() => undefined);
};
