// The command line `qindesk`: its commands, and how it ends. 0 done · 1 refused · 2 could not be tried.
import { Command, CommanderError } from 'commander';
import { migrateCommand } from './commands/migrate.ts';
import { libraryExport } from './commands/library/export.ts';
import { libraryImport } from './commands/library/import.ts';
import { memberAdd } from './commands/member/add.ts';
import { urlOf } from './commands/options.ts';
import { ask } from './commands/ask.ts';
import { simulate } from './commands/simulate.ts';
import { remark } from './print.ts';
import { describe } from './problem.ts';

const program = new Command('qindesk').description('Qindesk: customer service for online shops').enablePositionalOptions().exitOverride().showHelpAfterError('(qindesk --help lists the commands)');
const library = program.command('library').description('the questions and answers of a shop');
libraryImport(library);
libraryExport(library);
ask(program);
memberAdd(program.command('member').description('people of your organisation'));
migrateCommand(program);
simulate(program);

/** Which address a failed command spoke to, for the sentence that says so. */
let url = urlOf({});
program.hook('preAction', (_, action) => { url = urlOf(action.opts<{ url?: string }>()); });

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0); throw error; });

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) { process.exitCode = error.exitCode === 0 ? 0 : 2; return; }
  const { text, exitCode } = describe(error, url);
  remark(text);
  process.exitCode = exitCode;
});
