// The one contract between server, console, widget, client and CLI.
export * from './ids.ts';
export * from './errors.ts';
export * from './bodies.ts';
export * from './views.ts';
export * from './socket.ts';
export { isEmptySchema, type Route, type RouteAudience, type RouteInput, type RouteOutput } from './http/route.ts';
export { consumerRoutes } from './http/consumers.ts';
export { conversationRoutes, presenceRoutes } from './http/conversations.ts';
export { contractRoutes, peopleRoutes } from './http/people.ts';
export { libraryFormat, libraryRoutes, publicationView, questionInput, suggestionsView, type QuestionInput, type SuggestionsView } from './http/library.ts';
export { robotRoutes, type LoggedDecisionView, type PrecisionView } from './http/robot.ts';
export { floorRoutes } from './http/floor.ts';
export { productRoutes, uploadLimitBytes, uploadPath, uploadView } from './http/products.ts';
