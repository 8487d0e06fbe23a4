// A port that nobody uses at this moment. Not for keeping it: whoever wants it listens soon.
import { createServer, type AddressInfo } from 'node:net';

/** Of 127.0.0.1. */
export const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const trial = createServer();
  trial.on('error', reject);
  trial.listen(0, '127.0.0.1', () => {
    const { port } = trial.address() as AddressInfo;
    trial.close(() => resolve(port));
  });
});
