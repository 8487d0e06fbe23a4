// HTTP of the library and of quick replies. `tryOut` and `listSuggestions` are the robot's to answer (bot).
import { libraryRoutes, peopleRoutes } from '@qindesk/protocol';
import type { Register } from '../identity/index.ts';
import { addQuestion } from './add-question.ts';
import { changeQuestion } from './change-question.ts';
import { exportLibrary } from './export-library.ts';
import { importLibrary } from './import-library.ts';
import { listQuestions } from './list-questions.ts';
import type { ProductBook } from './product-book.ts';
import { listPublications } from './publications.ts';
import { publishLibrary } from './publish-library.ts';
import { addQuickReply, listQuickReplies, removeQuickReply } from './quick-replies.ts';
import { removeQuestion } from './remove-question.ts';
import { searchAnswers } from './search-answers.ts';

/** Registers the routes of this room. `products`: commerce's book of products. */
export const knowledgeRoutes = (register: Register, products: ProductBook): void => {
  register.member(libraryRoutes.listQuestions, (ctx, { params, query }) => listQuestions(ctx, params.id, query));
  register.member(libraryRoutes.addQuestion, (ctx, { params, body }) => addQuestion(ctx, products, params.id, body));
  register.member(libraryRoutes.changeQuestion, (ctx, { params, body }) => changeQuestion(ctx, products, params.id, body));
  register.member(libraryRoutes.removeQuestion, async (ctx, { params }) => { await removeQuestion(ctx, params.id); return { ok: true as const }; });
  register.raw(libraryRoutes.importLibrary, (ctx, { params, query, bytes }) => importLibrary(ctx, products, params.id, { ...query, bytes }));
  register.raw(libraryRoutes.exportLibrary, (ctx, { params, query }) => exportLibrary(ctx, products, params.id, query.format));
  register.member(libraryRoutes.publish, (ctx, { params }) => publishLibrary(ctx, params.id));
  register.member(libraryRoutes.listPublications, (ctx, { params }) => listPublications(ctx, params.id));
  register.member(libraryRoutes.searchAnswers, async (ctx, { params, query }) => ({ items: await searchAnswers(ctx, params.id, query.search) }));
  register.member(peopleRoutes.listQuickReplies, async (ctx, { params }) => ({ items: await listQuickReplies(ctx, params.id) }));
  register.member(peopleRoutes.addQuickReply, (ctx, { params, body }) => addQuickReply(ctx, params.id, body));
  register.member(peopleRoutes.removeQuickReply, async (ctx, { params }) => { await removeQuickReply(ctx, params.id); return { ok: true as const }; });
};
