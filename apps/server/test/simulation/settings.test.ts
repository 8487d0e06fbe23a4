// Unit tests of the command line.
import { expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

const fallback = { server: 'dist/main.js', databaseUrl: null };

test('defaults are those of the proof', () => {
  expect(readSettings([], fallback)).toMatchObject({ seed: 1, conversations: 200, nodes: 1, kills: 10, killDatabase: 0.3, partitions: 0, natsRestarts: 0, json: false });
});

test('both ways of writing a value are read', () => {
  expect(readSettings(['--seed', '7', '--kills=0', '--json'], fallback)).toMatchObject({ seed: 7, kills: 0, json: true });
});

test('several nodes, cuts and restarts of the bus are asked for', () => {
  expect(readSettings(['--nodes', '3', '--kills', '10', '--partitions', '5', '--nats-restarts=3', '--drain', '0.5'], fallback)).toMatchObject({ nodes: 3, kills: 10, partitions: 5, natsRestarts: 3, drain: 0.5 });
});

test('a database of one’s own is never killed', () => {
  expect(readSettings(['--database', 'postgres://u@h/d', '--kill-database', '1'], fallback).killDatabase).toBe(0);
});

test.each([['--seed'], ['--seed', 'x'], ['--kills', '-1'], ['--conversations', '1.5'], ['--kill-database', '2'], ['--nodes', '0'], ['--nodes', '1.5'], ['--partitions', '-1'], ['--nats-restarts', 'x'], ['--drain', '2'], ['--unknown'], ['--database', '--json']])('%s %s is refused in plain words', (...args) => {
  expect(() => readSettings(args, fallback)).toThrow(SettingsError);
});
