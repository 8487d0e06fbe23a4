// What an agent does with a conversation besides speaking: close, reopen, transfer. Each answer goes into the live state at once. Not for the dialogs.
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { conversationRoutes, type ConversationId, type ConversationView, type RouteInput } from '@qindesk/protocol';
import { http, queryClient } from '../../live/http.ts';
import { dispatch } from '../../live/store.ts';
import { useRefusalText } from '../../ui/states.tsx';
import { useText } from '../text.ts';

const take = (view: ConversationView): void => {
  dispatch({ type: 'conversations.read', conversations: [view] });
  void queryClient.invalidateQueries({ queryKey: ['context', view.id] });
};

/** Reopens; the conversation comes back to the member. */
export const useReopen = (onDone?: (view: ConversationView) => void) => {
  const { message } = App.useApp();
  const say = useRefusalText();
  return useMutation({
    mutationFn: (id: ConversationId) => http.call(conversationRoutes.reopen, { params: { id } }),
    onSuccess: (view) => { take(view); onDone?.(view); },
    onError: (error) => void message.error(say(error)),
  });
};

/** Closes with a reason, and offers to undo it for some seconds. */
export const useClose = (onDone: (view: ConversationView) => void, onUndone: (view: ConversationView) => void) => {
  const { message } = App.useApp();
  const t = useText();
  const say = useRefusalText();
  const reopen = useReopen(onUndone);
  return useMutation({
    mutationFn: ({ id, reason }: { id: ConversationId; reason: string }) => http.call(conversationRoutes.close, { params: { id }, body: { reason } }),
    onSuccess: (view) => {
      take(view);
      const key = `closed-${view.id}`;
      void message.open({ key, type: 'success', duration: 8, content: (
        <>{t('desk.close.done', { name: view.consumer.name })} <Button type="link" size="small" onClick={() => { message.destroy(key); reopen.mutate(view.id); }}>{t('ui.undo')}</Button></>
      ) });
      onDone(view);
    },
    onError: (error) => void message.error(say(error)),
  });
};

/** Transfers to an agent or a group. The dialog shows a refusal itself. */
export const useTransfer = (id: ConversationId, onDone: (view: ConversationView) => void) =>
  useMutation({
    mutationFn: (body: NonNullable<RouteInput<typeof conversationRoutes.transfer>['body']>) => http.call(conversationRoutes.transfer, { params: { id }, body }),
    onSuccess: (view) => { take(view); onDone(view); },
  });
