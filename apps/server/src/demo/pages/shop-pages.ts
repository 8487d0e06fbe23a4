// What stands on the pages of a demonstration shop: its products, one product, a visitor's orders; and the page in front of the shops.
import type { Language, OrderView, ProductView } from '@qindesk/protocol';
import type { DemoContent } from '../content.ts';
import { html, type Html } from './html.ts';
import { money, moment, words } from './words.ts';

type ProductContent = DemoContent['products'][number];

const picture = (src: string | null, size: number): Html => html`<img src="${src ?? ''}" alt="" width="${size}" height="${size}" loading="lazy">`;

const card = (product: ProductView, slug: string, language: Language): Html => {
  const text = words[language];
  return html`<li><a class="card" href="/demo/${slug}/products/${encodeURIComponent(product.externalId)}">${picture(product.picture, 320)}
<span class="title">${product.title[language]}</span><span class="row"><b class="price">${money(product.priceMinor, product.currency, language)}</b><small>${product.stock > 0 ? `${text.sold} ${product.stock}` : text.soldOut}</small></span></a></li>`;
};

/** All products, or those of one category. */
export const productList = (products: readonly ProductView[], category: string | null, shop: DemoContent['shop'], language: Language): Html => {
  const text = words[language];
  const categories = [...new Set(products.map((product) => product.category))];
  const chip = (name: string | null): Html => html`<a href="/demo/${shop.slug}${name ? `?category=${encodeURIComponent(name)}` : ''}" ${name === category ? html`aria-current="true"` : ''}>${name ?? text.all}</a>`;
  const shown = products.filter((product) => category === null || product.category === category);
  return html`<section class="hero"><div><h1>${shop.name[language]}</h1><p>${shop.tagline[language]}</p><button type="button" data-chat>${text.chat}</button></div><img src="/demo/${shop.slug}/pictures/shop.svg" alt="" width="160" height="160"></section>
<nav class="chips" aria-label="${text.home}">${[null, ...categories].map(chip)}</nav><ul class="grid">${shown.map((product) => card(product, shop.slug, language))}</ul>`;
};

const table = (rows: readonly (readonly [string, string])[]): Html => html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** In the order in which the shop wrote them; the database keeps none. */
const inOrder = (attributes: Record<string, string>, content: ProductContent | undefined): [string, string][] => {
  const names = Object.keys(content?.attributes ?? {});
  return Object.entries(attributes).sort(([a], [b]) => names.indexOf(a) - names.indexOf(b));
};

const sizeChart = (chart: NonNullable<ProductView['sizeChart']>): Html =>
  html`<div class="scroll"><table><thead><tr>${chart.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${chart.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;

const options = (content: ProductContent | undefined, language: Language): Html | '' =>
  content && content.skus.length > 0 ? html`<fieldset><legend>${words[language].options}</legend>${content.skus.map((sku, i) => html`<label class="${sku.stock > 0 ? '' : 'out'}"><input type="radio" name="sku" ${sku.stock > 0 ? '' : html`disabled`} ${i === content.skus.findIndex((one) => one.stock > 0) ? html`checked` : ''}><span>${sku.name}</span></label>`)}</fieldset>` : '';

/** One product: picture, price, options, facts, size chart. */
export const productDetail = (product: ProductView, content: ProductContent | undefined, slug: string, language: Language): Html => {
  const text = words[language];
  const several = new Set(content?.skus.map((sku) => sku.priceMinor)).size > 1;
  return html`<article class="product"><div class="shot">${picture(product.picture, 640)}</div><div class="buy"><h1>${product.title[language]}</h1>
<p class="price big">${several && language === 'en' ? html`<small>${text.from} </small>` : ''}${money(product.priceMinor, product.currency, language)}${several && language === 'zh' ? html`<small> ${text.from}</small>` : ''}</p><ul class="promise">${(slug === 'fresh' ? text.promiseFresh : text.promise).map((line) => html`<li>${line}</li>`)}</ul>
${options(content, language)}<details class="order"><summary>${text.buy}</summary><p>${text.buyNote}</p></details><button type="button" class="second" data-chat>${text.chat}</button></div></article>
${content ? html`<section><h2>${text.description}</h2><p>${content.description[language]}</p></section>` : ''}
${product.sizeChart ? html`<section><h2>${text.sizeChart}</h2>${sizeChart(product.sizeChart)}</section>` : ''}
<section><h2>${text.attributes}</h2>${table(inOrder(product.attributes, content))}</section>`;
};

const orderCard = (order: OrderView, language: Language): Html => {
  const text = words[language];
  const [last] = [...(order.logistics?.trace ?? [])].sort((a, b) => b.at.localeCompare(a.at));
  const due = order.items.reduce((sum, item) => sum + item.priceMinor * item.quantity, 0);
  return html`<li class="sheet"><header><span>${text.order} <b>${order.number}</b></span><span class="state ${order.state}">${text.states[order.state]}</span></header>
<ul>${order.items.map((item) => html`<li>${picture(item.picture, 64)}<span>${item.title}</span><small>×${item.quantity}</small><b>${money(item.priceMinor, order.currency, language)}</b></li>`)}</ul>
<p class="meta">${text.placed} ${moment(order.placedAt, language)} · ${order.state === 'unpaid' ? text.toPay : text.paid} <b>${money(order.state === 'unpaid' ? due : order.paidMinor, order.currency, language)}</b></p>
<p class="meta">${text.recipient} ${order.recipient} ${order.phone} · ${order.address}</p>
${order.logistics ? html`<p class="meta">${text.logistics} ${order.logistics.courier} ${order.logistics.number}${last ? html`<br>${moment(last.at, language)} ${last.text}` : ''}</p>` : ''}
<button type="button" class="second" data-chat data-order="${order.number}">${text.askOrder}</button></li>`;
};

/** The visitor's orders, newest first. */
export const orderList = (orders: readonly OrderView[], signed: boolean, language: Language): Html => {
  const text = words[language];
  return orders.length === 0 ? html`<h1>${text.orders}</h1><p class="empty">${signed ? text.noOrders : text.noOrdersAnonymous}</p>`
    : html`<h1>${text.orders}</h1><ol class="orders">${orders.map((order) => orderCard(order, language))}</ol>`;
};

/** The page in front: both shops and the console. */
export const frontPage = (shops: readonly DemoContent['shop'][], language: Language): Html => {
  const text = words[language];
  return html`<p class="right"><a class="language" href="/demo?lang=${text.languageCode}" lang="${text.languageCode}">${text.language}</a></p><h1>${text.demo}</h1><p class="lead">${text.demoLead}</p>
<ul class="doors">${shops.map((shop) => html`<li><a class="sheet" href="/demo/${shop.slug}"><img src="/demo/${shop.slug}/pictures/shop.svg" alt="" width="72" height="72"><span><b>${shop.name[language]}</b><small>${shop.tagline[language]}</small><em>${text.visit} →</em></span></a></li>`)}
<li><a class="sheet" href="/"><span class="mark" aria-hidden="true">亲</span><span><b>${text.console}</b><small>${text.consoleLead}</small><em>${text.console} →</em></span></a></li></ul>`;
};
