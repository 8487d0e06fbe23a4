// What the library must know of products: which exist in a shop. A port, since products live in a room to the right of this one (commerce), which fills it.
import type { ProductId } from '@qindesk/protocol';
import type { Place, Queries } from './question.ts';

export interface ProductBook {
  /** Ids by the shop's own ids; what the shop does not have is absent. */
  idsOf(db: Queries, place: Place, externalIds: readonly string[]): Promise<Map<string, ProductId>>;
  /** The shop's own ids by id; what the shop does not have is absent. */
  externalIdsOf(db: Queries, place: Place, ids: readonly ProductId[]): Promise<Map<string, string>>;
}
