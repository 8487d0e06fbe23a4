// Tells people what takes how long, in short lines on standard error, so that standard output stays for results. Not for logs.
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
const live = process.stderr.isTTY && !process.env.CI;

/** A failure that is told in plain words, without a stack. */
export class Plain extends Error {}

/** One line for people. */
export const say = (line) => process.stderr.write(`  ${line}\n`);

/** Runs `work` under a line that says what and how long: a running clock on a terminal, else a line at the end and one each 15 s. */
export const step = async (what, work) => {
  const from = performance.now();
  const tick = () => (live ? process.stderr.write(`\r  ${what} … ${seconds(from)} `) : say(`${what} … ${seconds(from)}`));
  const timer = setInterval(tick, live ? 500 : 15_000);
  if (live) tick();
  try {
    const result = await work();
    process.stderr.write(`${live ? '\r\x1b[K' : ''}  ${what.padEnd(28)} ${seconds(from)}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${live ? '\r\x1b[K' : ''}  ${what.padEnd(28)} failed after ${seconds(from)}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
};

/** Ends the process for a failure: the sentence of a Plain one, the stack of any other. */
export const giveUp = (error) => {
  process.stderr.write(`\n${error instanceof Plain ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
};
