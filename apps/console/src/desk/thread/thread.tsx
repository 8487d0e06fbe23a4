// The middle column: header, hand-over summary, messages, composer; and what stands there when one of them cannot.
import { FileImageOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import { useState, type DragEvent, type ReactNode, type Ref } from 'react';
import { conversationRoutes, type ContextView, type ConversationView } from '@qindesk/protocol';
import { RefusedError } from '@qindesk/client';
import { http } from '../../live/http.ts';
import { dispatch, useLive } from '../../live/store.ts';
import { Failed, useRefusalText } from '../../ui/states.tsx';
import { useReopen } from '../act/use-acts.tsx';
import { Composer, type ComposerHandle } from '../composer/composer.tsx';
import { useReason } from '../reason.ts';
import { useText } from '../text.ts';
import { HandoverCard } from './handover-card.tsx';
import { ThreadHeader } from './thread-header.tsx';
import { ThreadLines } from './thread-lines.tsx';
import './thread.css';
import { useThread } from './use-thread.ts';
import { WaitButton } from '../../ui/wait-button.tsx';

const Bones = () => (
  <div className="thread-bones" aria-busy>{[['theirs', 46], ['ours', 58], ['theirs', 30], ['theirs', 52], ['ours', 40]].map(([side, width], index) => <span key={index} className={`bone ${side}`} style={{ width: `${width}%` }} />)}</div>
);

const TakeOver = ({ view }: { view: ConversationView }) => {
  const t = useText();
  const { message } = App.useApp();
  const say = useRefusalText();
  const take = useMutation({
    mutationFn: () => http.call(conversationRoutes.takeOver, { params: { id: view.id } }),
    onSuccess: (next) => dispatch({ type: 'conversations.read', conversations: [next] }),
    onError: (error) => void message.error(say(error)),
  });
  return <WaitButton type="primary" loading={take.isPending} onClick={() => take.mutate()}>{t('desk.takeOver')}</WaitButton>;
};

/** Where the composer would be, when this person may not write: why, and what to do instead. */
const Silent = ({ view }: { view: ConversationView }) => {
  const t = useText();
  const reason = useReason();
  const reopen = useReopen();
  const mine = useLive((state) => view.assignee?.id === state.memberId);
  if (view.state === 'closed') {
    const cannot = reason(view.can.reopen);
    return (
      <div className="composer-off"><span>{t('desk.closed')}{view.closeReason ? ` · ${view.closeReason}` : ''}{view.rating ? ` · ${t('desk.rated', { score: view.rating.score })}` : ''}</span>
        <WaitButton loading={reopen.isPending} disabled={cannot !== undefined} title={cannot} onClick={() => reopen.mutate(view.id)}>{t('desk.reopen')}</WaitButton></div>
    );
  }
  return <div className="composer-off"><span>{mine ? reason(view.can.send) : view.assignee ? t('desk.watching.agent', { name: view.assignee.name }) : t('desk.watching', { state: t(`desk.state.${view.state}`) })}</span>{view.can.takeOver === true && <TakeOver view={view} />}</div>;
};

/** Whether a person has spoken since the hand-over. */
const useAnswered = (view: ConversationView, handoverAt: string | undefined): boolean =>
  useLive((state) => handoverAt !== undefined && (state.threads[view.id]?.messages.some((message) => message.author.kind === 'agent' && message.at > handoverAt) ?? false));

interface ThreadProps {
  view: ConversationView; context: ContextView | undefined; composer: Ref<ComposerHandle>; contextShown: boolean;
  onContext: () => void; onTransfer: () => void; onClose: () => void; onSentAndNext: () => void; onFiles: (files: Iterable<File>) => void; children?: ReactNode;
}

/** The column for one conversation. */
export const Thread = ({ view, context, composer, contextShown, onContext, onTransfer, onClose, onSentAndNext, onFiles }: ThreadProps) => {
  const t = useText();
  const { thread, loading, earlier } = useThread(view);
  const answered = useAnswered(view, context?.handover?.at);
  const [dropping, setDropping] = useState(false);
  const writable = view.can.send === true;
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setDropping(false);
    if (writable) onFiles(event.dataTransfer.files);
  };
  return (
    <main className="thread" aria-label={t('desk.thread.with', { name: view.consumer.name })} onDrop={onDrop} onDragOver={(event) => { if (writable && event.dataTransfer.types.includes('Files')) { event.preventDefault(); setDropping(true); } }} onDragLeave={(event) => { if (event.currentTarget === event.target) setDropping(false); }}>
      <ThreadHeader view={view} contextShown={contextShown} onContext={onContext} onTransfer={onTransfer} onClose={onClose} />
      {context?.handover && view.state !== 'closed' && <HandoverCard key={context.handover.at} handover={context.handover} answered={answered} />}
      {thread?.lost ? <Failed error={new RefusedError(thread.lost)} /> : loading || thread === undefined ? <Bones /> : <ThreadLines view={view} thread={thread} earlier={earlier} />}
      {writable ? <Composer key={view.id} view={view} focusProduct={context?.product ?? null} onSentAndNext={onSentAndNext} handle={composer} /> : <Silent view={view} />}
      {dropping && <div className="drop-here" aria-hidden><FileImageOutlined />{t('desk.attach.drop')}</div>}
    </main>
  );
};
