// The whole window of the chat: its parts in their places, and what concerns all of it: keyboard, focus, dropped files, the phone's screen.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, useChatState } from './app.ts';
import { Composer } from './composer.tsx';
import { Alert } from './icons.tsx';
import { Header } from './header.tsx';
import { FocusStrip, LineStrip, NoticeStrip, QueueStrip } from './strips.tsx';
import { Thread } from './thread.tsx';
import { trapFocus } from './trap-focus.ts';
import { useReading } from './use-reading.ts';
import { useVisibleHeight } from './use-visible-height.ts';

const FailureView = (): VNode => {
  const { chat, words, settings } = useApp();
  const { failure } = useChatState();
  return (
    <div class="failure" role="alert">
      <Alert size={32} />
      <h3>{words.failedTitle}</h3>
      <p>{failure?.message[settings.language]}</p>
      <button type="button" class="primary" onClick={chat.connect}>{words.retry}</button>
    </div>
  );
};

export const Panel = (): VNode => {
  const { chat, words, close, settings } = useApp();
  const { open, failure } = useChatState();
  const panel = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [dropping, setDropping] = useState(false);
  useReading();
  useVisibleHeight(panel, open);
  useEffect(() => {
    // On a phone the keyboard would cover the welcome; there the person opens it.
    if (open) (matchMedia('(pointer: coarse)').matches ? panel.current : field.current)?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent): void => {
    // The page around has its own shortcuts; what is typed here is not for them.
    event.stopPropagation();
    if (event.key === 'Escape' && !event.isComposing) close();
    else if (event.key === 'Tab' && panel.current !== null) trapFocus(event, panel.current);
  };
  const onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    setDropping(event.type === 'dragover');
    if (event.type === 'drop') chat.uploads.add(Array.from(event.dataTransfer.files));
  };
  return (
    <section ref={panel} class="panel" role="dialog" aria-modal="true" aria-label={words.chat} lang={settings.language === 'zh' ? 'zh-CN' : 'en'} tabIndex={-1} hidden={!open}
      onKeyDown={onKeyDown} onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
      <Header />
      <LineStrip />
      <QueueStrip onLeaveMessage={() => field.current?.focus()} />
      {failure === null ? <Thread /> : <FailureView />}
      <NoticeStrip />
      {failure === null && <FocusStrip />}
      {failure === null && <Composer field={field} />}
      {dropping && <p class="drop">{words.dropHere}</p>}
    </section>
  );
};
