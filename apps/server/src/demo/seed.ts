// Founds the demonstration once per installation: shops, people, contract, products, orders, library. Every step finds what an interrupted start left behind.
import type { GroupId, MemberId, OrganisationId, ShopId } from '@qindesk/protocol';
import { invariant, onBehalfOf, type House } from '../platform/index.ts';
import { createGroup, createOrganisation, createShop, findShop, getGroup, listContracts, proposeContract, acceptContract, listGroups } from '../modules/tenancy/index.ts';
import { createMember, loadMemberActor, type Auth, type MemberCtx } from '../modules/identity/index.ts';
import { addQuickReply, importLibrary, publishLibrary } from '../modules/knowledge/index.ts';
import { importOrders, importProducts, productBook } from '../modules/commerce/index.ts';
import { setGroupMembers } from '../modules/routing/index.ts';
import { demoSlugs, momentOf, pictureUrl, readDemoContent, type DemoContent, type DemoSlug } from './content.ts';
import { demoContract, demoOrganisations, demoPassword, demoQuickReplies, type DemoOrganisation } from './people.ts';

const lockKey = 7_203_115;

/** The last thing that founding does for each shop is to publish its library. */
const isFounded = async (house: House): Promise<boolean> => {
  const row = await house.db.maybe<{ count: number }>(
    `SELECT count(*) AS count FROM shops s JOIN organisations o ON o.id = s.merchant_id
     WHERE o.code = ANY($1::text[]) AND s.slug = ANY($2::text[]) AND EXISTS (SELECT FROM library_versions v WHERE v.merchant_id = s.merchant_id AND v.shop_id = s.id)`,
    [demoOrganisations.map((organisation) => organisation.code), demoSlugs]);
  return row?.count === demoSlugs.length;
};

/** The organisation and, for a merchant, its shop with groups, products and orders: all in one transaction. */
const foundOrganisation = async (house: House, organisation: DemoOrganisation, content: DemoContent | null): Promise<OrganisationId> => {
  const known = await house.db.maybe<{ id: OrganisationId }>('SELECT id FROM organisations WHERE code = $1', [organisation.code]);
  if (known) return known.id;
  const now = house.clock.now();
  return house.db.transact(async (tx) => {
    const merchantId = await createOrganisation(tx, { kind: organisation.kind, name: organisation.name, code: organisation.code });
    if (!content) return merchantId;
    const { slug, name, robotName, welcome, accent } = content.shop;
    const { shopId } = await createShop(tx, { merchantId, slug, name, robotName, welcome, accent, picture: pictureUrl(slug, 'pictures/shop.svg') });
    for (const group of ['售前咨询', '售后服务']) await createGroup(tx, { merchantId, shopId, name: group });
    const place = { merchantId, shopId };
    await importProducts(tx, place, content.products.map((product) => ({
      externalId: product.id, title: product.title, category: product.category, priceMinor: product.priceMinor, currency: product.currency, stock: product.stock,
      picture: pictureUrl(slug, product.picture), url: `/demo/${slug}/products/${product.id}`, attributes: product.attributes, sizeChart: product.sizeChart ?? null,
    })));
    const skuNames = new Map(content.products.flatMap((product) => product.skus.map((sku) => [sku.id, sku.name])));
    await importOrders(tx, place, content.orders.map((order) => ({
      number: order.id, buyerExternalId: order.consumer, state: order.state, placedAt: momentOf(order.placedAt, now), paidMinor: order.paidMinor, currency: order.currency,
      recipient: order.consumerName, phone: order.phone, address: order.address,
      items: order.items.map((item) => ({ productExternalId: item.productId, detail: skuNames.get(item.skuId ?? '') ?? '', quantity: item.quantity, priceMinor: item.priceMinor })),
      logistics: order.logistics ? { ...order.logistics, trace: order.logistics.trace.map((step) => ({ at: momentOf(step.at, now).toISOString(), text: step.text })) } : null,
    })));
    return merchantId;
  });
};

const foundPeople = async (house: House, auth: Auth, organisation: DemoOrganisation, organisationId: OrganisationId): Promise<Map<string, MemberId>> => {
  const known = await house.db.query<{ id: MemberId; email: string }>('SELECT id, email FROM members WHERE organisation_id = $1', [organisationId]);
  const members = new Map(known.map((member) => [member.email, member.id]));
  for (const { email, name, role, capacity } of organisation.people) {
    if (!members.has(email)) members.set(email, await createMember(house, auth, { organisationId, name, email, password: demoPassword, role, capacity }));
  }
  return members;
};

type Found = Map<string, { id: OrganisationId; members: Map<string, MemberId> }>;

