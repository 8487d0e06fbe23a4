// The door of routing: presence, queue, assignment, transfer.
export { disconnectedBy, listAgents, lockAgent, markSeen, readHolding, returnFromDisconnect, setPresence, type PresenceChanged } from './agent.ts';
export { drawForAgent, drawQueue } from './draw-queue.ts';
export { forgetRouting } from './forget-routing.ts';
export { addGroup, changeGroup, listShopGroups, setGroupMembers } from './group-members.ts';
export { listPlaces, listServed } from './queue-places.ts';
export { startRoutingReader } from './reactions.ts';
export { leaveQueue, requestAgent, requestAgentIn, requeue, type AgentRequest, type HandedOver } from './request-agent.ts';
export { readConversationView, readOwnConversation, readOwnConversationView, routingRoutes, type OwnConversation } from './routes.ts';
export { sweepRouting } from './sweep.ts';
export { reopenConversation, takeOverConversation, transferConversation, type Transfer } from './transfer-conversation.ts';
