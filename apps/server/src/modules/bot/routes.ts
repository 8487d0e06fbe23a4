// HTTP of the robot: what the widget shows before the first word, the tap that asks for a person, the trial window, suggestions.
import { dialOf, ENOUGH_JUDGED } from '@qindesk/matcher';
import { consumerRoutes, libraryRoutes, robotRoutes, type WidgetView } from '@qindesk/protocol';
import type { House } from '../../platform/index.ts';
import { requirePermission, type Register } from '../identity/index.ts';
import { findProductByExternalId } from '../commerce/index.ts';
import { getPublishedLibrary } from '../knowledge/index.ts';
import { accessOwnConversation } from '../conversation/index.ts';
import { readOwnConversationView, requestAgent } from '../routing/index.ts';
import { getShop, isOpen } from '../tenancy/index.ts';
import { judgeDecision, withdrawJudgement } from './judge-decision.ts';
import { readPrecision } from './judgements.ts';
import { listShopDecisions } from './list-decisions.ts';
import { getBrain, type Brain } from './shop-brain.ts';
import { listSuggestions } from './suggest.ts';
import { summarise } from './summarise.ts';
import { tryOut } from './try-out.ts';

const readWidget = async (house: House, key: string, productKey: string | undefined): Promise<WidgetView> => {
  const shop = await getShop(house.db, key);
  const library = await getPublishedLibrary(house.db, shop.merchantId, shop.id);
  const product = productKey ? await findProductByExternalId(house.db, shop.merchantId, shop.id, productKey) : null;
  return {
    shop: { id: shop.id, name: shop.name, robotName: shop.robotName, welcome: shop.welcome, picture: shop.picture, accent: shop.accent },
    hot: (library?.questions ?? []).filter((question) => question.hot && question.mode !== 'assist').slice(0, 6).map((question) => ({ questionId: question.id, title: question.title })),
    open: isOpen(shop.settings, house.clock.now()), robotOn: shop.settings.robotOn, leftMessagePromise: shop.settings.leftMessagePromise,
    product: product ? { id: product.id, title: product.title, priceMinor: product.priceMinor, currency: product.currency, picture: product.picture, url: product.url } : null,
  };
};

const refinementOf = (brain: Brain | null): { learnt: number; enough: number } => ({ learnt: brain?.learnt ?? 0, enough: ENOUGH_JUDGED });

const judging = (register: Register): void => {
  register.member(robotRoutes.listDecisions, async (ctx, { params, query }) => {
    const shop = await getShop(ctx.db, params.id);
    const place = { merchantId: shop.merchantId, shopId: shop.id };
    requirePermission(ctx.actor, 'decisions.judge', place, ctx.clock.now());
    return { ...await listShopDecisions(ctx, place, query), precision: await readPrecision(ctx, place), refinement: refinementOf(await getBrain(ctx, shop.merchantId, shop.id)) };
  });
  register.member(robotRoutes.judge, (ctx, { params, body }) => judgeDecision(ctx, params, body.means));
  register.member(robotRoutes.withdraw, async (ctx, { params }) => { await withdrawJudgement(ctx, params); return { ok: true as const }; });
};

/** Registers the routes of this room. */
export const botRoutes = (register: Register): void => {
  judging(register);
  register.public(consumerRoutes.widget, (house, { params, query }) => readWidget(house, params.shop, query.product));
  register.consumer(consumerRoutes.askHuman, async (ctx, { params }) => {
    const conversation = await accessOwnConversation(ctx, ctx.actor, params.id);
    await requestAgent(ctx, conversation.merchantId, params.id, { reason: 'asked_for_human', summary: await summarise(ctx, conversation), by: { kind: 'consumer', id: ctx.actor.consumerId, name: ctx.actor.name } });
    return readOwnConversationView(ctx, conversation.merchantId, params.id);
  });
  register.member(libraryRoutes.tryOut, async (ctx, { params, body }) => {
    const shop = await getShop(ctx.db, params.id);
    requirePermission(ctx.actor, 'library.read', { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
    return { items: await tryOut(ctx, shop, body.texts, body.focus) };
  });
  register.member(libraryRoutes.readDial, async (ctx, { params }) => {
    const shop = await getShop(ctx.db, params.id);
    requirePermission(ctx.actor, 'library.read', { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
    const brain = await getBrain(ctx, shop.merchantId, shop.id, true);
    return { positions: brain ? dialOf(brain.model).map(({ precision, share }) => ({ precision, share })) : [], precision: await readPrecision(ctx, { merchantId: shop.merchantId, shopId: shop.id }), refinement: refinementOf(brain) };
  });
  register.member(libraryRoutes.listSuggestions, async (ctx, { params }) => {
    const shop = await getShop(ctx.db, params.id);
    requirePermission(ctx.actor, 'library.read', { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
    return listSuggestions(ctx, shop);
  });
};
