// The tests: which files, in which project, on what. Not for how people start them (tools/run/test.mjs).
import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '**/dist/**', '**/browser/**'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      // The law of the house, in under a second.
      { extends: true, test: { name: 'tidy', include: ['tools/tidy/**/*.test.ts'] } },
      // Beside the source; no server. Only platform/db has a real database here, because it is what is tested.
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'packages/*/{eval,train}/**/*.test.ts', 'apps/server/test/{simulation,world}/**/*.test.ts', 'bench/**/*.test.ts', 'tools/run/**/*.test.mjs'],
          exclude: never,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // Behaviour on a real PostgreSQL: each file finds a migrated database of its own in DATABASE_URL.
      {
        extends: true,
        test: {
          name: 'stories',
          include: ['apps/server/test/stories/**/*.test.ts', 'apps/cli/test/**/*.test.ts'],
          exclude: never,
          globalSetup: ['tools/run/stories-database.ts'],
          setupFiles: ['tools/run/stories-file.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // In Chromium (CHROMIUM_PATH), one file at a time: what is measured there is what a person would see.
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['apps/*/test/browser/**/*.test.{ts,tsx}', 'test/browser/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['tools/run/stories-database.ts'],
          setupFiles: ['tools/run/stories-file.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
