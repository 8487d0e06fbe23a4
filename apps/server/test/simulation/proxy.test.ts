// Tests of the line that can be cut, over real sockets of this machine.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pause, waitUntil } from './pause.ts';
import { startProxy, type Proxy } from './proxy.ts';

let echo: Server;
let arrived: string;
let ends: Socket[];
let proxy: Proxy;
let callers: Socket[];

beforeEach(async () => {
  [arrived, ends, callers] = ['', [], []];
  echo = createServer((socket) => {
    ends.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => { arrived += chunk.toString(); socket.write(chunk.toString().toUpperCase()); });
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const { port } = echo.address() as AddressInfo;
  proxy = await startProxy(() => ({ host: '127.0.0.1', port }));
});
afterEach(() => {
  for (const socket of [...callers, ...ends]) socket.destroy();
  proxy.close();
  echo.close();
});

interface Caller { socket: Socket; heard(): string; isBroken(): boolean }
const call = (): Caller => {
  const socket = connect(proxy.port, '127.0.0.1');
  callers.push(socket);
  let text = '';
  let broken = false;
  socket.on('data', (chunk) => { text += chunk.toString(); });
  socket.on('error', () => undefined);
  socket.on('close', () => { broken = true; });
  return { socket, heard: () => text, isBroken: () => broken };
};
const soon = (isSo: () => boolean): Promise<boolean> => waitUntil(isSo, 5000, 5);
const aWhileMs = 60;

test('what is said passes in both directions', async () => {
  const caller = call();
  caller.socket.write('hello');
  expect(await soon(() => caller.heard() === 'HELLO')).toBe(true);
});

test('a cut lets nothing pass in either direction and tells nobody; what was said meanwhile arrives when it goes on', async () => {
  const caller = call();
  caller.socket.write('a');
  await soon(() => caller.heard() === 'A');
  proxy.cut();
  caller.socket.write('b');
  ends[0]?.write('C');
  await pause(aWhileMs);
  expect([arrived, caller.heard(), caller.isBroken()]).toEqual(['a', 'A', false]);
  proxy.heal(false);
  expect(await soon(() => arrived === 'ab' && caller.heard() === 'ACB')).toBe(true);
});

test('who hangs up during a cut is heard only after it', async () => {
  const caller = call();
  caller.socket.write('a');
  await soon(() => caller.heard() === 'A');
  proxy.cut();
  caller.socket.destroy();
  await pause(aWhileMs);
  expect(ends[0]?.destroyed).toBe(false);
  proxy.heal(false);
  expect(await soon(() => ends[0]?.destroyed === true)).toBe(true);
});

test('a cut that ends in a reset breaks both ends, and what was held is lost', async () => {
  const caller = call();
  caller.socket.write('a');
  await soon(() => caller.heard() === 'A');
  proxy.cut();
  caller.socket.write('b');
  await pause(aWhileMs);
  proxy.heal(true);
  expect(await soon(() => caller.isBroken() && ends[0]?.destroyed === true)).toBe(true);
  expect(arrived).toBe('a');
  const again = call();
  again.socket.write('c');
  expect(await soon(() => again.heard() === 'C')).toBe(true);
});

test('who calls during a cut waits, and is let in or broken off after it', async () => {
  proxy.cut();
  const [caller, other] = [call(), call()];
  caller.socket.write('a');
  await pause(aWhileMs);
  expect([ends.length, caller.heard(), caller.isBroken()]).toEqual([0, '', false]);
  other.socket.destroy();
  proxy.heal(false);
  expect(await soon(() => caller.heard() === 'A')).toBe(true);
  proxy.cut();
  const late = call();
  await pause(aWhileMs);
  proxy.heal(true);
  expect(await soon(() => late.isBroken())).toBe(true);
});
