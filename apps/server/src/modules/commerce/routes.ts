// HTTP of products and of a consumer's own orders.
import { productRoutes } from '@qindesk/protocol';
import { requirePermission, type Register } from '../identity/index.ts';
import { getShop } from '../tenancy/index.ts';
import { ordersOfConsumer } from './order.ts';
import { listProducts } from './product.ts';

/** Registers the routes of this room. */
export const commerceRoutes = (register: Register): void => {
  register.member(productRoutes.listProducts, async (ctx, { params, query }) => {
    const shop = await getShop(ctx.db, params.id);
    const place = { merchantId: shop.merchantId, shopId: shop.id };
    requirePermission(ctx.actor, 'products.read', place, ctx.clock.now());
    return { items: await ctx.db.transact((tx) => listProducts(tx, place, query.search), { merchants: [shop.merchantId] }) };
  });
  register.consumer(productRoutes.myOrders, async (ctx) => {
    const place = { merchantId: ctx.actor.merchantId, shopId: ctx.actor.shopId };
    return { items: await ctx.db.transact((tx) => ordersOfConsumer(tx, place, ctx.actor.consumerId), { merchants: [place.merchantId] }) };
  });
};
