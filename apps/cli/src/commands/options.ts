// Options that several commands share. Not for what they lead to (server).
import type { Command } from 'commander';
import type { ServerOptions } from '../server.ts';

const defaultUrl = 'http://127.0.0.1:3000';

/** Adds --url, --email, --password. */
export const withServer = (command: Command): Command =>
  command
    .option('--url <url>', `address of the server (QINDESK_URL, else ${defaultUrl})`)
    .option('--email <email>', 'e-mail of the member (QINDESK_EMAIL; a demonstration needs none)')
    .option('--password <password>', 'password of the member (QINDESK_PASSWORD)');

/** The address that a command speaks to. */
export const urlOf = (given: { url?: string }): string => given.url ?? process.env.QINDESK_URL ?? defaultUrl;

/** Options as given, else from the environment. */
export const serverOptionsOf = (given: { url?: string; email?: string; password?: string }): ServerOptions =>
  ({ url: urlOf(given), email: given.email ?? process.env.QINDESK_EMAIL, password: given.password ?? process.env.QINDESK_PASSWORD });
