// The demonstration over HTTP: pages of two shops, their pictures, and the accounts that a sign-in page offers. Not for the widget on them (apps/widget).
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '@qindesk/protocol';
import type { House } from '../platform/index.ts';
import { allFields, findProductByExternalId, listProducts, ordersOf } from '../modules/commerce/index.ts';
import { signConsumer } from '../modules/identity/index.ts';
import { findShop, type Shop } from '../modules/tenancy/index.ts';
import { demoSlugs, readDemoContent, type DemoContent, type DemoSlug } from './content.ts';
import { accentSheet, pageScript, styleSheet } from './pages/assets.ts';
import { html } from './pages/html.ts';
import { plainPage, shopPage, type ShopFrame, type Visitor } from './pages/page.ts';
import { frontPage, orderList, productDetail, productList } from './pages/shop-pages.ts';
import { words } from './pages/words.ts';
import { demoAccounts } from './people.ts';

/** Only what these pages need: no script or style written into them. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob: https:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
const hide = { schema: { hide: true } };

const cookieOf = (request: FastifyRequest, name: string): string | undefined =>
  (request.headers.cookie ?? '').split(/;\s*/).find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
const languageOf = (request: FastifyRequest): Language => {
  const chosen = cookieOf(request, 'demo_lang');
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
};

const sendPage = (reply: FastifyReply, page: string, status = 200): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', policy).header('cache-control', 'no-store').send(page);

/** `?as=…` and `?lang=…` are kept in a cookie and taken off the address. Undefined when there is nothing to keep. */
const keepChoice = (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
  const { as, lang, ...rest } = request.query as Record<string, unknown>;
  if (as === undefined && lang === undefined) return undefined;
  const cookie = (name: string, value: string, path: string): string => `${name}=${value}; Path=${path}; Max-Age=604800; SameSite=Lax; HttpOnly`;
  const shop = /^\/demo\/([a-z-]+)/.exec(request.url)?.[1];
  if (lang === 'zh' || lang === 'en') void reply.header('set-cookie', cookie('demo_lang', lang, '/demo'));
  if (shop && typeof as === 'string' && /^[a-z0-9-]{1,40}$/.test(as)) void reply.header('set-cookie', cookie('demo_as', as, `/demo/${shop}`));
  const left = new URLSearchParams(Object.entries(rest).filter((pair): pair is [string, string] => typeof pair[1] === 'string')).toString();
  return reply.code(303).header('cache-control', 'no-store').header('location', `${request.url.split('?')[0]}${left ? `?${left}` : ''}`).send();
};

const visitorsOf = (content: DemoContent): Visitor[] => [...new Map(content.orders.map((order) => [order.consumer, { externalId: order.consumer, name: order.consumerName }])).values()];

const frameOf = async (house: House, request: FastifyRequest, shop: Shop, content: DemoContent): Promise<ShopFrame> => {
  const visitors = visitorsOf(content);
  const visitor = visitors.find((one) => one.externalId === cookieOf(request, 'demo_as')) ?? null;
  const phone = content.orders.find((order) => order.consumer === visitor?.externalId)?.phone;
  return {
    slug: content.shop.slug, name: shop.name, tagline: content.shop.tagline, language: languageOf(request), visitors, visitor, path: request.url.split('?')[0] ?? '',
    jwt: visitor ? await signConsumer(shop, { ...visitor, ...(phone ? { phone } : {}) }, house.clock.now()) : null,
  };
};

