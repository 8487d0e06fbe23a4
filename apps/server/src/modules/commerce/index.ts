// The door of commerce: products and orders of a shop.
export { commerceRoutes } from './routes.ts';
export { findProductByExternalId, findProductView, listProductNames, listProducts, type ShopPlace } from './product.ts';
export { allFields, findOrderCard, ordersOf, ordersOfConsumer, spendOf, type OrderCard, type VisibleFields } from './order.ts';
export { maskAddress, maskName, maskPhone } from './mask.ts';
export { importOrders, type NewOrder } from './import-orders.ts';
export { importProducts, type NewProduct } from './import-products.ts';
export { productBook } from './product-book.ts';
export { listHeldByProducts } from './held-files.ts';
