// The sign-in page's `useText`.
import { defineText } from '../ui/text.tsx';
import { en } from './words.en.ts';
import { zh } from './words.zh.ts';

/** Says the sign-in page's words. */
export const useText = defineText({ zh, en });
