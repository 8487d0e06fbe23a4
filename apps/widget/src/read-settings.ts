// Reads the attributes of the script tag, and whether this browser is in the middle of a conversation. Not for anything the chat needs later.
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

/** Whether the consumer has an open conversation here, by what the chat kept. */
export const isTalking = (storageKey: string): boolean => {
  try {
    return (JSON.parse(localStorage.getItem(storageKey) ?? '{}') as { talking?: boolean }).talking === true;
  } catch {
    return false;
  }
};
