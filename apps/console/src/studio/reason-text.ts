// The reasons of a decision, in words. Codes are those of the robot's decide.ts, some with a value after a colon.
import { useCallback } from 'react';
import type { zh } from './words.zh.ts';
import { useStudioText } from './text.ts';

const shares = ['confidence', 'answer_from', 'offer_from'] as const;
const plain = ['exact', 'assist_only', 'clicked', 'picture', 'card', 'acknowledgement', 'greeting', 'no_match'] as const;
const handovers = ['asked_for_human', 'unanswered_rounds', 'same_question_again', 'angry', 'sensitive', 'no_library', 'robot_off', 'transfer'] as const;
const guards: readonly string[] = Object.keys({} satisfies Partial<Record<keyof typeof zh, string>>);

const isOf = <const T extends readonly string[]>(list: T, text: string): text is T[number] => list.includes(text);

/** Says a reason; a code it does not know is shown as it is, which tells a trainer more than silence. */
export function useReasonText(): (reason: string) => string {
  const t = useStudioText();
  return useCallback((reason) => {
    const [code = '', value = ''] = reason.split(':');
    if (isOf(shares, code)) return t(`studio.reason.${code}`, { share: `${(Number(value) * 100).toFixed(1)}%` });
    if (isOf(plain, code)) return t(`studio.reason.${code}`);
    if (code === 'unanswered') return t('studio.reason.unanswered', { n: value });
    if (code === 'handover' && isOf(handovers, value)) return t(`studio.handover.${value}`);
    if (code === 'guard' && guards.includes(value)) return t('studio.reason.guard', { what: value });
    return reason;
  }, [t]);
}
