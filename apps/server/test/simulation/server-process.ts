// One run of the server program: started, heard, ended. Not for starting it again (node).
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

export interface ServerProcess {
  /** SIGKILL. */
  kill(): void;
  /** SIGTERM: it finishes what it has accepted and ends by itself. */
  drain(): void;
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

/** Long enough for a machine that has other things to do. */
const readyWithinMs = 180_000;

/** Keeps what is said to people apart from the log: a flood of log lines must not wash the last sentence away. */
const createHearing = (logPath: string): { hear(stream: 'out' | 'err', chunk: Buffer): void; words(): string } => {
  const [plain, log] = [[] as string[], [] as string[]];
  const rest = { out: '', err: '' };
  const keep = (line: string): void => {
    const [lines, most] = line.startsWith('{') ? [log, 8] : [plain, 60];
    lines.push(line.slice(0, 500));
    if (lines.length > most) lines.shift();
  };
  return {
    hear: (stream, chunk) => {
      appendFileSync(logPath, chunk);
      const lines = (rest[stream] + chunk.toString()).split('\n');
      rest[stream] = lines.pop() ?? '';
      lines.forEach(keep);
    },
    words: () => [...log, ...plain, rest.out, rest.err].join('\n'),
  };
};

/** Starts the server. One that is not ready in time is killed. */
export const startServerProcess = ({ file, environment, logPath, onReady, onExit }: ServerProcessOptions): ServerProcess => {
  const began = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', file], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const late = setTimeout(() => child.kill('SIGKILL'), readyWithinMs);
  let wasReady = false;
  const said = createHearing(logPath);
  child.stderr.on('data', (chunk: Buffer) => said.hear('err', chunk));
  child.stdout.on('data', (chunk: Buffer) => {
    said.hear('out', chunk);
    if (wasReady || !said.words().includes('Qindesk is ready')) return;
    clearTimeout(late);
    wasReady = true;
    onReady(Math.round(performance.now() - began));
  });
  child.on('error', (error) => said.hear('err', Buffer.from(`${error.message}\n`)));
  // Not `exit`: the last words come after it.
  child.on('close', (code, signal) => {
    clearTimeout(late);
    onExit(signal ?? `exit code ${code}`, wasReady, said.words());
  });
  return { kill: () => child.kill('SIGKILL'), drain: () => child.kill('SIGTERM') };
};
