// The door of assist: what helps an agent beside the thread.
export { assistRoutes } from './routes.ts';
