// Times that tick: how long something waits, and when something was. Not for formats (format.ts).
import { memo } from 'react';
import { clockTime, dayName, daysBetween, exactTime, span } from './format.ts';
import { useNow } from './now.ts';
import { useLanguage, useSharedText } from './text.tsx';

/** A span since a moment, ticking every second. */
export const Ticking = memo(({ since, label }: { since: string; label?: string }) => {
  const { language } = useLanguage();
  const now = useNow();
  return <time className="figure" dateTime={since} title={exactTime(Date.parse(since), language)} aria-label={label}>{span(now - Date.parse(since), language)}</time>;
});

/** When something was: relative under an hour, the time today, the day before that; exact on hover. */
export const When = memo(({ at }: { at: string }) => {
  const { language } = useLanguage();
  const t = useSharedText();
  const now = useNow(10_000);
  const moment = Date.parse(at);
  const seconds = Math.floor((now - moment) / 1000);
  const days = daysBetween(moment, now);
  const text = seconds < 60 ? t('ui.time.now') : seconds < 3600 ? t('ui.time.minutesAgo', { count: Math.floor(seconds / 60) })
    : days === 0 ? clockTime(moment, language) : days === 1 ? `${t('ui.time.yesterday')} ${clockTime(moment, language)}` : dayName(moment, now, language);
  return <time dateTime={at} title={exactTime(moment, language)}>{text}</time>;
});
