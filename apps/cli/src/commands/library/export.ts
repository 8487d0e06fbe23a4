// `qindesk library export`: the draft library of a shop as a file, which can be imported again.
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { remark } from '../../print.ts';
import { Problem } from '../../problem.ts';
import { connectToShop } from '../../server.ts';
import { serverOptionsOf, withServer } from '../options.ts';
import { formatOf } from './format.ts';

interface Options { shop: string; file: string; format?: string; url?: string; email?: string; password?: string }

const run = async (options: Options): Promise<void> => {
  const format = formatOf(options.file, options.format);
  const { http, shop } = await connectToShop(serverOptionsOf(options), options.shop);
  const answer = await http.raw('GET', `/v1/shops/${shop.id}/library/export`, { query: { format } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (options.file === '-') { process.stdout.write(bytes); return; }
  await writeFile(options.file, bytes).catch((error: NodeJS.ErrnoException) => { throw new Problem(`${options.file} cannot be written (${error.code ?? error.message}).`); });
  remark(`${shop.slug}: ${bytes.length} bytes written to ${options.file}.`);
};

export const libraryExport = (parent: Command): void => {
  withServer(parent.command('export').description('write the draft library of a shop to a file'))
    .requiredOption('--shop <shop>', 'slug, id or name of the shop')
    .requiredOption('--file <file>', 'where to write; - for standard output')
    .option('--format <format>', 'jsonl, csv or xlsx (else by the ending of the file)')
    .action(run);
};
