// Each role of merchant and provider on every route, against the permission table (identity/permissions).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { role as roles, type Role } from '@qindesk/protocol';
import { permissions, type Permission } from '../../src/modules/identity/index.ts';
import { everyRoute, send, type RouteRequest } from '../world/every-route.ts';
import { furnish, type Furnished } from '../world/things.ts';
import { openWorld, type Member, type World } from '../world/world.ts';

let world: World;
let house: Furnished;
beforeAll(async () => { world = await openWorld(); house = await furnish(world); }, 60_000);
afterAll(() => world.close());

/** What a route asks for. `null`: every member. `sees`: who lacks it does not even see the thing. */
type Need = { permission: Permission; sees?: Permission } | null;
const read = { permission: 'conversation.read_all', sees: 'conversation.read_all' } as const;
const act = { permission: 'conversation.take_over', sees: 'conversation.read_all' } as const;
const needs: Record<string, Need> = {
  'conversation.list': null, 'conversation.read': read, 'conversation.messages': read, 'conversation.context': read, 'conversation.addNote': read,
  'conversation.close': act, 'conversation.reopen': act, 'conversation.transfer': act, 'conversation.takeOver': act,
  'presence.setPresence': null, 'presence.listAgents': { permission: 'conversation.serve' },
  'people.me': null, 'people.listMembers': { permission: 'members.read' }, 'people.addMember': { permission: 'members.write' }, 'people.changeMember': { permission: 'members.write' },
  'people.readShop': { permission: 'shop.read' }, 'people.changeShop': { permission: 'shop.write' }, 'people.listGroups': { permission: 'groups.read' }, 'people.addGroup': { permission: 'groups.write' }, 'people.changeGroup': { permission: 'groups.write' },
  'people.listQuickReplies': { permission: 'shop.read' }, 'people.addQuickReply': { permission: 'quick_replies.write' }, 'people.removeQuickReply': { permission: 'quick_replies.write_shop' },
  'contract.list': { permission: 'contracts.read' }, 'contract.propose': { permission: 'contracts.write' }, 'contract.accept': { permission: 'contracts.write' }, 'contract.end': { permission: 'contracts.write' },
  'library.listQuestions': { permission: 'library.read' }, 'library.addQuestion': { permission: 'library.write' }, 'library.changeQuestion': { permission: 'library.write' }, 'library.removeQuestion': { permission: 'library.write' },
  'library.importLibrary': { permission: 'library.write' }, 'library.exportLibrary': { permission: 'library.read' }, 'library.publish': { permission: 'library.publish' }, 'library.listPublications': { permission: 'library.read' },
  'library.listSuggestions': { permission: 'library.read' }, 'library.readDial': { permission: 'library.read' }, 'library.tryOut': { permission: 'library.read' }, 'library.searchAnswers': { permission: 'library.read' },
  'floor.board': { permission: 'floor.read' }, 'floor.listAlarms': { permission: 'floor.read' }, 'floor.acknowledge': { permission: 'floor.act' }, 'floor.setAgentState': { permission: 'floor.act' },
  'robot.listDecisions': { permission: 'decisions.judge' }, 'robot.judge': { permission: 'decisions.judge' }, 'robot.withdraw': { permission: 'decisions.judge' },
  'product.listProducts': { permission: 'products.read' },
};
/** Permissions of the member's own organisation: a provider's owner has them at home. */
const atHome = new Set<Permission>(['members.read', 'members.write', 'contracts.read', 'contracts.write']);
const has = (who: Role, permission: Permission, byContract: boolean): boolean =>
  (permissions[permission].roles as readonly Role[]).includes(who) && (!byContract || atHome.has(permission) || permissions[permission].byContract);

const expected = (who: Role, need: Need, byContract: boolean): 'through' | 'not_allowed' | 'not_found' => {
  if (need === null || has(who, need.permission, byContract)) return 'through';
  return need.sees && !has(who, need.sees, byContract) ? 'not_found' : 'not_allowed';
};
const found = (request: RouteRequest, status: number, code: string | null): string => (code === 'not_allowed' || code === 'not_found' ? code : status < 500 && code !== 'not_signed_in' ? 'through' : `${status} ${code} ${request.name}`);

it('every member route has its need written down here', () => {
  expect(Object.keys(needs).sort()).toEqual(everyRoute(house.things).filter(({ route }) => route.audience === 'member').map(({ name }) => name).sort());
});

it.each([['a merchant', false], ['a provider inside a contract', true]] as const)('each role of %s may do what the table says, and no more', async (_, byContract) => {
  const wrong: unknown[] = [];
  let refused = 0;
  for (const who of roles.options) {
    const member: Member = await world.member(byContract ? house.provider.id : house.shop.merchantId, who);
    for (const request of everyRoute(house.things).filter(({ route }) => route.audience === 'member')) {
      // Another organisation's member, or a state that only the other side may change: told apart in access and cloud.
      if ((byContract && /^(people\.changeMember|contract\.(propose|accept|end))$/.test(request.name)) || (!byContract && request.name === 'contract.accept')) continue;
      // What takes the thing away would take it from the next role too.
      if (/^(conversation\.(close|takeOver)|library\.removeQuestion|people\.removeQuickReply|contract\.end)$/.test(request.name) && expected(who, needs[request.name] ?? null, byContract) === 'through') continue;
      const { status, code } = await send(world.address, request, { cookie: member.cookie });
      const want = expected(who, needs[request.name] ?? null, byContract);
      if (found(request, status, code) !== want) wrong.push(`${who} ${request.name}: ${status} ${code}, by the table ${want}`);
      if (want !== 'through') refused++;
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThan(40);
}, 60_000);

it('what a role may take away, it takes away', async () => {
  const lead = await world.member(house.shop.merchantId, 'supervisor');
  for (const name of ['library.removeQuestion', 'people.removeQuickReply', 'conversation.takeOver', 'conversation.close']) {
    const request = everyRoute(house.things).find((one) => one.name === name) as RouteRequest;
    expect([name, (await send(world.address, request, { cookie: lead.cookie })).status]).toEqual([name, 200]);
  }
  const end = everyRoute(house.things).find((one) => one.name === 'contract.end') as RouteRequest;
  expect((await send(world.address, end, { cookie: house.owner.cookie })).status).toBe(200);
});
