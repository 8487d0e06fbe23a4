// One run of the server program: started, heard, killed. Not for starting it again (world).
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

export interface ServerProcess {
  /** SIGKILL. */
  kill(): void;
}

export interface ServerProcessOptions {
  /** The built server. */
  file: string;
  environment: NodeJS.ProcessEnv;
  /** All it says goes here. */
  logPath: string;
  /** It has said that it is ready. */
  onReady(ms: number): void;
  /** It has ended, however; `words` is the end of what it said. */
  onExit(how: string, wasReady: boolean, words: string): void;
}

const readyWithinMs = 60_000;
const keptWords = 4000;

/** Starts the server. One that is not ready in time is killed. */
export const startServerProcess = ({ file, environment, logPath, onReady, onExit }: ServerProcessOptions): ServerProcess => {
  const began = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', file], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const late = setTimeout(() => child.kill('SIGKILL'), readyWithinMs);
  let wasReady = false;
  // Apart: a flood of log lines on the one must not wash the last sentence on the other away.
  const words = { out: '', err: '' };
  const hear = (from: keyof typeof words, chunk: Buffer): void => {
    appendFileSync(logPath, chunk);
    words[from] = (words[from] + chunk.toString()).slice(-keptWords);
  };
  child.stderr.on('data', (chunk: Buffer) => hear('err', chunk));
  child.stdout.on('data', (chunk: Buffer) => {
    hear('out', chunk);
    if (wasReady || !words.out.includes('Qindesk is ready')) return;
    clearTimeout(late);
    wasReady = true;
    onReady(Math.round(performance.now() - began));
  });
  child.on('error', (error) => { words.err += error.message; });
  // Not `exit`: the last words come after it.
  child.on('close', (code, signal) => {
    clearTimeout(late);
    onExit(signal ?? `exit code ${code}`, wasReady, `${words.out}\n${words.err}`);
  });
  return { kill: () => child.kill('SIGKILL') };
};
