#!/usr/bin/env node
// The command `qindesk` in a clone: installs and builds what is missing, then runs the program. Not for what its verbs do.
import { runEntry } from '../../../tools/run/entry.mjs';

await runEntry('cli', process.argv.slice(2));
