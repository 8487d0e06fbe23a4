// Reads the attributes of the script tag, and what the last visit left for the launcher. Not for anything the chat needs later.
import type { Language, Settings } from './settings.ts';

/** `auto` follows the page, then the browser. */
export const chooseLanguage = (wanted: string | undefined, page: string, browser: string): Language => {
  if (wanted === 'zh' || wanted === 'en') return wanted;
  return /^zh/i.test(page || browser) ? 'zh' : 'en';
};

/** The settings of `<script src="https://host/widget.js" data-shop="…">`. */
export const readSettings = (script: HTMLScriptElement): Settings => {
  const { shop = '', product, order, jwt, language, position } = script.dataset;
  return {
    base: script.src.replace(/\/widget\.js.*$/, ''),
    shop,
    product: product || null,
    order: order || null,
    jwt: jwt || null,
    language: chooseLanguage(language, document.documentElement.lang, navigator.language),
    position: position === 'left' ? 'left' : 'right',
    storageKey: `qindesk:${shop}`,
  };
};

/** What the chat kept at the last visit that concerns the launcher: whether a conversation is open, and the shop's colour. */
export const readLastVisit = (storageKey: string): { talking: boolean; accent: string } => {
  try {
    const { talking, widget } = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as { talking?: boolean; widget?: { shop: { accent: string } } };
    return { talking: talking === true, accent: widget?.shop.accent ?? '' };
  } catch {
    return { talking: false, accent: '' };
  }
};
