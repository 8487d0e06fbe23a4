// The bus between nodes as a program of its own: nats-server, killed now and then, and started again at the same port. Not for when (restart-nats).
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { freePort } from './free-port.ts';
import { waitUntil } from './pause.ts';

export interface Nats {
  port: number;
  /** SIGKILL; started again after `downMs`. */
  kill(downMs: number): void;
  /** SIGKILL, and never again. */
  end(): void;
}

/** Debian keeps it where only root's PATH looks. */
const usualPlaces = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin'];

/** Path of the program, or null where it is not installed. */
export const findNats = (): string | null =>
  [...(process.env.PATH ?? '').split(delimiter), ...usualPlaces].map((dir) => join(dir, 'nats-server')).find((file) => existsSync(file)) ?? null;

const answersAt = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1');
  socket.on('connect', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

/** Starts it and resolves when it takes callers; `onChange` hears of every coming and going after that. Throws when it does not start. */
export const startNats = async (file: string, logPath: string, onChange: () => void): Promise<Nats> => {
  const port = await freePort();
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const start = (): void => {
    const log = openSync(logPath, 'a');
    child = spawn(file, ['--addr', '127.0.0.1', '--port', String(port)], { stdio: ['ignore', log, log] });
    closeSync(log);
    child.on('error', () => undefined);
    child.on('spawn', onChange);
  };
  start();
  const end = (): void => {
    over = true;
    clearTimeout(timer);
    child?.kill('SIGKILL');
  };
  if (!(await waitUntil(() => answersAt(port), 10_000, 20))) {
    end();
    throw new Error(`${file} does not answer on port ${port}; its own words are in ${logPath}.`);
  }
  return {
    port, end,
    kill: (downMs) => {
      child?.kill('SIGKILL');
      child = null;
      onChange();
      clearTimeout(timer);
      timer = setTimeout(() => { if (!over) start(); }, downMs);
    },
  };
};
