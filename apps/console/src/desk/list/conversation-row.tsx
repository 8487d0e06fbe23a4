// One conversation in the list. Not for which rows there are (arrange-conversations.ts).
import { ClockCircleOutlined, EditOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { ConversationView } from '@qindesk/protocol';
import { useLive } from '../../live/store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useNow } from '../../ui/now.ts';
import { PreviewWords } from '../../ui/preview-words.tsx';
import { useBilingual } from '../../ui/text.tsx';
import { Ticking, When } from '../../ui/time-label.tsx';
import { useDraft } from '../composer/drafts.ts';
import { useShopOf } from '../find-shop.ts';
import { useText } from '../text.ts';
import { useConsumerTyping } from '../thread/typing.ts';

/** Consumer messages that nobody here has read; what is not at hand is counted by number. */
export const useUnread = (view: ConversationView): number =>
  useLive((state) => {
    if (view.staffReadSeq >= view.lastSeq) return 0;
    const thread = state.threads[view.id];
    if (thread === undefined || thread.before > view.staffReadSeq) return view.needsReplySince === null ? 0 : view.lastSeq - view.staffReadSeq;
    return thread.messages.filter((message) => message.seq > view.staffReadSeq && message.author.kind === 'consumer').length;
  });

/** Calm, near the shop's limit, past it. */
const useUrgency = (view: ConversationView): 'calm' | 'soon' | 'late' => {
  const limitMs = (useShopOf(view)?.shop.settings.alarmSilentS ?? 120) * 1000;
  const now = useNow(5000);
  if (view.needsReplySince === null) return 'calm';
  const waited = now - Date.parse(view.needsReplySince);
  return waited >= limitMs ? 'late' : waited >= limitMs / 2 ? 'soon' : 'calm';
};

const Preview = ({ view, selected }: { view: ConversationView; selected: boolean }) => {
  const t = useText();
  const memberId = useLive((state) => state.memberId);
  const draft = useDraft(`${memberId}/${view.id}`);
  const typing = useConsumerTyping(view.id);
  if (typing) return <span className="row-typing">{t('desk.list.typing')}</span>;
  if (draft !== null && draft.text !== '' && !selected) return <><em className="row-draft"><EditOutlined aria-hidden /> {t('desk.list.draft')}</em> {draft.text}</>;
  return view.preview === '' ? t('desk.list.noWords') : <PreviewWords text={view.preview} />;
};

interface RowProps { view: ConversationView; selected: boolean; severalShops: boolean }

/** The row; a link, so that it opens in a new tab as well. */
export const ConversationRow = memo(({ view, selected, severalShops }: RowProps) => {
  const t = useText();
  const pick = useBilingual();
  const unread = useUnread(view);
  const urgency = useUrgency(view);
  const waits = view.state === 'assigned' && view.needsReplySince !== null;
  const closed = view.state === 'closed';
  return (
    <li className="row-holder">
      <Link to="/desk/$conversationId" params={{ conversationId: view.id }} className={`row${selected ? ' selected' : ''}${waits ? ` waits ${urgency}` : ''}${closed ? ' over' : ''}`} aria-current={selected ? 'true' : undefined} preload={false}>
        <span className="row-face"><Avatar name={view.consumer.name} seed={view.consumer.id} size={40} /><Avatar name={pick(view.shop.name)} picture={view.shop.picture} size={18} square /></span>
        <span className="row-main">
          <span className="row-top">
            <b className="one-line row-name">{view.consumer.name}</b>
            {severalShops && <small className="one-line row-shop">{pick(view.shop.name)}</small>}
            {waits && view.needsReplySince !== null
              ? <span className={`row-wait ${urgency}`} title={t('desk.list.needsReply')}><ClockCircleOutlined aria-hidden /><span className="visually-hidden">{t('desk.list.needsReply')}</span> <Ticking since={view.needsReplySince} /></span>
              : <span className="row-when"><When at={(closed ? view.closedAt : view.lastMessageAt) ?? view.startedAt} /></span>}
          </span>
          <span className="row-bottom">
            <span className="one-line row-preview"><Preview view={view} selected={selected} /></span>
            {closed && view.closeReason && <small className="one-line row-reason">{view.closeReason}</small>}
            {unread > 0 && !closed && <span className="row-unread figure" aria-label={t('desk.list.unread', { count: unread })}>{unread > 99 ? '99+' : unread}</span>}
          </span>
        </span>
      </Link>
    </li>
  );
});
