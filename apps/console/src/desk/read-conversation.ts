// Reads a conversation, its context and the day's closed ones over HTTP; what is read goes into the live state. Not for messages, which come over the line.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect } from 'react';
import { conversationRoutes, type ContextView, type ConversationId, type ConversationView, type MemberId } from '@qindesk/protocol';
import { http, queryClient } from '../live/http.ts';
import { dispatch, onLiveEvent, useLive } from '../live/store.ts';

/** Reads one view anew. */
export const readConversation = async (id: string): Promise<ConversationView> => {
  const view = await http.call(conversationRoutes.read, { params: { id } });
  dispatch({ type: 'conversations.read', conversations: [view] });
  return view;
};

/** A conversation, from the live state or, when it is not the member's own, read once. */
export const useConversation = (id: string): { view: ConversationView | undefined; departed: string | undefined; error: unknown; retry: () => void } => {
  useLayoutEffect(() => dispatch({ type: 'conversation.opened', conversationId: id }), [id]);
  const view = useLive((state) => state.conversations[id]);
  const departed = useLive((state) => state.departed[id]);
  const read = useQuery({ queryKey: ['conversation', id], queryFn: () => readConversation(id), enabled: view === undefined && departed === undefined, staleTime: 0, gcTime: 0 });
  return { view, departed, error: view === undefined ? read.error : null, retry: () => void read.refetch() };
};

const contextQuery = (id: string) => queryOptions({
  queryKey: ['context', id],
  queryFn: async ({ signal }) => {
    const context = await http.call(conversationRoutes.context, { params: { id }, signal });
    dispatch({ type: 'notes.read', conversationId: id, notes: context.notes });
    return context;
  },
});

/** The context column's content; read again when the conversation changes hands or the robot has spoken. */
export const useContextView = (id: string): { context: ContextView | undefined; error: unknown; retry: () => void } => {
  const read = useQuery(contextQuery(id));
  useEffect(() => onLiveEvent((event, before, after) => {
    const robotSpoke = event.type === 'messages' && event.messages.some((message) => message.conversationId === id && message.author.kind !== 'agent' && message.author.kind !== 'consumer');
    const moved = before.conversations[id]?.state !== after.conversations[id]?.state || before.conversations[id]?.assignee?.id !== after.conversations[id]?.assignee?.id;
    if (robotSpoke || moved) void queryClient.invalidateQueries({ queryKey: ['context', id] });
  }), [id]);
  return { context: read.data, error: read.error, retry: () => void read.refetch() };
};

/** What the member closed lately, so that the list can show the day's; and the views of those that close while the page is open. */
export const useClosedToday = (memberId: string): { error: unknown; retry: () => void } => {
  const read = useQuery({
    queryKey: ['closed', memberId],
    queryFn: async ({ signal }) => {
      const { items } = await http.call(conversationRoutes.list, { query: { state: 'closed', assigneeId: memberId as MemberId, limit: 100 }, signal });
      dispatch({ type: 'conversations.read', conversations: items });
      return items.length;
    },
  });
  useEffect(() => onLiveEvent((event) => {
    if (event.type === 'conversation.removed' && event.reason === 'closed') readConversation(event.conversationId as ConversationId).catch(() => undefined);
  }), []);
  return { error: read.error, retry: () => void read.refetch() };
};