type ShopHandler = (shop: Shop, frame: ShopFrame, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const shopRoutes = (app: FastifyInstance, house: House, slug: DemoSlug, content: () => Promise<DemoContent>): void => {
  const page = (path: string, handle: ShopHandler): void => {
    app.get(`/demo/${slug}${path}`, hide, async (request, reply) => {
      const redirected = keepChoice(request, reply);
      if (redirected) return redirected;
      const shop = await findShop(house.db, slug);
      // The pages are there a moment before the shop is founded.
      if (!shop) return sendPage(reply.header('retry-after', 2), plainPage(languageOf(request), words.zh.demo, html`<p class="empty">${words[languageOf(request)].preparing}</p>`), 503);
      return handle(shop, await frameOf(house, request, shop, await content()), request, reply);
    });
  };
  page('', async (shop, frame, request, reply) => {
    const products = await listProducts(house.db, { merchantId: shop.merchantId, shopId: shop.id });
    const { category } = request.query as { category?: unknown };
    const known = products.some((product) => product.category === category) ? String(category) : null;
    return sendPage(reply, shopPage(frame, words[frame.language].home, productList(products, known, (await content()).shop, frame.language)));
  });
  page('/products/:externalId', async (shop, frame, request, reply) => {
    const { externalId } = request.params as { externalId: string };
    const product = await findProductByExternalId(house.db, shop.merchantId, shop.id, externalId);
    if (!product) return sendPage(reply, shopPage(frame, words[frame.language].notFound, html`<p class="empty">${words[frame.language].notFound}<br><a href="/demo/${slug}">${words[frame.language].back}</a></p>`), 404);
    const told = (await content()).products.find((one) => one.id === externalId);
    return sendPage(reply, shopPage(frame, product.title[frame.language], productDetail(product, told, slug, frame.language), product.externalId));
  });
  page('/orders', async (shop, frame, _request, reply) => {
    const orders = frame.visitor ? await ordersOf(house.db, { merchantId: shop.merchantId, shopId: shop.id }, frame.visitor.externalId, allFields) : [];
    return sendPage(reply, shopPage(frame, words[frame.language].orders, orderList(orders, frame.visitor !== null, frame.language)));
  });
  app.get(`/demo/${slug}/accent.css`, hide, async (_request, reply) => sendAsset(reply, 'text/css; charset=utf-8', accentSheet((await content()).shop.accent)));
  app.get(`/demo/${slug}/pictures/:name`, hide, async (request, reply) => {
    const picture = (await content()).pictures.get((request.params as { name: string }).name);
    if (!picture) return reply.code(404).type('text/plain').send('not found');
    // An SVG opened on its own must not run anything either. Other sites may show it: cards carry it into a widget anywhere.
    return sendAsset(reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox").header('cross-origin-resource-policy', 'cross-origin'), 'image/svg+xml', picture, 604_800);
  });
};

const sendAsset = (reply: FastifyReply, type: string, body: string | Buffer, seconds = 300): FastifyReply =>
  reply.type(type).header('cache-control', `public, max-age=${seconds}`).header('etag', `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`).send(body);

/** Registers `/demo…` and `GET /v1/demo-accounts`. Files are read at the first request and kept. */
export const demoRoutes = (app: FastifyInstance, house: House): void => {
  const contents = new Map<DemoSlug, Promise<DemoContent>>();
  const contentOf = (slug: DemoSlug) => (): Promise<DemoContent> => {
    const kept = contents.get(slug) ?? readDemoContent(house.config.rootDir, slug);
    contents.set(slug, kept);
    kept.catch(() => contents.delete(slug));
    return kept;
  };
  app.get('/v1/demo-accounts', hide, async () => ({ items: demoAccounts() }));
  app.get('/demo/', hide, async (_request, reply) => reply.redirect('/demo', 301));
  app.get('/demo', hide, async (request, reply) => {
    const language = languageOf(request);
    return keepChoice(request, reply) ?? sendPage(reply, plainPage(language, words[language].demo, frontPage((await Promise.all(demoSlugs.map((slug) => contentOf(slug)()))).map((content) => content.shop), language)));
  });
  app.get('/demo/style.css', hide, async (_request, reply) => sendAsset(reply, 'text/css; charset=utf-8', styleSheet));
  app.get('/demo/page.js', hide, async (_request, reply) => sendAsset(reply, 'text/javascript; charset=utf-8', pageScript));
  for (const slug of demoSlugs) shopRoutes(app, house, slug, contentOf(slug));
};
