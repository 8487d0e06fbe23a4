// Runs projects of vitest and counts what came of them. Not for which projects belong to a command.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { inRoot, root } from './root.mjs';
import { findChromium } from './machine.mjs';

const spawnVitest = (args, env) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...args], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    // Ctrl-C reaches vitest by the terminal too; it ends by itself and takes its databases down.
    const wait = () => {};
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGINT', wait);
    process.on('SIGTERM', passOn);
    child.on('close', (code) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', passOn);
      resolve(code ?? 1);
    });
  });

// A test's name and the first lines of why it failed; a file that could not be loaded likewise.
const failuresIn = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed');
    const told = (what, why) => `${relative(root, name)} > ${what}\n${why.split('\n').slice(0, 12).join('\n')}`;
    if (status === 'failed' && failed.length === 0) return [told('could not be run', message ?? '')];
    return failed.map((one) => told(one.fullName, one.failureMessages.join('\n')));
  });

const countsIn = (file, code) => {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    // A file that cannot be loaded has no tests to count; it is one failure.
    const brokenFiles = report.testResults.filter((result) => result.status === 'failed' && !result.assertionResults.some((one) => one.status === 'failed')).length;
    const failed = report.numFailedTests + brokenFiles;
    return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: report.numPendingTests + report.numTodoTests, failures: code !== 0 && failed === 0 ? ['an error outside of every test: vitest names it above'] : failuresIn(report) };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: ['vitest ended without a report'] };
  }
};

/** Runs the projects (and further arguments of vitest) and returns how many tests passed, failed and were skipped, and of each failure its name and first lines; `failed` is never 0 when something went wrong. */
export const runVitest = async (projects, args = [], env = {}) => {
  const dir = mkdtempSync(join(tmpdir(), 'qindesk-tests-'));
  const file = join(dir, 'report.json');
  try {
    const code = await spawnVitest([...projects.flatMap((name) => ['--project', name]), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, '--passWithNoTests', ...args], { CHROMIUM_PATH: findChromium() ?? '', ...env });
    return countsIn(file, code);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

/** Names what failed once more, at the end of a long output. Says nothing when all is well. */
export const tellFailures = (failures = []) => {
  for (const failure of failures) console.log(`\n  failed: ${failure.replaceAll('\n', '\n    ')}`);
};

/** The plain closing line. */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
