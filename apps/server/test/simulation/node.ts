// One node of the house: a server process that is started, killed or drained, and started again. Not for deciding when (reaper) and not for what it stands on (world).
import { startServerProcess, type ServerProcess } from './server-process.ts';

export interface Node {
  baseUrl: string;
  isReady(): boolean;
  /** A process is there, ready or not, and has not been told to end. */
  isRunning(): boolean;
  start(): void;
  /** SIGKILL; started again after `downMs`. */
  kill(downMs: number): void;
  /** SIGTERM; started again `downMs` after it has ended. */
  drain(downMs: number): void;
  /** SIGKILL, and never again. */
  end(): void;
}

export interface NodeOptions {
  /** Named in what is told; empty when there is one node only. */
  name: string;
  baseUrl: string;
  /** The built server. */
  file: string;
  environment: NodeJS.ProcessEnv;
  logPath: string;
  onReady(ms: number): void;
  /** It is not there any more, whatever the reason. */
  onGone(): void;
  /** Whether what happened around it since `began` (performance.now) explains that it ended by itself with these last words. */
  isExcused(words: string, began: number): boolean;
  onFault(kind: 'failedStart' | 'crash', how: string, words: string): void;
  /** It cannot be started, and will not be tried again. */
  onHopeless(): void;
}

const startsInARow = 5;
const restMs = 300;
/** As long as an operator's supervisor would wait for a server that was told to end. */
const drainWithinMs = 30_000;

type Stage = 'down' | 'starting' | 'ready' | 'draining';

/** A node, down until `start()`. */
export const createNode = (options: NodeOptions): Node => {
  const { name, onFault } = options;
  let current: ServerProcess | null = null;
  let stage: Stage = 'down';
  let began = 0;
  let failures = 0;
  let everReady = false;
  let over = false;
  let timer: NodeJS.Timeout | undefined;

  const startIn = (ms: number): void => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(start, ms);
  };
  const leave = (): void => {
    current = null;
    stage = 'down';
    clearTimeout(timer);
    options.onGone();
  };
  /** It ended by itself: nobody had told it to. */
  const onEnd = (how: string, wasReady: boolean, words: string): void => {
    const excused = options.isExcused(words, began);
    leave();
    if (!excused) onFault(wasReady ? 'crash' : 'failedStart', `the server${name} ended by itself (${how}) ${wasReady ? 'while it worked' : 'before it was ready'}`, words);
    // What fails at the very first start will not help itself.
    if (!wasReady && !excused && ++failures >= (everReady ? startsInARow : 1)) options.onHopeless();
    else startIn(restMs);
  };
  const onDrained = (how: string, words: string, toldAt: number, downMs: number): void => {
    const excused = options.isExcused(words, toldAt);
    leave();
    if (how !== 'exit code 0' && !excused) onFault('crash', `the server${name} was told to end and did not end well (${how})`, words);
    startIn(downMs);
  };
  /** Set while it drains; says what is to be done with its end. */
  let drained: ((how: string, words: string) => void) | null = null;
  const start = (): void => {
    if (over || current) return;
    began = performance.now();
    stage = 'starting';
    const mine: ServerProcess = startServerProcess({
      file: options.file, environment: options.environment, logPath: options.logPath,
      onReady: (ms) => {
        if (current !== mine || stage !== 'starting') return;
        [stage, failures, everReady] = ['ready', 0, true];
        options.onReady(ms);
      },
      // One that was killed by us is not ours any more: `kill` starts the next.
      onExit: (how, wasReady, words) => {
        if (current !== mine || over) return;
        if (drained) drained(how, words);
        else onEnd(how, wasReady, words);
      },
    });
    current = mine;
    drained = null;
  };
  return {
    baseUrl: options.baseUrl, start,
    isReady: () => stage === 'ready',
    isRunning: () => stage === 'starting' || stage === 'ready',
    kill: (downMs) => {
      const old = current;
      leave();
      old?.kill();
      startIn(downMs);
    },
    drain: (downMs) => {
      const [old, toldAt] = [current, performance.now()];
      if (!old || stage === 'draining') return;
      // Told while it is starting it knows no better than to end at once.
      const wasReady = stage === 'ready';
      stage = 'draining';
      options.onGone();
      drained = (how, words) => onDrained(wasReady ? how : 'exit code 0', words, toldAt, downMs);
      old.drain();
      timer = setTimeout(() => old.kill(), drainWithinMs);
    },
    end: () => {
      over = true;
      clearTimeout(timer);
      current?.kill();
    },
  };
};
