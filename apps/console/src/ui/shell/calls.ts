// Which events call a person. Pure; how they are called is in alerts.ts.
import type { ConversationView } from '@qindesk/protocol';
import type { LiveEvent } from '../../live/apply-event.ts';
import type { LiveState } from '../../live/state.ts';

const isMine = (state: LiveState, view: ConversationView | undefined): view is ConversationView => view?.state === 'assigned' && view.assignee?.id === state.memberId;

/** The conversations a person should be called to by this event: newly theirs, or newly waiting for their reply. A welcome calls nobody: it repeats what is. */
export const calls = (event: LiveEvent, before: LiveState, after: LiveState): { view: ConversationView; why: 'assigned' | 'message' }[] => {
  if (event.type === 'conversation.changed') {
    const view = after.conversations[event.conversation.id];
    const old = before.conversations[event.conversation.id];
    if (!isMine(after, view)) return [];
    if (!isMine(before, old)) return [{ view, why: 'assigned' }];
    return view.needsReplySince !== null && old.needsReplySince === null ? [{ view, why: 'message' }] : [];
  }
  if (event.type !== 'messages') return [];
  const ids = new Set(event.messages.filter((message) => message.author.kind === 'consumer').map((message) => message.conversationId));
  return [...ids].flatMap((id) => {
    const view = after.conversations[id];
    // Where the view says so first, it has called already.
    return isMine(after, view) && (after.conversations[id]?.lastSeq ?? 0) > (before.conversations[id]?.lastSeq ?? 0) ? [{ view, why: 'message' as const }] : [];
  });
};
