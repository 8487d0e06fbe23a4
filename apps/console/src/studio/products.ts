// The shop's products, for cards in answers.
import { useQuery } from '@tanstack/react-query';
import { productRoutes, type ProductView, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';

const none: ProductView[] = [];

/** Products of a shop; empty while they are on their way, or where no shop is given. */
export const useProducts = (shopId: ShopId | undefined): ProductView[] =>
  useQuery({ queryKey: ['products', shopId], enabled: shopId !== undefined, staleTime: 300_000, queryFn: ({ signal }) => http.call(productRoutes.listProducts, { params: { id: shopId as ShopId }, query: {}, signal }).then(({ items }) => items) }).data ?? none;
