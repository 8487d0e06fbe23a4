// Reads what the demonstration shops hold from apps/server/demo: shop, products, orders, library, pictures. Not for putting it into the house (seed).
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { orderState } from '@qindesk/protocol';

export const demoSlugs = ['apparel', 'fresh'] as const;
export type DemoSlug = (typeof demoSlugs)[number];

const both = z.object({ zh: z.string(), en: z.string() });
const shopContent = z.object({ slug: z.string(), name: both, robotName: both, welcome: both, tagline: both, hot: z.array(z.string()), currency: z.string(), accent: z.string().regex(/^#[0-9A-Fa-f]{6}$/) });
const productContent = z.object({
  id: z.string(), title: both, category: z.string(), priceMinor: z.int(), currency: z.string(), stock: z.int(), picture: z.string(), attributes: z.record(z.string(), z.string()),
  skus: z.array(z.object({ id: z.string(), name: z.string(), priceMinor: z.int(), stock: z.int() })), description: both,
  sizeChart: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }).nullish(),
});
/** `-2d`, `-5h`, `-30m`: before the moment of founding. */
const ago = z.string().regex(/^-\d{1,4}[dhm]$/);
const orderContent = z.object({
  id: z.string(), consumer: z.string(), consumerName: z.string(), phone: z.string(), address: z.string(), state: orderState, placedAt: ago, paidMinor: z.int(), currency: z.string(),
  items: z.array(z.object({ productId: z.string(), skuId: z.string().nullish(), quantity: z.int(), priceMinor: z.int() })),
  logistics: z.object({ courier: z.string(), number: z.string(), trace: z.array(z.object({ at: ago, text: z.string() })) }).nullish(),
});
const libraryLine = z.looseObject({ question: z.string(), answers: z.array(z.looseObject({ type: z.string(), url: z.string().optional() })) });

export interface DemoContent {
  shop: z.output<typeof shopContent>;
  products: z.output<typeof productContent>[];
  orders: z.output<typeof orderContent>[];
  /** The library as a jsonl file, with addresses of pictures as the shop serves them. */
  library: string;
  /** File name → content; svg only. */
  pictures: ReadonlyMap<string, Buffer>;
}

/** The address under which the shop serves a picture of its own. */
export const pictureUrl = (slug: string, picture: string): string => `/demo/${slug}/${picture}`;

const libraryOf = (text: string, slug: string, hot: readonly string[]): string =>
  text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const entry = libraryLine.parse(JSON.parse(line));
    const answers = entry.answers.map((answer) => (answer.url?.startsWith('pictures/') ? { ...answer, url: pictureUrl(slug, answer.url) } : answer));
    return JSON.stringify({ ...entry, answers, hot: hot.includes(entry.question) });
  }).join('\n');

const picturesOf = async (dir: string): Promise<Map<string, Buffer>> => {
  const names = (await readdir(dir)).filter((name) => /^[A-Za-z0-9-]+\.svg$/.test(name));
  return new Map(await Promise.all(names.map(async (name): Promise<[string, Buffer]> => [name, await readFile(join(dir, name))])));
};

/** Reads one shop's folder. Throws when a file is missing or not in the expected form. */
export const readDemoContent = async (rootDir: string, slug: DemoSlug): Promise<DemoContent> => {
  const dir = join(rootDir, 'demo', slug);
  const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(dir, name), 'utf8'));
  const shop = shopContent.parse(await json('shop.json'));
  return {
    shop, products: z.array(productContent).parse(await json('products.json')), orders: z.array(orderContent).parse(await json('orders.json')),
    library: libraryOf(await readFile(join(dir, 'library.jsonl'), 'utf8'), slug, shop.hot), pictures: await picturesOf(join(dir, 'pictures')),
  };
};

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 };
/** The moment that `-2d` means, seen from `now`. */
export const momentOf = (text: string, now: Date): Date => new Date(now.getTime() - Number(text.slice(1, -1)) * unitMs[text.at(-1) as keyof typeof unitMs]);
