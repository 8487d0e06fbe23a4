// The frame of every demonstration page: head, the shop's bar, who is looking, the widget's script tag, the foot.
import type { Language } from '@qindesk/protocol';
import { html, type Html } from './html.ts';
import { words } from './words.ts';

export interface Visitor { externalId: string; name: string }
export interface ShopFrame {
  slug: string;
  name: { zh: string; en: string };
  tagline: { zh: string; en: string };
  language: Language;
  visitors: readonly Visitor[];
  visitor: Visitor | null;
  /** Signed by the shop for the visitor; null for an anonymous one. */
  jwt: string | null;
  /** Address of this page, without a query. */
  path: string;
}

const document = (language: Language, title: string, styles: readonly string[], body: Html): string => `<!doctype html>
${html`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${title}</title><link rel="icon" href="data:,">${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}</head>${body}</html>`.html}
`;

const visitorMenu = (frame: ShopFrame): Html => {
  const text = words[frame.language];
  const choice = (id: string, name: string, chosen: boolean): Html =>
    html`<li><a href="${frame.path}?as=${encodeURIComponent(id)}" ${chosen ? html`aria-current="true"` : ''}>${name}</a></li>`;
  return html`<details class="who"><summary aria-label="${text.switchTo}"><span class="face" aria-hidden="true">${[...(frame.visitor?.name ?? text.anonymous)][0]}</span><span class="name">${frame.visitor?.name ?? text.anonymous}</span></summary>
<div class="menu"><p>${text.switchTo}</p><ul>${choice('anonymous', text.anonymous, frame.visitor === null)}${frame.visitors.map((visitor) => choice(visitor.externalId, visitor.name, visitor.externalId === frame.visitor?.externalId))}</ul><p class="hint">${text.signedHint}</p></div></details>`;
};

/** A page of a shop. `product`: the shop's own id of the product it shows. */
export const shopPage = (frame: ShopFrame, title: string, content: Html, product: string | null = null): string => {
  const { slug, language } = frame;
  const text = words[language];
  const here = (path: string): Html | '' => (frame.path === path ? html`aria-current="page"` : '');
  return document(language, `${title} · ${frame.name[language]}`, ['/demo/style.css', `/demo/${slug}/accent.css`], html`<body>
<header class="bar"><a class="brand" href="/demo/${slug}"><img src="/demo/${slug}/pictures/shop.svg" alt="" width="40" height="40"><span><b>${frame.name[language]}</b><small>${frame.tagline[language]}</small></span></a>
<nav><a href="/demo/${slug}" ${here(`/demo/${slug}`)}>${text.home}</a><a href="/demo/${slug}/orders" ${here(`/demo/${slug}/orders`)}>${text.orders}</a></nav>
<div class="right"><a class="language" href="${frame.path}?lang=${text.languageCode}" lang="${text.languageCode}">${text.language}</a>${visitorMenu(frame)}</div></header>
<main>${content}</main>
<footer><p>${text.footer}</p><p><a href="/demo">${text.demo}</a> · <a href="/">${text.console}</a></p></footer>
<script src="/demo/page.js" defer></script>
<script src="/widget.js" data-shop="${slug}" data-language="${language}" ${product ? html`data-product="${product}"` : ''} ${frame.jwt ? html`data-jwt="${frame.jwt}"` : ''} async></script></body>`);
};

/** A page of no shop. */
export const plainPage = (language: Language, title: string, content: Html): string => document(language, title, ['/demo/style.css'], html`<body><main class="plain">${content}</main></body>`);
