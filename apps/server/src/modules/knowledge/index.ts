// The door of knowledge: the library (draft, publication, import and export) and quick replies.
export { knowledgeRoutes } from './routes.ts';
export { getPublishedLibraries, getPublishedLibrary, type PublishedLibrary, type PublishedQuestion } from './published-library.ts';
export { publishLibrary } from './publish-library.ts';
export { importLibrary, type ImportResult, type LibraryFile } from './import-library.ts';
export { exportLibrary } from './export-library.ts';
export { addQuestion } from './add-question.ts';
export { changeQuestion } from './change-question.ts';
export { removeQuestion } from './remove-question.ts';
export { addQuickReply } from './quick-replies.ts';
export type { LibraryPublished } from './events.ts';
export type { ProductBook } from './product-book.ts';
export { listHeldByLibrary } from './held-files.ts';
