// How times, spans and money are written. Pure; the components that tick are in time-label.tsx.
import type { Language } from '@qindesk/protocol';

const localeOf = { zh: 'zh-CN', en: 'en-GB' } as const satisfies Record<Language, string>;
const formats = new Map<string, Intl.DateTimeFormat>();
const dateFormat = (language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${language} ${name}`;
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = new Intl.DateTimeFormat(localeOf[language], options)));
  return format;
};

/** 14:05 */
export const clockTime = (at: number, language: Language): string => dateFormat(language, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** 11月21日 · 21 Nov, with the year where it is not this one. */
export const dayName = (at: number, now: number, language: Language): string =>
  new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dateFormat(language, 'day', { month: 'short', day: 'numeric', weekday: 'short' }).format(at)
    : dateFormat(language, 'dayOfYear', { year: 'numeric', month: 'short', day: 'numeric' }).format(at);

/** The exact moment, for a hover. */
export const exactTime = (at: number, language: Language): string =>
  dateFormat(language, 'exact', { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);

/** Whole days between two moments by the reader's calendar: 0 is the same day. */
export const daysBetween = (earlier: number, later: number): number => {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
};

const two = (value: number): string => String(value).padStart(2, '0');
/** A span as it ticks: 0:07, 12:30, 1:02:05; over a day in days and hours. */
export const span = (ms: number, language: Language): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  if (hours >= 24) return language === 'zh' ? `${Math.floor(hours / 24)}天${hours % 24}时` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

/** Money with its currency. `minor` counts the smallest unit. */
export const money = (minor: number, currency: string, language: Language): string => {
  try {
    const format = new Intl.NumberFormat(localeOf[language], { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${currency} ${(minor / 100).toFixed(2)}`;
  }
};
