// Money and times as a reader writes them.
import type { Language } from '../settings.ts';
import type { Words } from './words/zh.ts';

const locale = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB');

/** `¥129.00`; an unknown currency is written out. */
export const money = (minor: number, currency: string, language: Language): string => {
  try {
    const format = new Intl.NumberFormat(locale(language), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${(minor / 100).toFixed(2)} ${currency}`;
  }
};

const dayOf = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** `14:05`, `昨天 14:05`, `11月20日 14:05`. */
export const whenText = (at: number, now: number, language: Language, words: Words): string => {
  const date = new Date(at);
  const time = date.toLocaleTimeString(locale(language), { hour: '2-digit', minute: '2-digit', hour12: false });
  const days = Math.round((dayOf(new Date(now)) - dayOf(date)) / 86_400_000);
  if (days === 0) return time;
  if (days === 1) return `${words.yesterday} ${time}`;
  return `${dateText(at, language)} ${time}`;
};

/** `11月20日`. */
export const dateText = (at: number, language: Language): string => new Date(at).toLocaleDateString(locale(language), { month: 'short', day: 'numeric' });
