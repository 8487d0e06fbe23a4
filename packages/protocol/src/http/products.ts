// Routes of products and orders, and of files.
import { z } from 'zod';
import { shopId } from '../ids.ts';
import { orderView, productView } from '../views.ts';
import { route } from './route.ts';

export const productRoutes = {
  listProducts: route({ method: 'GET', path: '/v1/shops/:id/products', audience: 'member', summary: 'Products of a shop, by words', params: z.object({ id: shopId }), query: z.object({ search: z.string().max(100).default('') }), response: z.object({ items: z.array(productView) }) }),
  myOrders: route({ method: 'GET', path: '/v1/consumer/orders', audience: 'consumer', summary: 'The consumer’s own orders in this shop', response: z.object({ items: z.array(orderView) }) }),
};

/** Upload: the request body is the file, `content-type` its type; at most 8 MB. For consumers (bearer token) and members. */
export const uploadPath = '/v1/files';
export const uploadLimitBytes = 8 * 1024 * 1024;
export const uploadView = z.object({ url: z.string(), bytes: z.int(), contentType: z.string() });
