// Where the consumer writes. The draft survives the page; Enter sends, Shift+Enter is a new line.
import type { RefObject, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, useChatState } from './app.ts';
import { Picture, Send } from './icons.tsx';

const mostCharacters = 4000;
const typingAgainMs = 3_000;

/** Tells the other side about typing, at most every few seconds, and when it ended. */
const useTyping = () => {
  const { chat } = useApp();
  const last = useRef(0);
  const end = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = (): void => {
    clearTimeout(end.current);
    if (last.current > 0) chat.setTyping(false);
    last.current = 0;
  };
  const touch = (): void => {
    if (Date.now() - last.current > typingAgainMs) {
      last.current = Date.now();
      chat.setTyping(true);
    }
    clearTimeout(end.current);
    end.current = setTimeout(stop, typingAgainMs * 2);
  };
  return { touch, stop };
};

export const Composer = ({ field }: { field: RefObject<HTMLTextAreaElement | null> }): VNode => {
  const { chat, words, kept } = useApp();
  const { conversation, widget } = useChatState();
  const [text, setText] = useState(kept.read().draft ?? '');
  const picker = useRef<HTMLInputElement>(null);
  const typing = useTyping();
  const excess = text.trim().length - mostCharacters;
  const ready = text.trim() !== '' && excess <= 0;

  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    // As high as its text, up to the limit of the sheet.
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text, field]);

  const change = (next: string): void => {
    setText(next);
    kept.write({ draft: next });
    if (next.trim() === '') typing.stop();
    else typing.touch();
  };
  const send = (): void => {
    if (!ready) return;
    chat.send({ type: 'text', text: text.trim() });
    typing.stop();
    change('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that picks a word of an input method is not the end of the message.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  const placeholder = conversation?.state === 'closed' ? words.placeholderClosed
    : conversation?.state === 'waiting' || (widget !== null && !widget.open && !widget.robotOn) ? words.placeholderWaiting : words.placeholder;
  return (
    <form class="composer" onSubmit={(event) => {
      event.preventDefault();
      send();
    }}>
      <input ref={picker} type="file" hidden multiple accept="image/jpeg,image/png,image/gif,image/webp,video/mp4" onChange={(event) => {
        chat.uploads.add(Array.from(event.currentTarget.files ?? []));
        event.currentTarget.value = '';
      }} />
      <button type="button" class="plain" aria-label={words.picture} title={words.picture} onClick={() => picker.current?.click()}><Picture size={22} /></button>
      <textarea ref={field} rows={1} value={text} placeholder={placeholder} aria-label={placeholder} enterkeyhint="send"
        onInput={(event) => change(event.currentTarget.value)} onKeyDown={onKeyDown} onBlur={typing.stop}
        onPaste={(event) => {
          const files = Array.from(event.clipboardData?.files ?? []);
          if (files.length === 0) return;
          event.preventDefault();
          chat.uploads.add(files);
        }} />
      {excess > 0 && <span class="excess" role="alert">{words.tooLong(excess)}</span>}
      <button type="submit" class="send" aria-label={words.send} title={words.send} disabled={!ready}><Send /></button>
    </form>
  );
};
