// Routes of the library: questions, import and export, publication, the trial window.
import { z } from 'zod';
import { questionId, shopId } from '../ids.ts';
import { answerBody } from '../bodies.ts';
import { decisionView, questionMode, questionView } from '../views.ts';
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
  tryOut: route({ method: 'POST', path: '/v1/shops/:id/library/trials', audience: 'member', summary: 'What would the robot say, and why', params: ofShop, body: z.object({ texts: z.array(z.string().min(1).max(4000)).min(1).max(500) }), response: z.object({ items: z.array(decisionView.extend({ answers: z.array(answerBody) })) }) }),
  searchAnswers: route({ method: 'GET', path: '/v1/shops/:id/answers', audience: 'member', summary: 'Library answers for the desk, by words', params: ofShop, query: z.object({ search: z.string().max(200).default('') }), response: z.object({ items: z.array(questionView.pick({ id: true, title: true, category: true, answers: true })) }) }),
};
