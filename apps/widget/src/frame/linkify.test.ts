// Unit tests of finding addresses in text, and of deciding which addresses are safe.
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { linkify } from './linkify.ts';
import { safeUrl } from './safe-url.ts';

const links = (text: string): (string | null)[] => linkify(text).flatMap((piece) => (piece.href === null ? [] : [piece.href]));

describe('linkify', () => {
  test.each([
    ['看这里 https://shop.example/a?b=1。谢谢', ['https://shop.example/a?b=1']],
    ['见https://shop.example/尺码表', ['https://shop.example/']],
    ['(http://a.example/x).', ['http://a.example/x']],
    ['两个 https://a.example，https://b.example！', ['https://a.example', 'https://b.example']],
    ['javascript:alert(1) data:text/html,x ftp://a.example //b.example', []],
    ['https://', []],
    ['<a href="https://a.example/">', ['https://a.example/']],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test('loses no character and invents none', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('https://', 'http://', 'a.cn', ' ', '，', '<', '"', '/', '?x', '.', '亲', '\n')), (parts) => {
      const text = parts.join('');
      expect(linkify(text).map((piece) => piece.text).join('')).toBe(text);
    }));
  });
});

describe('safeUrl', () => {
  test.each([
    ['/files/a.png', 'https://desk.example/files/a.png'],
    ['https://cdn.example/a.png', 'https://cdn.example/a.png'],
    ['javascript:alert(1)', null],
    [' java\nscript:alert(1)', null],
    ['data:image/svg+xml,<svg onload=alert(1)>', null],
    ['blob:https://a.example/1', null],
    ['', null],
    [null, null],
  ])('%s', (address, expected) => {
    expect(safeUrl(address, 'https://desk.example')).toBe(expected);
  });
});
