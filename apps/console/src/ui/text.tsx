// Words on the screen: the language in force, and typed dictionaries by place. Not for the words themselves (words.zh.ts, words.en.ts of each place).
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Language } from '@qindesk/protocol';
import { fill } from './fill.ts';
import { readSetting, writeSetting } from './settings.ts';
import { zh as sharedZh } from './words.zh.ts';
import { en as sharedEn } from './words.en.ts';

type ParamsOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? (Name extends `${infer Bare}|${string}` ? Bare : Name) | ParamsOf<Rest> : never;
type Arguments<Text extends string> = [ParamsOf<Text>] extends [never] ? [] : [params: Record<ParamsOf<Text>, string | number>];
type Dictionary = Record<string, string>;
type Shared = typeof sharedZh;

/** Says a word of a dictionary; a key that is not there, or a missing value for `{name}`, is a type error. */
export type Say<Words extends Dictionary> = <Key extends keyof Words & string>(key: Key, ...values: Arguments<Words[Key]>) => string;

interface LanguageChoice { language: Language; setLanguage: (language: Language) => void }
const LanguageContext = createContext<LanguageChoice>({ language: 'zh', setLanguage: () => {} });

const firstLanguage = (): Language => {
  const kept = readSetting('language');
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh';
};

/** Holds the language; kept on this machine. */
export const LanguageProvider = ({ children }: { children: ReactNode }) => {
  const [language, set] = useState<Language>(firstLanguage);
  const setLanguage = useCallback((next: Language) => { writeSetting('language', next); set(next); }, []);
  const choice = useMemo(() => ({ language, setLanguage }), [language, setLanguage]);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  return <LanguageContext value={choice}>{children}</LanguageContext>;
};

/** The language in force, and the switch. */
export const useLanguage = (): LanguageChoice => use(LanguageContext);

/** Makes a place's `useText`: its own words and the shared ones (`ui.*`). */
export const defineText = <const Words extends Dictionary>(words: { zh: Words; en: Record<keyof Words, string> }): (() => Say<Words & Shared>) => {
  const all: Record<Language, Dictionary> = { zh: { ...sharedZh, ...words.zh }, en: { ...sharedEn, ...words.en } };
  const say = (language: Language) => (key: string, params?: Record<string, string | number>): string => fill(all[language][key] ?? key, params);
  const spoken = { zh: say('zh') as Say<Words & Shared>, en: say('en') as Say<Words & Shared> };
  return () => spoken[useLanguage().language];
};

/** The shared words alone. */
export const useSharedText = defineText({ zh: {}, en: {} });

/** Picks the side of a bilingual text that is in force. */
export const useBilingual = (): ((text: { zh: string; en: string }) => string) => {
  const { language } = useLanguage();
  return useCallback((text) => text[language] || text.zh || text.en, [language]);
};
