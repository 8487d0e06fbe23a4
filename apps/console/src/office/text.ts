// The office's `useText`. Not for the words (words.zh.ts, words.en.ts).
import { defineText } from '../ui/text.tsx';
import { en } from './words.en.ts';
import { zh } from './words.zh.ts';

/** Says the office's words in the language in force. */
export const useOfficeText = defineText({ zh, en });

/** The type of its `t`, for functions that make sentences. */
export type OfficeSay = ReturnType<typeof useOfficeText>;
