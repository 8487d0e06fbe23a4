// The lines of a thread in their scroll box, with what is earlier above, who types below, and the way back to the newest.
import { ArrowDownOutlined, LockOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationView, NoteView } from '@qindesk/protocol';
import type { Thread } from '../../live/state.ts';
import { useLive, useLiveShallow } from '../../live/store.ts';
import { clockTime, dayName, daysBetween } from '../../ui/format.ts';
import { serverNow } from '../../ui/now.ts';
import { InlineFailure } from '../../ui/states.tsx';
import { useLanguage } from '../../ui/text.tsx';
import { When } from '../../ui/time-label.tsx';
import { useText } from '../text.ts';
import { arrangeThread, type ThreadLine } from './arrange-thread.ts';
import { MessageBubble, PendingBubble } from './message-bubble.tsx';
import { PlainText } from './message-body.tsx';
import { useConsumerTyping } from './typing.ts';
import { useScroll } from './use-scroll.ts';
import { useTellRead, useUnreadAfter, type useThread } from './use-thread.ts';
import { WaitButton } from '../../ui/wait-button.tsx';

const DayLine = ({ at }: { at: string }) => {
  const t = useText();
  const { language } = useLanguage();
  const now = serverNow();
  const days = daysBetween(Date.parse(at), now);
  const name = days === 0 ? t('ui.time.today') : days === 1 ? t('ui.time.yesterday') : dayName(Date.parse(at), now, language);
  return <div className="day-line"><span>{name} {clockTime(Date.parse(at), language)}</span></div>;
};

const NoteLine = ({ note }: { note: NoteView }) => {
  const t = useText();
  return (
    <div className="note-line" role="note" aria-label={t('desk.note.by', { name: note.author.name })}>
      <div className="note-head"><LockOutlined aria-hidden /><b>{note.author.name}</b><small>{t('desk.note.inside')}</small><When at={note.at} /></div>
      <PlainText text={note.text} />
    </div>
  );
};

interface LineProps { line: ThreadLine; memberId: string; consumerId: string; readSeq: number }
const Line = memo(({ line, memberId, consumerId, readSeq }: LineProps) => {
  const t = useText();
  const { language } = useLanguage();
  switch (line.kind) {
    case 'day': return <DayLine at={line.at} />;
    case 'unread': return <div className="unread-line" role="separator" aria-label={t('desk.thread.unread')}><span>{t('desk.thread.unread')}</span></div>;
    case 'note': return <NoteLine note={line.note} />;
    case 'pending': return <PendingBubble entry={line.entry} first={line.first} />;
    case 'message': return (
      <>
        {line.timed && <div className="time-line"><time dateTime={line.message.at}>{clockTime(Date.parse(line.message.at), language)}</time></div>}
        <MessageBubble message={line.message} first={line.first} last={line.last} memberId={memberId} consumerId={consumerId} read={line.message.seq <= readSeq} />
      </>
    );
  }
}, (a, b) => a.memberId === b.memberId && sameLine(a.line, b.line) && (a.line.kind !== 'message' || (a.line.message.seq <= a.readSeq) === (b.line.kind === 'message' && b.line.message.seq <= b.readSeq)));

/** Lines are made anew with every message; what they hold is not. */
const sameLine = (a: ThreadLine, b: ThreadLine): boolean => {
  if (a.key !== b.key || a.kind !== b.kind) return false;
  if (a.kind === 'message' && b.kind === 'message') return a.message === b.message && a.first === b.first && a.last === b.last && a.timed === b.timed;
  if (a.kind === 'pending' && b.kind === 'pending') return a.entry === b.entry && a.first === b.first;
  return true;
};

const usePending = (id: string, lastSeq: number) => {
  const pending = useLiveShallow((state) => [...state.settling.filter((one) => one.entry.conversationId === id && one.seq > lastSeq).map((one) => one.entry), ...state.outbox.filter((entry) => entry.conversationId === id)]);
  return pending;
};

/** How many messages came in below while the reader was above. */
const useMissed = (atEnd: boolean, lastSeq: number): number => {
  const [from, setFrom] = useState(lastSeq);
  useEffect(() => { if (atEnd) setFrom(lastSeq); }, [atEnd, lastSeq]);
  return atEnd ? 0 : Math.max(0, lastSeq - from);
};

interface LinesProps { view: ConversationView; thread: Thread; earlier: ReturnType<typeof useThread>['earlier'] }

/** The scroll box. */
export const ThreadLines = ({ view, thread, earlier }: LinesProps) => {
  const t = useText();
  const memberId = useLive((state) => state.memberId);
  const notes = useLive((state) => state.notes[view.id]);
  const lastSeq = thread.messages.at(-1)?.seq ?? thread.before;
  const pending = usePending(view.id, lastSeq);
  const unreadAfter = useUnreadAfter(view);
  const lines = useMemo(() => arrangeThread({ messages: thread.messages, notes: notes ?? [], pending, unreadAfter }), [thread.messages, notes, pending, unreadAfter]);
  const { box, content, atEnd, onScroll, toEnd } = useScroll(thread.messages[0]?.id, lines.length);
  const typing = useConsumerTyping(view.id);
  const missed = useMissed(atEnd, lastSeq);
  useTellRead(view, atEnd);
  const sent = useRef(pending.length);
  // One's own words are always followed to the end.
  useEffect(() => { if (pending.length > sent.current) toEnd(); sent.current = pending.length; }, [pending.length, toEnd]);
  return (
    <div className="thread-area">
      <div className="thread-scroll" ref={box} onScroll={onScroll} tabIndex={0} role="log" aria-label={t('desk.thread.log', { name: view.consumer.name })}>
        <div className="thread-lines" ref={content}>
          {thread.before > 0 && <div className="earlier"><WaitButton size="small" type="text" loading={earlier.busy} onClick={earlier.load}>{t('desk.thread.earlier')}</WaitButton></div>}
          {earlier.error !== null && <InlineFailure error={earlier.error} onRetry={earlier.load} />}
          {lines.map((line) => <div key={line.key} className="line"><Line line={line} memberId={memberId} consumerId={view.consumer.id} readSeq={view.consumerReadSeq} /></div>)}
          <div className="typing-line" aria-live="polite">{typing && <span><i /><i /><i /> {t('desk.thread.typing', { name: view.consumer.name })}</span>}</div>
        </div>
      </div>
      {!atEnd && (
        <Button className="to-end" shape="round" size="small" type={missed > 0 ? 'primary' : 'default'} icon={<ArrowDownOutlined aria-hidden />} onClick={toEnd}>
          {missed > 0 ? t('desk.thread.newBelow', { count: missed }) : t('desk.thread.toEnd')}
        </Button>
      )}
    </div>
  );
};
