// `npm run train -w packages/matcher`: from the committed corpus to the committed weights, the same bytes every time. Reads and writes files; the work is in train-trade and fit-net.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTrade } from '../src/trade-file.ts';
import { fitNet } from './fit-net.ts';
import { readCorpus } from './read-corpus.ts';
import { TRADE, trainTrade } from './train-trade.ts';

const LANGUAGES = ['zh', 'en'];

// The bundle lies in dist/ of the package.
const [root = resolve(dirname(fileURLToPath(import.meta.url)), '..'), output = join(root, 'weights/trade.bin')] = process.argv.slice(2);
const started = performance.now();
const tell = (text: string): void => { process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s  ${text}\n`); };
const corpus = LANGUAGES.flatMap((language) => (existsSync(join(root, 'corpus', language)) ? readCorpus(join(root, 'corpus', language)) : []));
const second = existsSync(join(root, 'eval', 'second-hand')) ? readCorpus(join(root, 'eval', 'second-hand')) : [];
tell(`${corpus.length} topics, ${corpus.reduce((sum, topic) => sum + topic.lines.length, 0)} lines; ${second.length} topics by a second hand`);
const net = fitNet(corpus, new Map(second.map((topic) => [topic.id, topic.lines])), tell);
const bytes = writeTrade({ ...trainTrade(corpus, TRADE, tell), net });
mkdirSync(resolve(output, '..'), { recursive: true });
writeFileSync(output, bytes);
tell(`${output}: ${(bytes.length / 1e6).toFixed(1)} MB`);
