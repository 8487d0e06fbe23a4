// `qindesk ask`: what would a shop's robot say to these questions, and why. Nothing is stored.
import type { Command } from 'commander';
import type { Http } from '@qindesk/client';
import { libraryRoutes, orderState, productRoutes, type RouteOutput, type ShopId } from '@qindesk/protocol';
import { fit, remark, say } from '../print.ts';
import { Problem } from '../problem.ts';
import { connectToShop } from '../server.ts';
import { serverOptionsOf, withServer } from './options.ts';
import { readQuestions } from './read-questions.ts';

interface Options { shop: string; file?: string; product?: string; order?: string; json?: boolean; url?: string; email?: string; password?: string }
type Trial = RouteOutput<typeof libraryRoutes.tryOut>['items'][number];

/** One line of the output. `offers` only where the robot offers. */
export interface Asked { text: string; decision: Trial['outcome']; question: string | null; /** What the same text asked before it, and was answered first. */ earlier?: string[]; confidence: number; reasons: string[]; offers?: string[] }
export interface AskedSummary { answered: number; offered: number; asked: number; handedOver: number; silent: number; total: number }

export const askedOf = (trial: Trial): Asked => ({
  text: trial.text, decision: trial.outcome, question: trial.question?.title ?? null, ...(trial.earlier.length > 0 ? { earlier: trial.earlier.map(({ title }) => title) } : {}), confidence: Math.round(trial.confidence * 1e4) / 1e4, reasons: trial.reasons,
  ...(trial.outcome === 'offer' ? { offers: trial.candidates.slice(0, 3).map((candidate) => candidate.title) } : {}),
});

/** Counts of each decision. */
export const summaryOf = (asked: readonly Asked[]): AskedSummary => {
  const count = (decision: Asked['decision']): number => asked.filter((one) => one.decision === decision).length;
  return { answered: count('answer'), offered: count('offer'), asked: count('ask'), handedOver: count('handover'), silent: count('silent'), total: asked.length };
};

const batchSize = 100;
const words: Record<Asked['decision'], string> = { answer: '回答 answer', offer: '推荐 offer', ask: '追问 ask', handover: '转人工 hand over', silent: '不答 silent' };

const row = (one: Asked): string =>
  `${fit(one.text, 44)}  ${fit(words[one.decision], 17)} ${one.confidence.toFixed(2)}  ${one.question === null ? one.offers?.join(' / ') ?? '' : [...one.earlier ?? [], one.question].join(' + ')}${one.reasons.length > 0 ? `  (${one.reasons.join(', ')})` : ''}`;

/** What the consumer looks at: a product by the shop's own id, an order by its state. */
const focusOf = async (http: Http, shopId: ShopId, { product, order }: Options) => {
  const state = order === undefined ? undefined : orderState.safeParse(order);
  if (state && !state.success) throw new Problem(`There is no order state "${order}". States: ${orderState.options.join(', ')}.`);
  if (product === undefined) return { orderState: state?.data };
  const { items } = await http.call(productRoutes.listProducts, { params: { id: shopId }, query: { search: product } });
  const found = items.find((item) => item.externalId === product || item.id === product);
  if (!found) throw new Problem(`The shop has no product "${product}".`, 1);
  return { productId: found.id, orderState: state?.data };
};

const run = async (given: string[], options: Options): Promise<void> => {
  const texts = await readQuestions(given, options.file);
  const { http, shop } = await connectToShop(serverOptionsOf(options), options.shop);
  const focus = await focusOf(http, shop.id, options);
  const asked: Asked[] = [];
  for (let at = 0; at < texts.length; at += batchSize) {
    const { items } = await http.call(libraryRoutes.tryOut, { params: { id: shop.id }, body: { texts: texts.slice(at, at + batchSize), focus } });
    for (const trial of items) {
      const one = askedOf(trial);
      asked.push(one);
      say(options.json ? JSON.stringify(one) : row(one));
    }
    if (texts.length > batchSize) remark(`asked ${asked.length} of ${texts.length}`);
  }
  const summary = summaryOf(asked);
  const share = (count: number): string => `${count} (${((100 * count) / summary.total).toFixed(1)} %)`;
  say(options.json ? JSON.stringify(summary)
    : `\n${summary.total} asked: ${share(summary.answered)} answered, ${share(summary.offered)} offered, ${share(summary.asked)} asked back, ${share(summary.handedOver)} handed over, ${share(summary.silent)} silent`);
};

export const ask = (parent: Command): void => {
  withServer(parent.command('ask').description('ask a shop’s robot: its decision for each question, with reasons'))
    .argument('[text...]', 'questions')
    .requiredOption('--shop <shop>', 'slug, id or name of the shop')
    .option('--file <file>', 'questions, one a line: plain text, or jsonl with "text"; - for standard input')
    .option('--product <product>', 'the product the consumer looks at, by the shop’s own id')
    .option('--order <state>', 'the state of the consumer’s order: unpaid, paid, shipped, delivered …')
    .option('--json', 'one JSON object a question, then one with the counts')
    .action(run);
};
