// `npm test [-- FILTER…]`: the law, the unit tests and the stories on a real PostgreSQL. Ends with the counts on a line alone. Not the browser: npm run check.
import './node-version.mjs';
import { ensureBuilt } from './build.mjs';
import { findChromium, findNats, findPostgres, hasBrowserTests, hasNatsTests } from './machine.mjs';
import { giveUp, say } from './progress.mjs';
import { closingLine, runVitest, tellFailures } from './vitest.mjs';

await ensureBuilt(['server', 'cli', 'simulate']).catch(giveUp);
const counts = await runVitest(['tidy', 'unit', 'stories'], process.argv.slice(2));

if (hasBrowserTests()) say(findChromium() ? 'Not run here: the browser tests; npm run check runs them.' : 'Not run here: the browser tests; they need Chromium (apt-get install chromium fonts-noto-cjk) and npm run check.');
if (hasNatsTests() && !findNats()) say('Not run: the tests of several nodes; they need nats-server (apt-get install nats-server).');
if (!findPostgres() && !process.env.DATABASE_URL) say('Not run: the stories on a PostgreSQL of the system; npm run check runs them where there is one (apt-get install postgresql).');
tellFailures(counts.failures);
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
