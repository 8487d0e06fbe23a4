// `npm run check [-- NAME…]`: all that must hold, in one list that CI runs and a person can read. Stops at nothing and fails at the end. Not for how a step is done.
import './node-version.mjs';
import { ensureBuilt } from './build.mjs';
import { findChromium, findNats, findPostgres, hasBrowserTests, hasNatsTests } from './machine.mjs';
import { Plain, giveUp } from './progress.mjs';
import { inRoot, root } from './root.mjs';
import { runProcess, tail } from './run-process.mjs';
import { startSystemPostgres } from './system-postgres.mjs';
import { exists, targets } from './targets.mjs';
import { closingLine, runVitest, tellFailures } from './vitest.mjs';

const tool = (path) => inRoot('node_modules', path);

/** A program of which only the end matters: its output is shown when it fails. */
const program = (file, ...args) => async () => {
  const { code, output } = await runProcess(process.execPath, [file, ...args], { cwd: root });
  if (code !== 0) throw new Plain(tail(output, 60));
};
const types = (project) => program(tool('typescript/bin/tsc'), '-p', project);

const onSystemPostgres = async () => {
  const server = await startSystemPostgres(findPostgres());
  console.error(`  PostgreSQL ${server.version} of the system`);
  try {
    return await runVitest(['stories'], [], { DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
};

/** A smoke run: the program ends well and its last line is JSON in which `wrong` finds nothing. */
const smoke = (name, args, wrong) => async () => {
  const { code, output } = await runProcess(process.execPath, [inRoot('tools/run/entry.mjs'), name, ...args, '--json'], { cwd: root });
  if (code !== 0) throw new Plain(tail(output, 60));
  const line = output.trimEnd().split('\n').findLast((text) => text.startsWith('{')) ?? '';
  let result;
  try {
    result = JSON.parse(line);
  } catch {
    throw new Plain(`No JSON object at the end of the output:\n${tail(output, 20)}`);
  }
  const complaint = wrong(result);
  if (complaint) throw new Plain(`${complaint}\n${line}`);
};
const nothingLost = (result) => {
  const bad = ['lost', 'duplicated', 'misordered', 'withoutNextActor', 'overCapacity'].filter((key) => result[key] !== 0);
  return bad.length > 0 ? `${bad.join(', ')} must be 0` : null;
};

// name · what it shows · why it cannot run here (null: it can) · how
const steps = [
  ['types', 'server, packages, CLI, benches, tools', () => null, types('tsconfig.json')],
  ['types-console', 'the console', () => null, types('apps/console')],
  ['types-widget', 'the widget', () => null, types('apps/widget')],
  ['types-browser', 'the browser tests', () => null, types('test/browser')],
  ['lint', 'oxlint, no warning left', () => null, program(tool('oxlint/bin/oxlint'), '--deny-warnings')],
  ['build', 'everything that is built', () => null, () => ensureBuilt(Object.keys(targets))],
  ['tidy', 'the law of the house', () => null, () => runVitest(['tidy'])],
  ['tests', 'unit tests, stories on the embedded PostgreSQL', () => null, () => runVitest(['unit', 'stories'])],
  ['own-database', 'the stories on the PostgreSQL of the system', () => (findPostgres() ? null : 'needs PostgreSQL 15 or newer: apt-get install postgresql'), onSystemPostgres],
  ['browser', 'the whole walk in Chromium', () => (!hasBrowserTests() ? 'there are no browser tests' : findChromium() ? null : 'needs Chromium: apt-get install chromium fonts-noto-cjk'), () => runVitest(['browser'])],
  ['simulate', 'kill -9 under load, a short run', () => (exists('simulate') ? null : 'there is no simulation'), smoke('simulate', ['--seed', '1', '--conversations', '20', '--kills', '2'], nothingLost)],
  ['simulate-nodes', `three nodes, kills, drains, cuts${findNats() ? ', a bus that dies' : ' (no bus: apt-get install nats-server)'}`, () => (exists('simulate') ? null : 'there is no simulation'),
    smoke('simulate', ['--seed', '3', '--nodes', '3', '--conversations', '30', '--kills', '3', '--partitions', '2', '--nats-restarts', '1'], nothingLost)],
  ['bench', 'the message path', () => (exists('bench') ? null : 'there are no benches'), smoke('bench', ['message-path', '--conversations', '60', '--seconds', '2', '--rounds', '1'], (result) => (result.lost === 0 ? null : 'lost must be 0'))],
];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = wanted.find((word) => !steps.some(([name]) => name === word));
if (unknown) giveUp(new Plain(`There is no step "${unknown}". There are: ${steps.map(([name]) => name).join(', ')}.`));

const runStep = async ([name, shows, missing, run]) => {
  const why = missing();
  if (why) return { name, outcome: 'not run', seconds: 0, note: why, counts: { passed: 0, failed: 0, skipped: 1 } };
  console.error(`\n━━ ${name}: ${shows}`);
  const from = performance.now();
  const seconds = () => (performance.now() - from) / 1000;
  try {
    // A step without tests of its own counts as one.
    const counts = (await run()) ?? { passed: 1, failed: 0, skipped: 0 };
    return { name, outcome: counts.failed > 0 ? 'FAILED' : 'ok', seconds: seconds(), note: counts.passed + counts.failed > 1 ? closingLine(counts) : shows, counts };
  } catch (error) {
    console.error(error instanceof Plain ? error.message : error);
    return { name, outcome: 'FAILED', seconds: seconds(), note: 'see above', counts: { passed: 0, failed: 1, skipped: 0, failures: [error instanceof Plain ? tail(error.message, 20) : String(error)] } };
  }
};

await ensureBuilt([]).catch(giveUp);
const results = [];
for (const step of steps.filter(([name]) => wanted.length === 0 || wanted.includes(name))) results.push(await runStep(step));

console.log('');
for (const { name, outcome, seconds, note } of results) console.log(`  ${name.padEnd(15)} ${outcome.padEnd(8)} ${outcome === 'not run' ? '       ' : `${seconds.toFixed(1).padStart(5)} s`}  ${note}`);
if (hasNatsTests() && !findNats()) console.log('  Not run: the tests of several nodes; they need nats-server (apt-get install nats-server).');
for (const { counts } of results) tellFailures(counts.failures);
const sum = (key) => results.reduce((total, { counts }) => total + counts[key], 0);
console.log('');
console.log(closingLine({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }));
process.exitCode = sum('failed') > 0 ? 1 : 0;
