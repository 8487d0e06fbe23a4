// Where an agent writes: text, pictures, quick replies, library answers, product cards, internal notes. Not for how messages travel (the outbox).
import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useImperativeHandle, useRef, useState, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react';
import { conversationRoutes, type AnswerBody, type ConversationView, type ProductView, type SendableBody } from '@qindesk/protocol';
import { http } from '../../live/http.ts';
import { dispatch, sendMessage, useLive } from '../../live/store.ts';
import { useRefusalText } from '../../ui/states.tsx';
import { useShopOf } from '../find-shop.ts';
import { useText } from '../text.ts';
import { useTellTyping } from '../thread/typing.ts';
import { AnswerSearch } from './answer-search.tsx';
import { AttachmentRow, useAttachments } from './attachments.tsx';
import './composer.css';
import { ComposerBar, ComposerFoot, mostLetters, type TrayName } from './composer-bar.tsx';
import { drafts, useDraft } from './drafts.ts';
import { ProductPicker } from './product-picker.tsx';
import { QuickReplies, useAddQuickReply } from './quick-replies.tsx';

/** What the desk's shortcuts may ask of the composer. */
export interface ComposerHandle { openTray: (tray: TrayName) => void; toggleNote: () => void; focus: () => void; addFiles: (files: Iterable<File>) => void; insert: (text: string) => void }

interface ComposerProps { view: ConversationView; focusProduct: ProductView | null; onSentAndNext: () => void; handle: Ref<ComposerHandle> }

const useNote = (view: ConversationView) => {
  const { message } = App.useApp();
  const say = useRefusalText();
  return useMutation({
    mutationFn: (text: string) => http.call(conversationRoutes.addNote, { params: { id: view.id }, body: { text } }),
    onSuccess: (note) => dispatch({ type: 'note.added', note }),
    onError: (error) => void message.error(say(error)),
  });
};

/** The composer of one conversation. */
export const Composer = ({ view, focusProduct, onSentAndNext, handle }: ComposerProps) => {
  const t = useText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const memberId = useLive((state) => state.memberId);
  const key = `${memberId}/${view.id}`;
  const draft = useDraft(key);
  const text = draft?.text ?? '';
  const noteMode = draft?.note ?? false;
  const [tray, setTray] = useState<TrayName | null>(null);
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const attachments = useAttachments((error) => void message.warning(say(error)));
  const note = useNote(view);
  const addQuickReply = useAddQuickReply(view.shop.id);
  const tellTyping = useTellTyping(view.id, !noteMode);
  const mayWriteShop = useShopOf(view)?.grant.permissions.includes('quick_replies.write') ?? false;

  const write = (next: string, asNote = noteMode): void => drafts.keep(key, next, asNote, Date.now());
  const focus = (): void => { setTray(null); field.current?.focus(); };
  const toggleNote = (): void => { write(text, !noteMode); field.current?.focus(); };
  const insert = (added: string): void => {
    const element = field.current;
    const start = element?.selectionStart ?? text.length;
    write(text.slice(0, start) + added + text.slice(element?.selectionEnd ?? text.length));
    focus();
    requestAnimationFrame(() => element?.setSelectionRange(start + added.length, start + added.length));
  };
  const sendBody = (body: SendableBody): void => { sendMessage(view.id, body); tellTyping(''); };
  const sendAnswers = (answers: readonly AnswerBody[]): void => { for (const answer of answers) sendBody(answer); focus(); };

  const submit = async (): Promise<boolean> => {
    const words = text.trim();
    if (sending || words.length > mostLetters) return false;
    if (noteMode) {
      if (words === '' || note.isPending) return false;
      await note.mutateAsync(words);
      write('', true);
      return true;
    }
    if (words === '' && attachments.items.length === 0) return false;
    setSending(true);
    for (const one of attachments.items) {
      const url = await one.stored;
      if (url === null) { setSending(false); return false; }
      sendBody({ type: one.file.type.startsWith('video/') ? 'video' : 'image', url, alt: '' });
      attachments.remove(one.key);
    }
    setSending(false);
    if (words !== '') sendBody({ type: 'text', text: words });
    write('');
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // An Enter that ends a Chinese input method's composition is not a send.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      const next = event.ctrlKey || event.metaKey;
      void submit().then((done) => { if (done && next) onSentAndNext(); }, () => undefined);
    } else if ((event.key === '/' || event.key === '#') && text === '' && !noteMode) {
      event.preventDefault();
      setTray(event.key === '/' ? 'quick' : 'library');
    }
  };
  const onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || noteMode) return;
    event.preventDefault();
    attachments.add(files);
  };

  useImperativeHandle(handle, () => ({ openTray: (name) => setTray((open) => (open === name ? null : name)), toggleNote, focus, addFiles: attachments.add, insert }));
  useEffect(() => { if (matchMedia('(min-width: 721px)').matches) field.current?.focus(); }, [view.id]);

  const shared = { shopId: view.shop.id, onLeave: focus };
  return (
    <div className={`composer${noteMode ? ' noting' : ''}`}>
      {tray === 'quick' && <QuickReplies {...shared} onInsert={insert} onSend={(words) => { sendBody({ type: 'text', text: words }); focus(); }} />}
      {tray === 'library' && <AnswerSearch {...shared} first={text.trim().slice(0, 60)} onSend={sendAnswers} onEdit={(words) => { write(words); focus(); }} />}
      {tray === 'product' && <ProductPicker {...shared} focus={focusProduct} onSend={(productId) => { sendBody({ type: 'product', productId }); focus(); }} />}
      <ComposerBar tray={tray} onTray={(name) => setTray(tray === name ? null : name)} noting={noteMode} onNote={toggleNote} onFiles={attachments.add}
        onKeep={mayWriteShop && text.trim() !== '' ? () => addQuickReply.mutate(text.trim()) : undefined} />
      <AttachmentRow items={attachments.items} onRemove={attachments.remove} onRetry={attachments.retry} />
      <textarea ref={field} className="composer-field" rows={3} value={text} placeholder={noteMode ? t('desk.note.placeholder') : t('desk.send.placeholder')} aria-label={noteMode ? t('desk.note.field') : t('desk.send.field')}
        onChange={(event) => { write(event.target.value); if (!noteMode) tellTyping(event.target.value); }} onKeyDown={onKeyDown} onPaste={onPaste} />
      <ComposerFoot letters={text.length} noting={noteMode} busy={sending || note.isPending} empty={text.trim() === '' && (noteMode || attachments.items.length === 0)} onSubmit={() => void submit().then(() => field.current?.focus(), () => undefined)} />
    </div>
  );
};
