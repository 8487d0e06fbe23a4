// Who can take a conversation over, and why not.
import { expect, test } from 'vitest';
import type { AgentView } from '@qindesk/protocol';
import { obstacleOf, orderTargets } from './transfer-targets.ts';

const agent = (id: string, given: Partial<AgentView> = {}): AgentView => ({ id: id as never, name: id, organisationId: 'org_1' as never, organisationName: '青禾', provider: false, state: 'online', since: '', load: 0, capacity: 5, groupIds: [], longestWaitMs: null, receivedToday: 0, ...given });

test('each obstacle is named', () => {
  expect([agent('me'), agent('a', { state: 'offline' }), agent('b', { state: 'break' }), agent('c', { load: 5 }), agent('d')].map((one) => obstacleOf(one, 'me', 'me'))).toEqual(['self', 'offline', 'away', 'full', null]);
});
test('a supervisor may take another’s conversation to herself', () => expect(obstacleOf(agent('me'), 'me', 'other')).toBeNull());
test('those who can come first, the least loaded on top, narrowed by name or organisation', () => {
  const agents = [agent('full', { load: 5 }), agent('half', { load: 2 }), agent('free', { organisationName: '云接待' })];
  expect(orderTargets(agents, 'me', 'me', '').map((target) => target.agent.id)).toEqual(['free', 'half', 'full']);
  expect(orderTargets(agents, 'me', 'me', '云接待').map((target) => target.agent.id)).toEqual(['free']);
});
