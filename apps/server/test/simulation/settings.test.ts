// Unit tests of the command line.
import { expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

const fallback = { server: 'dist/main.js', databaseUrl: null };

test('defaults are those of the proof', () => {
  expect(readSettings([], fallback)).toMatchObject({ seed: 1, conversations: 200, kills: 10, killDatabase: 0.3, json: false });
});

test('both ways of writing a value are read', () => {
  expect(readSettings(['--seed', '7', '--kills=0', '--json'], fallback)).toMatchObject({ seed: 7, kills: 0, json: true });
});

test('a database of one’s own is never killed', () => {
  expect(readSettings(['--database', 'postgres://u@h/d', '--kill-database', '1'], fallback).killDatabase).toBe(0);
});

test.each([['--seed'], ['--seed', 'x'], ['--kills', '-1'], ['--conversations', '1.5'], ['--kill-database', '2'], ['--unknown'], ['--database', '--json']])('%s %s is refused in plain words', (...args) => {
  expect(() => readSettings(args, fallback)).toThrow(SettingsError);
});
