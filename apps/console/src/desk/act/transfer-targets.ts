// Who can take a conversation over now, and why the others cannot. Pure.
import type { AgentView } from '@qindesk/protocol';

export type Obstacle = 'self' | 'offline' | 'away' | 'full';
export interface Target { agent: AgentView; obstacle: Obstacle | null }

/** Why an agent cannot take one more; null when they can. */
export const obstacleOf = (agent: AgentView, ownId: string, holderId: string | null): Obstacle | null => {
  if (agent.id === ownId && holderId === ownId) return 'self';
  if (agent.state === 'offline') return 'offline';
  if (agent.state !== 'online') return 'away';
  return agent.load >= agent.capacity ? 'full' : null;
};

/** Those who can first, the least loaded of them at the top; narrowed by name or organisation. */
export const orderTargets = (agents: readonly AgentView[], ownId: string, holderId: string | null, search: string): Target[] => {
  const words = search.trim().toLowerCase();
  const share = (agent: AgentView): number => agent.load / Math.max(1, agent.capacity);
  return agents
    .filter((agent) => words === '' || `${agent.name}\n${agent.organisationName}`.toLowerCase().includes(words))
    .map((agent) => ({ agent, obstacle: obstacleOf(agent, ownId, holderId) }))
    .sort((a, b) => Number(a.obstacle !== null) - Number(b.obstacle !== null) || share(a.agent) - share(b.agent) || a.agent.name.localeCompare(b.agent.name));
};
