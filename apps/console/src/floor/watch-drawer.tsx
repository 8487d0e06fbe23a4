// Looks at one conversation silently; from here a supervisor takes it over or transfers it.
import { EyeOutlined, MessageOutlined, SwapOutlined, UserSwitchOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Drawer, Popconfirm, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { conversationRoutes, type ConversationId, type ConversationView } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { closeThread, dispatch, liveState, openThread, useLive } from '../live/store.ts';
import { Failed, useRefusalText } from '../ui/states.tsx';
import { useBilingual } from '../ui/text.tsx';
import { SilentThread } from './silent-thread.tsx';
import { useFloorText } from './text.ts';
import { TransferDialog } from './transfer-dialog.tsx';

/** So many of the last messages come at once; earlier ones on demand. */
const firstMessages = 80;
const noNotes: never[] = [];

/** The conversation itself, live, and its messages followed while the drawer is open. */
const useWatched = (id: ConversationId) => {
  const read = useQuery({ queryKey: ['conversation', id], staleTime: 0, queryFn: async ({ signal }) => {
    const conversation = await http.call(conversationRoutes.read, { params: { id }, signal });
    dispatch({ type: 'conversations.read', conversations: [conversation] });
    return conversation;
  } });
  const context = useQuery({ queryKey: ['context', id], queryFn: async ({ signal }) => {
    const answer = await http.call(conversationRoutes.context, { params: { id }, signal });
    dispatch({ type: 'notes.read', conversationId: id, notes: answer.notes });
    return answer;
  } });
  const lastSeq = read.data?.lastSeq;
  useEffect(() => {
    if (lastSeq === undefined) return undefined;
    openThread(id, Math.max(0, lastSeq - firstMessages), true);
    return () => {
      // One's own conversation goes on being followed for the desk.
      const { conversations, memberId } = liveState();
      if (conversations[id]?.assignee?.id !== memberId) closeThread(id);
    };
    // Follows from where it was first read; later numbers come by themselves.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, lastSeq === undefined]);
  const conversation = useLive((state) => state.conversations[id]) ?? read.data;
  return { read, context, conversation, thread: useLive((state) => state.threads[id]), notes: useLive((state) => state.notes[id]) ?? noNotes };
};

const readEarlier = async (id: ConversationId, before: number): Promise<void> => {
  const { messages } = await http.call(conversationRoutes.messages, { params: { id }, query: { afterSeq: Math.max(0, before - firstMessages) } });
  dispatch({ type: 'thread.earlier', conversationId: id, messages: messages.filter((message) => message.seq <= before) });
};

const Acts = ({ conversation, mayTakeOver, onTransfer }: { conversation: ConversationView; mayTakeOver: boolean; onTransfer: () => void }) => {
  const t = useFloorText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const memberId = useLive((state) => state.memberId);
  const takeOver = useMutation({
    mutationFn: () => http.call(conversationRoutes.takeOver, { params: { id: conversation.id } }),
    onSuccess: (changed) => {
      dispatch({ type: 'conversations.read', conversations: [changed] });
      void queries.invalidateQueries({ queryKey: ['floor-conversations'] });
      void message.success(t('floor.watch.takenOver'));
    },
    onError: (error) => void message.error(say(error)),
  });
  const who = conversation.assignee?.name ?? (conversation.state === 'bot' ? t('floor.watch.robot') : '');
  if (conversation.assignee?.id === memberId) {
    return <Button type="primary" icon={<MessageOutlined aria-hidden />} onClick={() => void navigate({ to: '/desk/$conversationId', params: { conversationId: conversation.id } })}>{t('floor.watch.toDesk')}</Button>;
  }
  const canTake = mayTakeOver && conversation.can.takeOver === true;
  return (
    <>
      {conversation.can.transfer === true && <Button icon={<SwapOutlined aria-hidden />} onClick={onTransfer}>{t('floor.watch.transfer')}</Button>}
      <Popconfirm title={t('floor.watch.takeOverConfirm')} description={who === '' ? undefined : t('floor.watch.takeOverHint', { who })} okText={t('floor.watch.takeOver')} cancelText={t('ui.cancel')} onConfirm={() => takeOver.mutateAsync().catch(() => undefined)} disabled={!canTake}>
        <Tooltip title={canTake ? undefined : t('floor.watch.notNow')}><Button type="primary" icon={<UserSwitchOutlined aria-hidden />} disabled={!canTake} loading={takeOver.isPending}>{t('floor.watch.takeOver')}</Button></Tooltip>
      </Popconfirm>
    </>
  );
};

const Watched = ({ id, mayTakeOver, onClose }: { id: ConversationId; mayTakeOver: boolean; onClose: () => void }) => {
  const t = useFloorText();
  const pick = useBilingual();
  const queries = useQueryClient();
  const { read, context, conversation, thread, notes } = useWatched(id);
  const [moving, setMoving] = useState(false);
  const memberId = useLive((state) => state.memberId);
  if (read.isError && conversation === undefined) return <Failed error={read.error} onRetry={() => void read.refetch()} />;
  if (thread?.lost) return <p className="floor-gone">{t('floor.watch.gone')}</p>;
  const handover = context.data?.handover;
  return (
    <div className="floor-watch">
      {conversation && (
        <div className="facts">
          {conversation.assignee?.id !== memberId && <Tooltip title={t('floor.watch.silentHint')}><span className="silent" tabIndex={0}><EyeOutlined aria-hidden /> {t('floor.watch.silent')}</span></Tooltip>}
          <span className={`floor-state ${conversation.state}`}>{t(`floor.conversations.states.${conversation.state}`)}</span>
          <span>{conversation.assignee ? t('floor.watch.agentNow', { name: conversation.assignee.name }) : conversation.state === 'bot' ? '' : t('floor.watch.nobodyNow')}</span>
          <span className="soft">{pick(conversation.shop.name)}{conversation.group ? ` · ${conversation.group.name}` : ''}</span>
        </div>
      )}
      {handover && handover.summary.length > 0 && <ul className="summary" aria-label={t('floor.watch.handover')}>{handover.summary.map((each) => <li key={each}>{each}</li>)}</ul>}
      {!thread?.loaded ? <div className="floor-thread" aria-busy="true" aria-label={t('floor.watch.loading')}>{[60, 44, 72, 38].map((width) => <div key={width} className="bone" style={{ width: `${width}%`, height: 40 }} />)}</div>
        : thread.messages.length === 0 ? <p className="nothing">{t('floor.watch.empty')}</p>
          : <SilentThread messages={thread.messages} notes={notes} earlier={thread.before > 0} onEarlier={() => void readEarlier(id, thread.before)} />}
      {conversation && (
        <footer><Acts conversation={conversation} mayTakeOver={mayTakeOver} onTransfer={() => setMoving(true)} />
          <TransferDialog open={moving} conversations={[conversation]} onClose={() => setMoving(false)} onMoved={(left) => { void queries.invalidateQueries({ queryKey: ['floor-conversations'] }); if (left.length === 0) onClose(); }} />
        </footer>
      )}
    </div>
  );
};

/** The drawer; open while the address names a conversation. */
export const WatchDrawer = ({ conversationId, mayTakeOver, onClose }: { conversationId: string | undefined; mayTakeOver: boolean; onClose: () => void }) => {
  const t = useFloorText();
  const name = useLive((state) => (conversationId === undefined ? undefined : state.conversations[conversationId]?.consumer.name));
  return (
    <Drawer open={conversationId !== undefined} onClose={onClose} size={480} rootClassName="floor-drawer" destroyOnHidden title={name === undefined ? t('floor.watch.loading') : t('floor.watch.title', { name })} closable={{ 'aria-label': t('floor.watch.close') }}>
      {conversationId !== undefined && <Watched key={conversationId} id={conversationId as ConversationId} mayTakeOver={mayTakeOver} onClose={onClose} />}
    </Drawer>
  );
};
