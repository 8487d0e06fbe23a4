// Keys and what they ask for.
import { expect, test } from 'vitest';
import { actOf } from './use-desk-keys.ts';

const press = (code: string, given: Partial<Parameters<typeof actOf>[0]> = {}) => actOf({ key: code, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...given });

test('Alt with a letter goes by the key’s place, since Alt changes the letter on some machines', () => {
  expect([press('KeyN', { key: '˜', altKey: true }), press('ArrowDown', { altKey: true }), press('ArrowUp', { altKey: true }), press('KeyT', { altKey: true })]).toEqual(['nextWaiting', 'next', 'previous', 'transfer']);
});
test('Ctrl+K and Command+K search the library', () => expect([press('KeyK', { key: 'k', ctrlKey: true }), press('KeyK', { key: 'K', metaKey: true })]).toEqual(['library', 'library']));
test('letters alone, and AltGr (which is Ctrl+Alt), are writing', () => expect([press('KeyN', { key: 'n' }), press('KeyP', { altKey: true, ctrlKey: true })]).toEqual([undefined, undefined]));
