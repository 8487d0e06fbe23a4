// The reasons of a decision, in words. Codes are those of the robot's decide.ts and the matcher's guards, some with a value after a colon.
import { useCallback } from 'react';
import { guardDetail } from './guard-text.ts';
import { useStudioText } from './text.ts';

const plain = ['exact', 'assist_only', 'clicked', 'picture', 'card', 'acknowledgement', 'greeting', 'no_match', 'several_requests'] as const;
const handovers = ['asked_for_human', 'unanswered_rounds', 'same_question_again', 'angry', 'sensitive', 'detail_given', 'no_library', 'robot_off', 'transfer'] as const;
const details = ['order', 'parcel', 'phone', 'address', 'link'] as const;
const guards = ['negation', 'number', 'question-type', 'negative-phrasing', 'context'] as const;
const orders = ['unpaid', 'paid', 'shipped', 'delivered', 'refunding', 'refunded', 'closed'] as const;

const isOf = <const T extends readonly string[]>(list: T, text: string): text is T[number] => list.includes(text);
const percent = (share: string): string => `${Math.round(Number(share) * 100)}%`;
const measures = ['confidence', 'answer_from', 'offer_from'] as const;

/** The measured part of the reasons: how sure (0–1), and from where on the robot answers and offers. Undefined where nothing was measured. */
export function readMeasures(reasons: readonly string[]): { confidence: number; answerFrom: number; offerFrom: number } | undefined {
  const [confidence, answerFrom, offerFrom] = measures.map((name) => Number(reasons.find((reason) => reason.startsWith(`${name}:`))?.slice(name.length + 1) ?? NaN));
  return confidence === undefined || answerFrom === undefined || offerFrom === undefined || [confidence, answerFrom, offerFrom].some(Number.isNaN) ? undefined : { confidence, answerFrom, offerFrom };
}

/** The other reasons, to be said in words. */
export const spokenReasons = (reasons: readonly string[]): string[] => reasons.filter((reason) => !measures.some((name) => reason.startsWith(`${name}:`)));

/** Says a reason; a code it does not know is shown as it is, which tells a trainer more than silence. */
export function useReasonText(): (reason: string) => string {
  const t = useStudioText();
  return useCallback((reason) => {
    const [code = '', value = '', detail = ''] = reason.split(/:\s*/);
    if (isOf(plain, code)) return t(`studio.reason.${code}`);
    if (code === 'unanswered') return t('studio.reason.unanswered', { n: value });
    if (code === 'handover' && isOf(handovers, value)) return t(`studio.handover.${value}`);
    if (code === 'guard' && isOf(guards, value)) {
      const seen = guardDetail(t, value, detail);
      return `${t(`studio.guard.${value === 'context' && seen === '' ? 'otherProduct' : value}`)}${seen === '' ? '' : t('studio.guard.seen', { seen })}`;
    }
    if (code === 'doubt') return t('studio.reason.doubt');
    if (code === 'detail' && isOf(details, value)) return t('studio.reason.detail', { what: t(`studio.detail.${value}`) });
    if (code === 'read_by_ear') return t('studio.reason.readByEar', { text: value });
    if (code === 'read_request') return t('studio.reason.readRequest', { text: value });
    if (code === 'read_message') return t('studio.reason.readMessage', { text: value });
    if (code === 'request') return t('studio.reason.request', { title: value });
    if (code === 'topic') return t('studio.reason.topic', { name: value, sure: percent(detail) });
    if (code === 'outside') return t('studio.reason.outside', { sure: percent(value) });
    if (code === 'context' && value === 'product') return t('studio.reason.contextProduct', { name: detail });
    if (code === 'context' && value === 'order' && isOf(orders, detail)) return t('studio.reason.contextOrder', { state: t(`studio.order.${detail}`) });
    if (code === 'context' && value === 'before') return t('studio.reason.contextBefore', { title: detail });
    if (code === 'context') return t('studio.reason.context');
    return reason;
  }, [t]);
}
