// The door of the demonstration: two shops as real pages, and the people who work for them.
export { demoAccounts, type DemoAccount } from './people.ts';
export { demoRoutes } from './routes.ts';
export { seedDemo } from './seed.ts';
