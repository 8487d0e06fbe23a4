// Routes of people and places: who am I, members, shops, groups, quick replies, contracts.
import { z } from 'zod';
import { contractId, groupId, memberId, quickReplyId, shopId } from '../ids.ts';
import { bilingual, contractView, groupView, memberView, meView, quickReplyView, role, shopSettings, shopView } from '../views.ts';
import { ok, route } from './route.ts';

export const peopleRoutes = {
  me: route({ method: 'GET', path: '/v1/me', audience: 'member', summary: 'Who am I, for whom may I work, what may I do', response: meView }),
  listMembers: route({ method: 'GET', path: '/v1/members', audience: 'member', summary: 'Members of my organisation', response: z.object({ items: z.array(memberView) }) }),
  addMember: route({ method: 'POST', path: '/v1/members', audience: 'member', summary: 'Add a member with a first password',
    body: z.object({ name: z.string().trim().min(1).max(80), email: z.email().max(200), password: z.string().min(10).max(128), role, capacity: z.int().min(0).max(200).default(5) }), response: memberView }),
  changeMember: route({ method: 'PATCH', path: '/v1/members/:id', audience: 'member', summary: 'Change role, capacity or activity', params: z.object({ id: memberId }),
    body: z.object({ role: role.optional(), capacity: z.int().min(0).max(200).optional(), active: z.boolean().optional(), name: z.string().trim().min(1).max(80).optional() }), response: memberView }),
  readShop: route({ method: 'GET', path: '/v1/shops/:id', audience: 'member', summary: 'One shop with its settings', params: z.object({ id: shopId }), response: shopView }),
  changeShop: route({ method: 'PATCH', path: '/v1/shops/:id', audience: 'member', summary: 'Change names, welcome, settings', params: z.object({ id: shopId }),
    body: z.object({ name: bilingual.optional(), robotName: bilingual.optional(), welcome: bilingual.optional(), settings: shopSettings.partial().optional() }), response: shopView }),
  listGroups: route({ method: 'GET', path: '/v1/shops/:id/groups', audience: 'member', summary: 'Groups of a shop', params: z.object({ id: shopId }), response: z.object({ items: z.array(groupView) }) }),
  addGroup: route({ method: 'POST', path: '/v1/shops/:id/groups', audience: 'member', summary: 'Add a group', params: z.object({ id: shopId }), body: z.object({ name: z.string().trim().min(1).max(60), memberIds: z.array(memberId).max(5000).default([]) }), response: groupView }),
  changeGroup: route({ method: 'PATCH', path: '/v1/groups/:id', audience: 'member', summary: 'Rename a group or set who is in it', params: z.object({ id: groupId }), body: z.object({ name: z.string().trim().min(1).max(60).optional(), memberIds: z.array(memberId).max(5000).optional() }), response: groupView }),
  listQuickReplies: route({ method: 'GET', path: '/v1/shops/:id/quick-replies', audience: 'member', summary: 'Shop and personal quick replies', params: z.object({ id: shopId }), response: z.object({ items: z.array(quickReplyView) }) }),
  addQuickReply: route({ method: 'POST', path: '/v1/shops/:id/quick-replies', audience: 'member', summary: 'Add a quick reply', params: z.object({ id: shopId }), body: z.object({ scope: z.enum(['shop', 'personal']), title: z.string().trim().min(1).max(60), text: z.string().trim().min(1).max(2000) }), response: quickReplyView }),
  removeQuickReply: route({ method: 'DELETE', path: '/v1/quick-replies/:id', audience: 'member', summary: 'Remove a quick reply', params: z.object({ id: quickReplyId }), response: ok }),
};

export const contractRoutes = {
  list: route({ method: 'GET', path: '/v1/contracts', audience: 'member', summary: 'Contracts of my organisation, as merchant or provider', response: z.object({ items: z.array(contractView) }) }),
  propose: route({ method: 'POST', path: '/v1/contracts', audience: 'member', summary: 'A merchant proposes a contract to a provider, named by its provider code',
    body: z.object({ providerCode: z.string().min(1).max(64), shopIds: z.array(shopId).min(1).max(200), groupIds: z.array(groupId).max(500).default([]), startsAt: z.iso.datetime(), endsAt: z.iso.datetime().nullable().default(null),
      fields: z.object({ phone: z.boolean(), address: z.boolean() }).default({ phone: false, address: false }) }), response: contractView }),
  accept: route({ method: 'POST', path: '/v1/contracts/:id/acceptance', audience: 'member', summary: 'The provider accepts', params: z.object({ id: contractId }), response: contractView }),
  end: route({ method: 'POST', path: '/v1/contracts/:id/end', audience: 'member', summary: 'Either side ends it now: access is cut within 5 s [SC1]', params: z.object({ id: contractId }), response: contractView }),
};

