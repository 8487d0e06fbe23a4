// Routes of the supervisor's floor.
import { z } from 'zod';
import { alarmId, organisationId, shopId, memberId } from '../ids.ts';
import { alarmView, boardView, presenceState } from '../views.ts';
import { ok, route } from './route.ts';

export const floorRoutes = {
  board: route({ method: 'GET', path: '/v1/merchants/:id/board', audience: 'member', summary: 'The live board as of now', params: z.object({ id: organisationId }), query: z.object({ shopId: shopId.optional() }), response: boardView }),
  listAlarms: route({ method: 'GET', path: '/v1/merchants/:id/alarms', audience: 'member', summary: 'Alarms, open ones first', params: z.object({ id: organisationId }), response: z.object({ items: z.array(alarmView) }) }),
  acknowledge: route({ method: 'POST', path: '/v1/alarms/:id/acknowledgement', audience: 'member', summary: 'Acknowledge by name', params: z.object({ id: alarmId }), response: alarmView }),
  setAgentState: route({ method: 'PUT', path: '/v1/merchants/:id/agents/:memberId/presence', audience: 'member', summary: 'A supervisor changes an agent’s state', params: z.object({ id: organisationId, memberId }), body: z.object({ state: presenceState }), response: ok }),
};
