// What the agent should know when the robot hands over: the consumer's own words and what came of them, in signs that need no language. ✓ answered · ? offered · ✗ not understood
import type { DecisionView } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import type { Conversation } from '../conversation/index.ts';
import { earlierIn } from './candidates.ts';

type DecisionRow = Pick<DecisionView, 'text' | 'outcome' | 'reasons' | 'candidates'> & { title: string | null };

const sign: Readonly<Record<DecisionView['outcome'], string>> = { answer: '✓', offer: '?', ask: '✗', handover: '→', silent: '·' };

/** The questions of a decision, in the order asked. */
const titlesOf = (row: DecisionRow): string => (row.title ? [...earlierIn(row).map(({ title }) => title), row.title].join(' · ') : '');

/** At most eight lines, oldest first: `“什么快递” ✓ 发什么快递`. */
export const summarise = async (house: House, conversation: Pick<Conversation, 'merchantId' | 'id'>): Promise<string[]> => {
  const rows = await house.db.query<DecisionRow>(
    `SELECT d.text, d.outcome, d.reasons, d.candidates, q.title FROM decisions d LEFT JOIN questions q ON q.merchant_id = d.merchant_id AND q.id = d.question_id
     WHERE d.merchant_id = $1 AND d.conversation_id = $2 AND d.outcome <> 'silent' ORDER BY d.round_seq DESC LIMIT 8`, [conversation.merchantId, conversation.id]);
  return rows.reverse().filter((row) => row.text).map((row) => `“${row.text.replace(/\s+/g, ' ').slice(0, 60)}” ${sign[row.outcome]} ${titlesOf(row)}`.trimEnd());
};
