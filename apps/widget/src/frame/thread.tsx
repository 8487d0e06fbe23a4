// The thread: earlier conversations, the welcome, the messages, who is typing, the rating. Keeps its place, and the end in sight.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useApp, useChatState } from './app.ts';
import { Mark } from './icons.tsx';
import { RowView } from './message-row.tsx';
import { RatingCard } from './rating-card.tsx';
import { threadRows } from './thread-rows.ts';
import { WelcomeCard } from './welcome-card.tsx';

/** Nearer to the end than this counts as being there. */
const nearPx = 80;

const TypingRow = ({ by, name }: { by: 'agent' | 'robot'; name: string }): VNode => (
  <div class={`row ${by} head`} aria-hidden="true">
    <span class="avatar">{by === 'robot' ? <Mark size={28} /> : <span class="initial">{Array.from(name)[0] ?? ''}</span>}</span>
    <div class="said"><div class="bubble dots"><i /><i /><i /></div></div>
  </div>
);

export const Thread = (): VNode => {
  const { chat, words } = useApp();
  const state = useChatState();
  const { messages, outgoing, uploads, earlier, loadingEarlier, conversation, typing } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const height = useRef(0);
  const top = useRef(0);
  const first = useRef<string | undefined>(undefined);
  const [below, setBelow] = useState(false);
  const rows = useMemo(() => threadRows(messages, outgoing, uploads), [messages, outgoing, uploads]);
  const views = useMemo(() => rows.map((row) => <RowView key={row.key} row={row} />), [rows]);

  const toEnd = (): void => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  // One's own message always brings the end into sight.
  const ownCount = outgoing.length + uploads.length;
  const before = useRef(ownCount);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const prepended = first.current !== undefined && messages[0] !== undefined && messages[0].id !== first.current;
    if (prepended) {
      // What was asked for stands above; the place stays.
      atEnd.current = false;
      box.scrollTop += box.scrollHeight - height.current;
    } else if (atEnd.current || ownCount > before.current) toEnd();
    else if (rows.length > 0) setBelow(true);
    first.current = messages[0]?.id;
    before.current = ownCount;
    height.current = box.scrollHeight;
  }, [rows, messages, ownCount]);
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [typing, conversation?.rating, conversation?.state, state.open, state.widget]);
  // Pictures that arrive late, or the keyboard of a phone, change the heights under us.
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    watch.observe(box);
    if (box.firstElementChild) watch.observe(box.firstElementChild);
    return () => watch.disconnect();
  }, []);

  const onScroll = (): void => {
    const box = scroller.current;
    if (box === null) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
    // Only a move upwards leaves the end: what grows below has not been read past.
    if (near) setBelow(false);
    if (near || box.scrollTop < top.current) atEnd.current = near;
    top.current = box.scrollTop;
  };
  const onlyPresent = messages.every((message) => message.conversationId === conversation?.id);
  return (
    <div class="thread">
      <div class="scroller" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-label={words.messages} aria-busy={loadingEarlier}>
        <div class="content">
          {earlier !== null && earlier.length > 0 && <button type="button" class="link earlier" disabled={loadingEarlier} onClick={chat.showEarlier}>{loadingEarlier ? words.loading : words.earlier}</button>}
          {onlyPresent && <WelcomeCard />}
          {views}
          {typing !== null && <TypingRow by={typing.by} name={conversation?.agentName ?? ''} />}
          <RatingCard />
        </div>
      </div>
      {below && <button type="button" class="below" onClick={toEnd}>{words.newMessages} ↓</button>}
    </div>
  );
};
