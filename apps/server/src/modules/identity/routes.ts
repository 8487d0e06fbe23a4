// HTTP of people and places: who am I, members, shops, groups, contracts.
import { contractRoutes, consumerRoutes, peopleRoutes, type ContractView, type GrantView, type MeView } from '@qindesk/protocol';
import { refuse, type House } from '../../platform/index.ts';
import { acceptContract, changeShop, endContract, getShop, inForce, listContracts, listGroups, listShops, proposeContract, settingsChange, type Contract, type Shop } from '../tenancy/index.ts';
import type { Grant, MemberActor, MemberCtx } from './actor.ts';
import type { Auth } from './auth.ts';
import { changeMember, createMember, getMemberView, listMembers } from './member.ts';
import { permissionsOf, requireOwnPermission, requirePermission } from './permissions.ts';
import type { Register } from './register.ts';
import { startConsumerSession } from './consumer-session.ts';

export const shopViewOf = (shop: Shop): GrantView['shops'][number] => ({
  id: shop.id, merchantId: shop.merchantId, slug: shop.slug, name: shop.name, robotName: shop.robotName, welcome: shop.welcome, picture: shop.picture, settings: shop.settings,
});

const merchantName = async (house: House, id: string): Promise<string> => (await house.db.maybe<{ name: string }>('SELECT name FROM organisations WHERE id = $1', [id]))?.name ?? '';

const grantViewOf = async (house: House, grant: Grant): Promise<GrantView> => {
  const shops = (await listShops(house.db, [grant.merchantId])).filter((shop) => grant.shopIds === null || grant.shopIds.has(shop.id));
  const groups = (await listGroups(house.db, [grant.merchantId])).filter((group) => (grant.shopIds === null || grant.shopIds.has(group.shopId)) && (grant.groupIds === null || grant.groupIds.has(group.id)));
  return {
    merchantId: grant.merchantId, merchantName: await merchantName(house, grant.merchantId), contractId: grant.contractId as GrantView['contractId'], role: grant.role,
    shops: shops.map(shopViewOf), groups: groups as unknown as GrantView['groups'], fields: grant.fields, until: grant.until?.toISOString() ?? null, permissions: permissionsOf(grant),
  };
};

const readMe = async (ctx: MemberCtx): Promise<MeView> => {
  const { actor } = ctx;
  const own = await ctx.db.owner.maybe<{ code: string }>('SELECT code FROM organisations WHERE id = $1', [actor.organisationId]);
  const presence = await ctx.db.maybe<{ state: MeView['presence']['state']; load: number; capacity: number }>("SELECT state, capacity, agent_load(a.member_id) AS load FROM agents a WHERE member_id = $1", [actor.memberId]);
  return {
    member: await getMemberView(ctx, actor.memberId), organisation: { id: actor.organisationId, name: actor.organisationName, kind: actor.organisationKind, code: own?.code ?? '' },
    grants: await Promise.all(actor.grants.map((grant) => grantViewOf(ctx, grant))), presence: presence ?? { state: 'offline', load: 0, capacity: 0 },
  };
};

const contractViewOf = async (ctx: MemberCtx, contract: Contract): Promise<ContractView> => {
  const history = await ctx.db.owner.query<{ at: Date; by_name: string; what: ContractView['history'][number]['what'] }>('SELECT at, by_name, what FROM contract_changes WHERE contract_id = $1 ORDER BY at', [contract.id]);
  const writes = ctx.actor.role === 'owner';
  const denied = 'not_allowed';
  return {
    id: contract.id as ContractView['id'], merchantId: contract.merchantId as ContractView['merchantId'], merchantName: await merchantName(ctx, contract.merchantId),
    providerId: contract.providerId as ContractView['providerId'], providerName: await merchantName(ctx, contract.providerId), state: contract.state, active: inForce(contract, ctx.clock.now()),
    startsAt: contract.startsAt.toISOString(), endsAt: contract.endsAt?.toISOString() ?? null, shopIds: contract.shopIds as ContractView['shopIds'], groupIds: contract.groupIds as ContractView['groupIds'],
    fields: { phone: contract.phoneVisible, address: contract.addressVisible }, history: history.map((row) => ({ at: row.at.toISOString(), by: row.by_name, what: row.what })),
    can: {
      accept: contract.state !== 'proposed' ? 'move_not_possible' : contract.providerId !== ctx.actor.organisationId || !writes ? denied : true,
      end: contract.state === 'ended' ? 'move_not_possible' : writes ? true : denied,
    },
  };
};

const authorOf = (actor: MemberActor) => ({ memberId: actor.memberId, organisationId: actor.organisationId, name: actor.name });

const contractRoutesOf = (register: Register): void => {
  register.member(contractRoutes.list, async (ctx) => {
    requireOwnPermission(ctx.actor, 'contracts.read');
    return { items: await Promise.all((await listContracts(ctx.db, ctx.actor.organisationId)).map((contract) => contractViewOf(ctx, contract))) };
  });
  register.member(contractRoutes.propose, async (ctx, { body }) => {
    requireOwnPermission(ctx.actor, 'contracts.write');
    if (ctx.actor.organisationKind !== 'merchant') refuse('not_allowed', 'merchants propose');
    const id = await proposeContract(ctx, authorOf(ctx.actor), { ...body, startsAt: new Date(body.startsAt), endsAt: body.endsAt ? new Date(body.endsAt) : null });
    const contract = (await listContracts(ctx.db, ctx.actor.organisationId)).find((one) => one.id === id) ?? refuse('not_found');
    return contractViewOf(ctx, contract);
  });
  register.member(contractRoutes.accept, async (ctx, { params }) => {
    requireOwnPermission(ctx.actor, 'contracts.write');
    return contractViewOf(ctx, await acceptContract(ctx, authorOf(ctx.actor), params.id));
  });
  register.member(contractRoutes.end, async (ctx, { params }) => {
    requireOwnPermission(ctx.actor, 'contracts.write');
    return contractViewOf(ctx, await endContract(ctx, authorOf(ctx.actor), params.id));
  });
};

/** Registers the routes of this room. */
export const identityRoutes = (register: Register, auth: Auth): void => {
  register.public(consumerRoutes.startSession, async (house, { body }) => {
    const { token, consumer } = await startConsumerSession(house, body);
    return { token, consumer: { id: consumer.consumerId, name: consumer.name, signed: consumer.signed } };
  });
  register.member(peopleRoutes.me, readMe);
  register.member(peopleRoutes.listMembers, async (ctx) => ({ items: await listMembers(ctx) }));
  register.member(peopleRoutes.addMember, async (ctx, { body }) => {
    requireOwnPermission(ctx.actor, 'members.write');
    return getMemberView(ctx, await createMember(ctx, auth, { ...body, organisationId: ctx.actor.organisationId }));
  });
  register.member(peopleRoutes.changeMember, (ctx, { params, body }) => changeMember(ctx, params.id, body));
  register.member(peopleRoutes.readShop, async (ctx, { params }) => {
    const shop = await getShop(ctx.db, params.id);
    requirePermission(ctx.actor, 'shop.read', { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
    return shopViewOf(shop);
  });
  register.member({ ...peopleRoutes.changeShop, body: peopleRoutes.changeShop.body.extend({ settings: settingsChange.optional() }) }, async (ctx, { params, body }) => {
    const shop = await getShop(ctx.db, params.id);
    requirePermission(ctx.actor, 'shop.write', { merchantId: shop.merchantId, shopId: shop.id }, ctx.clock.now());
    return shopViewOf(await changeShop(ctx, shop.id, body));
  });
  contractRoutesOf(register);
};
