// Routes of the library: questions, import and export, publication, the trial window.
import { z } from 'zod';
import { productId, questionId, shopId } from '../ids.ts';
import { answerBody } from '../bodies.ts';
import { decisionView, orderState, questionMode, questionView } from '../views.ts';
import { precisionView, refinementView } from './robot.ts';
import { ok, page, route } from './route.ts';

const ofShop = z.object({ id: shopId });
const phrasing = z.string().trim().min(1).max(200);

export const questionInput = z.object({
  title: z.string().trim().min(1).max(200), category: z.string().trim().max(60).default(''), mode: questionMode.default('both'), hot: z.boolean().default(false),
  phrasings: z.array(phrasing).max(2000).default([]), negatives: z.array(phrasing).max(500).default([]),
  answers: z.array(answerBody).max(10).default([]), followUpIds: z.array(questionId).max(8).default([]),
});
export type QuestionInput = z.infer<typeof questionInput>;

export const publicationView = z.object({ version: z.int(), publishedAt: z.iso.datetime(), by: z.string(), questionCount: z.int(), phrasingCount: z.int() });
const named = z.object({ id: questionId, title: z.string() });
/** What a trainer should mend first. Questions and phrasings are the published ones; `nearness` and `sure` run from 0 to 1. */
export const suggestionsView = z.object({
  /** Null: nothing is published yet. */
  version: z.int().nullable(),
  /** Pairs of phrasings of two questions that the robot can hardly tell apart, nearest first. */
  collisions: z.array(z.object({ nearness: z.number(), sides: z.array(z.object({ question: named, phrasing: z.string() })).length(2) })),
  /** Questions with few phrasings, those with the most questions near them first; `topic` is what the trade knows them as, `proposed` what could be added. */
  thin: z.array(z.object({ question: named, phrasings: z.int(), neighbours: z.int(), topic: z.object({ id: z.string(), title: z.string(), sure: z.number() }).nullable(), proposed: z.array(z.string()) })),
  /** What the robot had no answer for and would have none for now, since `since`, grouped by meaning, the largest first. Long numbers are blotted out. */
  missed: z.array(z.object({ text: z.string(), count: z.int(), examples: z.array(z.string()), nearest: named.nullable() })),
  since: z.iso.datetime(),
});
export type SuggestionsView = z.infer<typeof suggestionsView>;

export const libraryFormat = z.enum(['jsonl', 'csv', 'xlsx']);

export const libraryRoutes = {
  listQuestions: route({ method: 'GET', path: '/v1/shops/:id/questions', audience: 'member', summary: 'Questions of the draft library', params: ofShop, query: page.extend({ search: z.string().max(100).optional(), category: z.string().max(60).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }), response: z.object({ items: z.array(questionView), cursor: z.string().nullable(), total: z.int() }) }),
  addQuestion: route({ method: 'POST', path: '/v1/shops/:id/questions', audience: 'member', summary: 'Add a question', params: ofShop, body: questionInput, response: questionView }),
  changeQuestion: route({ method: 'PUT', path: '/v1/questions/:id', audience: 'member', summary: 'Replace a question; `version` guards against overwriting another’s change', params: z.object({ id: questionId }), body: questionInput.extend({ version: z.int() }), response: questionView }),
  removeQuestion: route({ method: 'DELETE', path: '/v1/questions/:id', audience: 'member', summary: 'Remove a question from the draft', params: z.object({ id: questionId }), response: ok }),
  importLibrary: route({ method: 'POST', path: '/v1/shops/:id/library/imports', audience: 'member', summary: 'Import a file (its bytes are the request body). Every bad row is reported with number and reason; nothing is half-imported', params: ofShop,
    query: z.object({ format: libraryFormat, mode: z.enum(['merge', 'replace']).default('merge'), dryRun: z.stringbool().default(false) }), response: z.object({ added: z.int(), changed: z.int(), removed: z.int(), questions: z.int(), phrasings: z.int(), dryRun: z.boolean() }) }),
  exportLibrary: route({ method: 'GET', path: '/v1/shops/:id/library/export', audience: 'member', summary: 'The draft library as a file', params: ofShop, query: z.object({ format: libraryFormat.default('xlsx') }) }),
  publish: route({ method: 'POST', path: '/v1/shops/:id/library/publications', audience: 'member', summary: 'Publish the draft: the robot answers from it at once [BT1]', params: ofShop, response: publicationView }),
  listPublications: route({ method: 'GET', path: '/v1/shops/:id/library/publications', audience: 'member', summary: 'Published versions, newest first', params: ofShop, response: z.object({ items: z.array(publicationView), draftChanged: z.boolean() }) }),
  tryOut: route({ method: 'POST', path: '/v1/shops/:id/library/trials', audience: 'member', summary: 'What would the robot say, and why; `focus`: to a consumer who looks at this product, or whose order is in this state', params: ofShop, body: z.object({ texts: z.array(z.string().min(1).max(4000)).min(1).max(500), focus: z.object({ productId: productId.optional(), orderState: orderState.optional() }).optional() }), response: z.object({ items: z.array(decisionView.extend({ answers: z.array(answerBody) })) }) }),
  readDial: route({ method: 'GET', path: '/v1/shops/:id/library/dial', audience: 'member', summary: 'What the robot would answer by itself at each wanted precision, estimated on the published library and on judged answers; and how right its answers were judged', params: ofShop, response: z.object({ positions: z.array(z.object({ precision: z.number(), share: z.number() })), precision: precisionView, refinement: refinementView }) }),
  listSuggestions: route({ method: 'GET', path: '/v1/shops/:id/library/suggestions', audience: 'member', summary: 'What to mend first so that the robot takes more: phrasings that collide, questions with few phrasings, questions without an answer', params: ofShop, response: suggestionsView }),
  searchAnswers: route({ method: 'GET', path: '/v1/shops/:id/answers', audience: 'member', summary: 'Library answers for the desk, by words', params: ofShop, query: z.object({ search: z.string().max(200).default('') }), response: z.object({ items: z.array(questionView.pick({ id: true, title: true, category: true, answers: true })) }) }),
};
