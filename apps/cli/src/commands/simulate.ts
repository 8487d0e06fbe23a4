// `qindesk simulate`: hands its arguments on to the simulation, which starts servers of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { rootDir } from '../root.ts';

const run = async (args: string[]): Promise<void> => {
  const child = spawn(process.execPath, [join(rootDir, 'tools/run/entry.mjs'), 'simulate', ...args], { stdio: 'inherit' });
  const passOn = (signal: NodeJS.Signals): void => { child.kill(signal); };
  process.on('SIGINT', passOn);
  process.on('SIGTERM', passOn);
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
};

export const simulate = (parent: Command): void => {
  parent.command('simulate').description('run the product under load while its servers are killed, drained and cut off')
    .argument('[args...]', '--seed N --conversations N --nodes N --kills N --partitions N --nats-restarts N --json').helpOption(false).allowUnknownOption().passThroughOptions().action(run);
};