const foundContract = async (house: House, found: Found): Promise<void> => {
  const [merchant, provider] = [found.get(demoContract.merchant), found.get(demoContract.provider)];
  const shop = await findShop(house.db, demoContract.shop);
  invariant(merchant && provider && shop, 'merchant, provider and shop of the demonstration are founded');
  const authorOf = (code: string, side: { id: OrganisationId; members: Map<string, MemberId> }) => {
    const owner = demoOrganisations.find((one) => one.code === code)?.people.find((one) => one.role === 'owner');
    const memberId = side.members.get(owner?.email ?? '');
    invariant(owner && memberId, `${code} has an owner`);
    return { memberId, organisationId: side.id, name: owner.name };
  };
  const known = (await listContracts(house.db, merchant.id)).find((contract) => contract.providerId === provider.id && contract.state !== 'ended');
  if (known?.state === 'accepted') return;
  const id = known?.id ?? await proposeContract(house, authorOf(demoContract.merchant, merchant), {
    providerCode: demoContract.provider, shopIds: [shop.id], groupIds: [], startsAt: new Date(house.clock.ms() - 3_600_000), endsAt: null, fields: { phone: false, address: false },
  });
  await acceptContract(house, authorOf(demoContract.provider, provider), id);
};

/** Puts everybody into their groups: a shop's own people, and at the contract's shop the provider's. */
const foundGroups = async (house: House, found: Found): Promise<void> => {
  for (const organisation of demoOrganisations.filter((one) => one.shop !== null)) {
    const side = found.get(organisation.code);
    invariant(side, 'the organisation is founded');
    const guests = organisation.shop === demoContract.shop ? [demoContract.provider] : [];
    const servers = [organisation.code, ...guests].flatMap((code) => (demoOrganisations.find((one) => one.code === code)?.people ?? []).map((one) => ({ groups: one.groups, id: found.get(code)?.members.get(one.email) })));
    for (const group of await listGroups(house.db, [side.id])) {
      const name = group.isDefault ? 'default' : group.name;
      const memberIds = servers.flatMap((one) => (one.id && one.groups.some((wanted) => wanted === name) ? [one.id] : []));
      await house.db.transact(async (tx) => setGroupMembers(tx, await getGroup(tx, group.id as GroupId), memberIds));
    }
  }
};

const foundLibrary = async (house: House, slug: DemoSlug, ownerId: MemberId, content: DemoContent): Promise<number> => {
  const shop = await findShop(house.db, slug);
  const actor = await loadMemberActor(house.db, { memberId: ownerId });
  invariant(shop && actor, 'shop and owner are founded');
  const ctx: MemberCtx = onBehalfOf(house, actor);
  const shopId: ShopId = shop.id;
  const replies = await house.db.query('SELECT 1 FROM quick_replies WHERE merchant_id = $1 AND shop_id = $2 LIMIT 1', [shop.merchantId, shopId]);
  if (replies.length === 0) for (const reply of demoQuickReplies[slug]) await addQuickReply(ctx, shopId, { scope: 'shop', ...reply });
  await importLibrary(ctx, productBook, shopId, { bytes: Buffer.from(content.library), format: 'jsonl', mode: 'merge', dryRun: false });
  return (await publishLibrary(ctx, shopId)).questionCount;
};

const found = async (house: House, auth: Auth, tell: (line: string) => void): Promise<void> => {
  const contents = new Map<DemoSlug, DemoContent>();
  for (const slug of demoSlugs) contents.set(slug, await readDemoContent(house.config.rootDir, slug));
  const sides: Found = new Map();
  for (const organisation of demoOrganisations) {
    const id = await foundOrganisation(house, organisation, organisation.shop ? (contents.get(organisation.shop) ?? null) : null);
    sides.set(organisation.code, { id, members: await foundPeople(house, auth, organisation, id) });
  }
  await foundContract(house, sides);
  await foundGroups(house, sides);
  for (const { code, shop, people } of demoOrganisations) {
    const owner = sides.get(code)?.members.get(people.find((one) => one.role === 'owner')?.email ?? '');
    const content = shop && contents.get(shop);
    if (!shop || !content || !owner) continue;
    const questions = await foundLibrary(house, shop, owner, content);
    tell(`demonstration shop ${content.shop.name.en}: ${content.products.length} products, ${content.orders.length} orders, ${questions} questions published`);
  }
};

/** Founds the demonstration unless it is there; one process at a time. An installation that founded it once is left as people changed it. */
export const seedDemo = async (house: House, auth: Auth, tell: (line: string) => void = () => {}): Promise<void> => {
  if (await isFounded(house)) return;
  const client = await house.db.pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    if (!(await isFounded(house))) await found(house, auth, tell);
  } finally {
    // Ends the session, and with it the lock, even when the connection is broken.
    client.release(true);
  }
};
