// `qindesk library import`: a file into the draft library of a shop; every bad row is told and nothing is half-imported.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { libraryRoutes, type RouteOutput } from '@qindesk/protocol';
import { say } from '../../print.ts';
import { Problem } from '../../problem.ts';
import { connectToShop } from '../../server.ts';
import { serverOptionsOf, withServer } from '../options.ts';
import { formatOf } from './format.ts';

interface Options { shop: string; file: string; format?: string; replace?: boolean; dryRun?: boolean; publish?: boolean; json?: boolean; url?: string; email?: string; password?: string }
type Result = RouteOutput<typeof libraryRoutes.importLibrary>;

const run = async (options: Options): Promise<void> => {
  const format = formatOf(options.file, options.format);
  const bytes = await readFile(options.file).catch((error: NodeJS.ErrnoException) => { throw new Problem(`${options.file} cannot be read (${error.code ?? error.message}).`); });
  const { http, shop } = await connectToShop(serverOptionsOf(options), options.shop);
  const answer = await http.raw('POST', `/v1/shops/${shop.id}/library/imports`, {
    query: { format, mode: options.replace ? 'replace' : 'merge', dryRun: options.dryRun ? 'true' : 'false' }, body: bytes, contentType: 'application/octet-stream',
  });
  const result = (await answer.json()) as Result;
  const published = options.publish && !result.dryRun ? await http.call(libraryRoutes.publish, { params: { id: shop.id } }) : null;
  if (options.json) { say(JSON.stringify({ ...result, ...(published ? { publishedVersion: published.version } : {}) })); return; }
  say(`${shop.slug}: ${result.questions} questions with ${result.phrasings} phrasings read; ${result.added} added, ${result.changed} changed, ${result.removed} removed${result.dryRun ? ' (dry run: nothing was written)' : ''}.`);
  if (published) say(`Published as version ${published.version}.`);
  else if (!result.dryRun && result.added + result.changed + result.removed > 0) say('The robot answers from it once it is published: add --publish, or publish in the studio.');
};

export const libraryImport = (parent: Command): void => {
  withServer(parent.command('import').description('import a library file into the draft of a shop'))
    .requiredOption('--shop <shop>', 'slug, id or name of the shop')
    .requiredOption('--file <file>', 'xlsx, csv or jsonl')
    .option('--format <format>', 'jsonl, csv or xlsx (else by the ending of the file)')
    .option('--replace', 'remove the questions that the file does not name')
    .option('--dry-run', 'check only, write nothing')
    .option('--publish', 'publish the draft afterwards')
    .option('--json', 'print the result as JSON')
    .action(run);
};
