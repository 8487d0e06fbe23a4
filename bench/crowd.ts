// The people of a load: agents who are online, consumers with a conversation each, every one on a line of their own. All through the public doors. Not for what they say.
import { atOnce } from './at-once.ts';
import { openLine, type Line, type ResumePoint } from './line.ts';
import { hireAgents, request, type Shop } from './product-world.ts';
import { sleep } from './stage.ts';

export interface Consumer { token: string; conversationId: string; line: Line }
export interface Agent { id: string; cookie: string; line: Line; conversationIds: string[] }
export interface Crowd { shop: Shop; consumers: Consumer[]; agents: Agent[] }

/** How many come in at once while a crowd gathers. */
const width = 20;

/** An agent's line notes which conversations become theirs until somebody else listens to it. */
const noteAssignments = (agent: Agent): void => {
  agent.line.hear = (payload) => {
    const text = payload.toString();
    if (!text.startsWith('{"type":"conversation.changed"')) return;
    const { conversation } = JSON.parse(text) as { conversation: { id: string; state: string; assignee: { id: string } | null } };
    if (conversation.state === 'assigned' && conversation.assignee?.id === agent.id && !agent.conversationIds.includes(conversation.id)) agent.conversationIds.push(conversation.id);
  };
};

/** Agents of `capacity` each, online. */
export const bringAgents = async (url: string, shop: Shop, count: number, capacity: number): Promise<Agent[]> => {
  const hired = await hireAgents(url, shop, count, capacity);
  return atOnce(hired.length, width, async (i) => {
    const { id, cookie } = hired[i] as { id: string; cookie: string };
    const agent: Agent = { id, cookie, line: await openLine(url, { cookie }), conversationIds: [] };
    noteAssignments(agent);
    await agent.line.ask({ type: 'presence.set', state: 'online' });
    return agent;
  });
};

/** A consumer with an open conversation, which is with the robot. */
export const bringConsumer = async (url: string, shop: Shop, localAddress?: string): Promise<Consumer> => {
  const { token } = (await request<{ token: string }>(url, 'POST', '/v1/consumer-sessions', { shopId: shop.id })).value;
  const line = await openLine(url, { token }, localAddress ? { localAddress } : {});
  const { conversation } = await line.ask<{ conversation: { id: string } }>({ type: 'conversation.start' });
  return { token, conversationId: conversation.id, line };
};

export const bringConsumers = (url: string, shop: Shop, count: number): Promise<Consumer[]> => atOnce(count, width, () => bringConsumer(url, shop));

/** The one tap to a person. */
export const callPerson = (url: string, { token, conversationId }: Consumer): Promise<unknown> =>
  request(url, 'POST', `/v1/consumer/conversations/${conversationId}/human-request`, null, { authorization: `Bearer ${token}` });

/** `conversations` consumers, all served: `perAgent` conversations an agent. */
export const gatherCrowd = async (url: string, shop: Shop, conversations: number, perAgent = 10): Promise<Crowd> => {
  const agents = await bringAgents(url, shop, Math.ceil(conversations / perAgent), perAgent);
  const consumers = await bringConsumers(url, shop, conversations);
  await atOnce(conversations, width, (i) => callPerson(url, consumers[i] as Consumer));
  const assigned = (): number => agents.reduce((sum, agent) => sum + agent.conversationIds.length, 0);
  for (let waited = 0; waited < 60_000 && assigned() < conversations; waited += 100) await sleep(100);
  if (assigned() !== conversations) throw new Error(`only ${assigned()} of ${conversations} conversations were assigned`);
  return { shop, consumers, agents };
};

/** A conversation with both its sides. */
export interface Pair { id: string; consumer: Line; agent: Line }

/** Every conversation of the crowd, in the order of its consumers. */
export const pairsOf = ({ consumers, agents }: Crowd): Pair[] => {
  const agentOf = new Map(agents.flatMap((agent) => agent.conversationIds.map((id) => [id, agent] as const)));
  return consumers.flatMap(({ conversationId, line }) => { const agent = agentOf.get(conversationId); return agent ? [{ id: conversationId, consumer: line, agent: agent.line }] : []; });
};

/** Puts a person on a line to `url`, before the one before is cut. */
export const move = async (person: Consumer | Agent, url: string, resume: readonly ResumePoint[] = []): Promise<void> => {
  const before = person.line;
  person.line = await openLine(url, 'token' in person ? { token: person.token } : { cookie: person.cookie }, { resume });
  before.end();
};
