// Nothing that a shop or an address says becomes markup.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentSheet } from './assets.ts';
import { html } from './html.ts';

describe('html', () => {
  it('escapes values, not markup, in text and in attributes', () => {
    expect(html`<p title="${'"><script>'}">${'<b>&\''}${html`<i>${1}</i>`}${[html`<u>a</u>`, html`<u>b</u>`]}</p>`.html).toBe('<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;<i>1</i><u>a</u><u>b</u></p>');
  });
  it('leaves nothing of a value that could open a tag or close an attribute', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '`', '/') }), (value) => { expect(html`${value}`.html).not.toMatch(/[<>"']/); }));
  });
  it('prints nothing for what is absent', () => expect(html`${null}${undefined}${false}${true}`.html).toBe(''));
});

describe('a shop’s colour', () => {
  it.each(['#E8590C', '#FFD43B', '#1F7A8C', '#FFFFFF'])('carries white text with enough contrast (%s)', (accent) => {
    const [r = 0, g = 0, b = 0] = (/rgb\((\d+) (\d+) (\d+)\)/.exec(accentSheet(accent)) ?? []).slice(1).map((value) => Number(value) / 255).map((share) => (share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
    expect(1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)).toBeGreaterThan(4.4);
  });
});
