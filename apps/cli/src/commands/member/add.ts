// `qindesk member add`: adds a person to the organisation of the owner who signs in.
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { Option } from 'commander';
import { peopleRoutes, type Role } from '@qindesk/protocol';
import { say } from '../../print.ts';
import { Problem } from '../../problem.ts';
import { connect } from '../../server.ts';
import { serverOptionsOf, withServer } from '../options.ts';

interface Options { name: string; role: Role; capacity: string; firstPassword?: string; json?: boolean; url?: string; email?: string; password?: string }

const run = async (newEmail: string, options: Options): Promise<void> => {
  const capacity = Number(options.capacity);
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > 200) throw new Problem('--capacity is a whole number from 0 to 200.');
  const password = options.firstPassword ?? randomBytes(12).toString('base64url');
  const { http, me } = await connect(serverOptionsOf(options));
  const member = await http.call(peopleRoutes.addMember, { body: { name: options.name, email: newEmail, password, role: options.role, capacity } });
  if (options.json) { say(JSON.stringify({ id: member.id, email: member.email, role: member.role, password })); return; }
  say(`${member.name} (${member.email}) may sign in to ${me.organisation.name} as ${member.role}.`);
  if (!options.firstPassword) say(`First password, shown only now: ${password}`);
};

export const memberAdd = (parent: Command): void => {
  withServer(parent.command('add').description('add a member to your organisation (sign in as its owner)'))
    .argument('<new-email>', 'e-mail of the new member')
    .requiredOption('--name <name>', 'name as colleagues and consumers see it')
    .addOption(new Option('--role <role>', 'what the member may do').choices(['owner', 'supervisor', 'agent', 'trainer', 'inspector']).makeOptionMandatory())
    .option('--capacity <n>', 'conversations at a time', '5')
    .option('--first-password <password>', 'at least 10 characters; made up and printed when left out')
    .option('--json', 'print the result as JSON')
    .action(run);
};
