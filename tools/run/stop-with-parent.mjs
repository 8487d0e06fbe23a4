// Ends a program that npm runs when npm is told to end. Not for what the program does with the signal.

/**
 * npm hands SIGTERM to the shell between it and us; the shell dies of it and tells us nothing, so that a new parent is the only sign. Call it just before
 * the program: a program without handlers of its own still ends at the first signal, and one with handlers hears each only once.
 */
export const stopWithParent = (parent) => {
  if (!process.env.npm_lifecycle_event) return;
  const stop = () => process.kill(process.pid, 'SIGTERM');
  if (process.ppid !== parent) stop();
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
  for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15]]) {
    process.on(signal, () => {
      // The whole group may have been told, us too: not a second time.
      clearInterval(timer);
      if (process.listenerCount(signal) === 1) process.exit(128 + number);
    });
  }
};
