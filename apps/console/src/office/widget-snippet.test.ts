// Tests of the widget's script tag.
import { expect, test } from 'vitest';
import { snippetOf } from './widget-snippet.ts';

test('what the widget does by itself is left out', () => {
  expect(snippetOf('https://desk.example', 'apparel', { language: 'auto', position: 'right' })).toBe('<script src="https://desk.example/widget.js" async data-shop="apparel"></script>');
});

test('a choice and the focus of the page are written as attributes', () => {
  expect(snippetOf('https://desk.example', 'apparel', { language: 'en', position: 'left', product: 'A"1', order: '7' }))
    .toBe('<script src="https://desk.example/widget.js" async data-shop="apparel" data-language="en" data-position="left" data-product="A&quot;1" data-order="7"></script>');
});
