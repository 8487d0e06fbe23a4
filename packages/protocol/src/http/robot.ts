// Routes of the robot's own record: what it decided, and what people say of that.
import { z } from 'zod';
import { conversationId, questionId, shopId } from '../ids.ts';
import { decisionView, time } from '../views.ts';
import { ok, page, route } from './route.ts';

const named = z.object({ id: questionId, title: z.string() });

/** `right`: what was answered is what was meant; null where the robot had not answered. `means`: the question, nothing of the library, or only something other than what was answered. */
export const judgementView = z.object({ means: z.union([named, z.literal('nothing'), z.literal('other')]), right: z.boolean().nullable(), by: z.string(), at: time });
/** A decision in the shop's log. Long numbers are blotted out. */
export const loggedDecisionView = decisionView.extend({ conversationId, seq: z.int().positive(), judgement: judgementView.nullable() });
export type LoggedDecisionView = z.infer<typeof loggedDecisionView>;

/** Answers judged in the last `days` days, and how many of them were right. */
export const precisionView = z.object({ days: z.int(), judged: z.int(), right: z.int() });
export type PrecisionView = z.infer<typeof precisionView>;
/** What the robot has learnt from judgements: it takes them to heart once `learnt` of them, read by the model of now, are `enough`. */
export const refinementView = z.object({ learnt: z.int(), enough: z.int() });

const ofRound = z.object({ id: conversationId, seq: z.coerce.number().int().min(1).max(2 ** 31 - 1) });

export const robotRoutes = {
  listDecisions: route({ method: 'GET', path: '/v1/shops/:id/decisions', audience: 'member', summary: 'What the robot of a shop answered, offered or asked back, newest first', params: z.object({ id: shopId }),
    query: page.extend({ judged: z.stringbool().optional(), outcome: z.enum(['answer', 'offer', 'ask']).optional() }),
    response: z.object({ items: z.array(loggedDecisionView), cursor: z.string().nullable(), precision: precisionView, refinement: refinementView }) }),
  judge: route({ method: 'PUT', path: '/v1/conversations/:id/decisions/:seq/judgement', audience: 'member', summary: 'Say what a round meant: what was answered (right), another question, nothing of the library, or only something other (wrong)', params: ofRound,
    body: z.object({ means: z.union([questionId, z.literal('nothing'), z.literal('other')]) }), response: judgementView }),
  withdraw: route({ method: 'DELETE', path: '/v1/conversations/:id/decisions/:seq/judgement', audience: 'member', summary: 'Take a judgement back', params: ofRound, response: ok }),
};
