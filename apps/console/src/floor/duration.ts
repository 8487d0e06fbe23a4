// How a measured time is written on the floor: 8秒, 1分20秒, 2小时05分. Not for what ticks (ui/time-label.tsx).
import type { Language } from '@qindesk/protocol';

const units = { zh: { h: '小时', m: '分', s: '秒' }, en: { h: 'h ', m: 'm ', s: 's' } } as const;

/** A time in the two largest units that say something; a dash where nothing was measured. */
export function shortDuration(ms: number | null, language: Language): string {
  if (ms === null) return '–';
  const { h, m, s } = units[language];
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return ms < 9950 && ms % 1000 !== 0 ? `${(ms / 1000).toFixed(1)}${s}` : `${seconds}${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${m}${seconds % 60 === 0 ? '' : `${seconds % 60}${s}`}`.trim();
  return `${Math.floor(minutes / 60)}${h}${minutes % 60 === 0 ? '' : `${minutes % 60}${m}`}`.trim();
}

/** A share of one as a percentage without decimals; a dash where there is none. */
export const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)}%`);
