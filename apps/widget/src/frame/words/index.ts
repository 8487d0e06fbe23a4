// Chooses the language of the screen.
import type { Language } from '../../settings.ts';
import { en } from './en.ts';
import { zh, type Words } from './zh.ts';

export type { Words };

/** The words of a language. */
export const wordsOf = (language: Language): Words => (language === 'zh' ? zh : en);
