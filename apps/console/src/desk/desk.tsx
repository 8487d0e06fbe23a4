// The agent's desk: list, thread, context, and the keys that lead through them. Not for what each column shows.
import { AuditOutlined, MessageOutlined } from '@ant-design/icons';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationView } from '@qindesk/protocol';
import { useMe } from '../live/session.ts';
import { useLive } from '../live/store.ts';
import { Mark } from '../ui/mark.tsx';
import { useMedia } from '../ui/media.ts';
import { useNow } from '../ui/now.ts';
import { grantsFor } from '../ui/places.ts';
import { useSetting } from '../ui/settings.ts';
import { Blank, Failed, NoRight } from '../ui/states.tsx';
import { CloseDialog } from './act/close-dialog.tsx';
import { TransferDialog } from './act/transfer-dialog.tsx';
import { useClose } from './act/use-acts.tsx';
import type { ComposerHandle } from './composer/composer.tsx';
import { drafts } from './composer/drafts.ts';
import { ContextColumn } from './context/context-column.tsx';
import './desk.css';
import { arrangeConversations, neighbourOf, nextWaiting, type ListChoice, type Sections } from './list/arrange-conversations.ts';
import { ConversationList } from './list/conversation-list.tsx';
import { useClosedToday, useContextView, useConversation } from './read-conversation.ts';
import { useText } from './text.ts';
import { Thread } from './thread/thread.tsx';
import { useAhead } from './thread/use-thread.ts';
import { useDeskKeys } from './use-desk-keys.ts';

const useSections = (choice: ListChoice): Sections => {
  const conversations = useLive((state) => state.conversations);
  const memberId = useLive((state) => state.memberId);
  const minute = useNow(60_000);
  return useMemo(() => arrangeConversations(Object.values(conversations), memberId, choice, minute), [conversations, memberId, choice, minute]);
};

const useChoice = (): [ListChoice, (choice: ListChoice) => void] => {
  const [sort, keepSort] = useSetting('desk.sort', 'waiting');
  const [narrow, setNarrow] = useState<Pick<ListChoice, 'search' | 'shopId'>>({ search: '', shopId: null });
  const choice = useMemo<ListChoice>(() => ({ ...narrow, sort: sort === 'recent' ? 'recent' : 'waiting' }), [narrow, sort]);
  return [choice, (next) => { keepSort(next.sort); setNarrow({ search: next.search, shopId: next.shopId }); }];
};

interface OpenProps { view: ConversationView; sections: Sections; go: (id: string | undefined) => void }

/** The open conversation: thread and context, with the dialogs over them. */
const OpenConversation = ({ view, sections, go }: OpenProps) => {
  const { context, error, retry } = useContextView(view.id);
  const [dialog, setDialog] = useState<'close' | 'transfer' | null>(null);
  const [wide, keepWide] = useSetting('desk.context', 'open');
  const [over, setOver] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const goOn = (): void => { const next = nextWaiting(sections, view.id); if (next !== undefined) go(next); };
  const close = useClose(() => { setDialog(null); goOn(); }, (reopened) => go(reopened.id));
  const roomy = useMedia('(min-width: 1180px)');
  const toggleContext = (): void => { if (roomy) keepWide(wide === 'open' ? 'shut' : 'open'); else setOver(!over); };
  useDeskKeys({
    close: () => { if (view.can.close === true) setDialog('close'); }, transfer: () => { if (view.can.transfer === true) setDialog('transfer'); },
    note: () => composer.current?.toggleNote(), library: () => composer.current?.openTray('library'), product: () => composer.current?.openTray('product'), leave: () => { setOver(false); composer.current?.focus(); },
  });
  return (
    <>
      <Thread key={view.id} view={view} context={context} composer={composer} contextShown={roomy ? wide === 'open' : over} onContext={toggleContext} onTransfer={() => setDialog('transfer')} onClose={() => setDialog('close')} onSentAndNext={goOn} onFiles={(files) => composer.current?.addFiles(files)} />
      <div className="ctx-place" data-wide={wide === 'open' || undefined} data-over={over || undefined}>
        <button type="button" className="plain ctx-shade" tabIndex={-1} aria-hidden onClick={() => setOver(false)} />
        <ContextColumn view={view} context={context} error={error} onRetry={retry} onLeave={() => setOver(false)} />
      </div>
      <CloseDialog view={view} open={dialog === 'close'} busy={close.isPending} onClose={(reason) => close.mutate({ id: view.id, reason })} onLeave={() => setDialog(null)} />
      <TransferDialog view={view} open={dialog === 'transfer'} onLeave={() => setDialog(null)} onDone={() => { setDialog(null); goOn(); }} />
    </>
  );
};

/** The place of a conversation that is named by the address: open, loading, gone, or refused. */
const ConversationPlace = ({ id, sections, go }: { id: string; sections: Sections; go: (id: string | undefined) => void }) => {
  const t = useText();
  const { view, departed, error, retry } = useConversation(id);
  if (view !== undefined) return <OpenConversation view={view} sections={sections} go={go} />;
  const back = <Button onClick={() => go(undefined)}>{t('desk.thread.toList')}</Button>;
  if (departed !== undefined) return <div className="desk-rest"><Blank title={t(`desk.departed.${departed as 'closed'}`)} text={t('desk.departed.text')}>{back}</Blank></div>;
  return <div className="desk-rest" aria-busy={error === null}>{error !== null && <Failed error={error} onRetry={retry} />}</div>;
};

/** The place. */
export const Desk = () => {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const [choice, choose] = useChoice();
  const sections = useSections(choice);
  const closed = useClosedToday(me.member.id);
  useAhead(sections.waiting);
  const go = (id: string | undefined): void => void (id === undefined ? navigate({ to: '/desk' }) : navigate({ to: '/desk/$conversationId', params: { conversationId: id } }));
  useEffect(() => drafts.prune(Date.now()), []);
  useDeskKeys({ next: () => go(neighbourOf(sections, conversationId, 1)), previous: () => go(neighbourOf(sections, conversationId, -1)), nextWaiting: () => { const next = nextWaiting(sections, conversationId); if (next !== undefined) go(next); } });
  // A provider's people serve by contracts alone; without one there is nothing to ask a supervisor for.
  if (grantsFor(me, 'desk').length === 0) return me.organisation.kind === 'provider' ? <Blank art={<AuditOutlined />} title={t('desk.noContract')} text={t('desk.noContract.text')} /> : <NoRight />;
  return (
    <div className="desk" data-open={conversationId !== undefined || undefined}>
      <ConversationList sections={sections} selected={conversationId} choice={choice} onChoose={choose} closedError={closed.error} onRetryClosed={closed.retry} />
      {conversationId === undefined
        ? <div className="desk-rest">{sections.waiting.length + sections.going.length > 0 ? <Blank art={<MessageOutlined />} title={t('desk.choose')} text={t('desk.choose.text')} /> : <Blank art={<Mark size={44} />} title={t('desk.ready')} text={t('desk.ready.text')} />}</div>
        : <ConversationPlace key={conversationId} id={conversationId} sections={sections} go={go} />}
    </div>
  );
};
