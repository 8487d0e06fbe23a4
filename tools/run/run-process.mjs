// Runs another program and gathers what it says. Not for what should be seen while it runs.
import { spawn } from 'node:child_process';

/** Runs `file` to its end without input. Resolves with the exit code (128 + n for signal n) and both outputs, in order, as one text. */
export const runProcess = (file, args, options = {}) =>
  new Promise((resolve, reject) => {
    const { show = false, ...rest } = options;
    const child = spawn(file, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (show) process.stderr.write(text);
      });
    }
    const passOn = (signal) => child.kill(signal);
    process.on('SIGINT', passOn);
    process.on('SIGTERM', passOn);
    const settle = () => {
      process.off('SIGINT', passOn);
      process.off('SIGTERM', passOn);
    };
    child.on('error', (error) => { settle(); reject(error); });
    child.on('close', (code, signal) => { settle(); resolve({ code: code ?? (signal ? 130 : 1), output }); });
  });

/** The last lines of an output, for a failure message. */
export const tail = (output, lines = 30) => output.trimEnd().split('\n').slice(-lines).join('\n');
