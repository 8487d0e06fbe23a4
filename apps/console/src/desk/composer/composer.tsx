// Where an agent writes: the field with its keys, the trays above it, the bar and the foot. Not for what happens to the words (use-writing.ts).
import { useEffect, useImperativeHandle, useRef, useState, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react';
import type { AnswerBody, ConversationView, ProductView } from '@qindesk/protocol';
import { phone } from '../../ui/media.ts';
import { useShopOf } from '../find-shop.ts';
import { useText } from '../text.ts';
import { AnswerSearch } from './answer-search.tsx';
import { AttachmentRow } from './attachments.tsx';
import './composer.css';
import { ComposerBar, ComposerFoot, type TrayName } from './composer-bar.tsx';
import { ProductPicker } from './product-picker.tsx';
import { QuickReplies, useAddQuickReply, useQuickRepliesAhead } from './quick-replies.tsx';
import { useWriting } from './use-writing.ts';

/** What the desk's shortcuts may ask of the composer. */
export interface ComposerHandle { openTray: (tray: TrayName) => void; toggleNote: () => void; focus: () => void; addFiles: (files: Iterable<File>) => void }

interface TraysProps { view: ConversationView; tray: TrayName | null; writing: ReturnType<typeof useWriting>; focusProduct: ProductView | null; onInsert: (text: string) => void; onLeave: () => void }

const Trays = ({ view, tray, writing, focusProduct, onInsert, onLeave }: TraysProps) => {
  const shared = { shopId: view.shop.id, onLeave };
  const sendAll = (bodies: readonly AnswerBody[]): void => { for (const body of bodies) writing.send(body); onLeave(); };
  if (tray === 'quick') return <QuickReplies {...shared} onInsert={onInsert} onSend={(text) => sendAll([{ type: 'text', text }])} />;
  if (tray === 'library') return <AnswerSearch {...shared} first={writing.text.trim().slice(0, 60)} onSend={sendAll} onEdit={(text) => { writing.write(text); onLeave(); }} />;
  if (tray === 'product') return <ProductPicker {...shared} focus={focusProduct} onSend={(productId) => sendAll([{ type: 'product', productId }])} />;
  return null;
};

interface ComposerProps { view: ConversationView; focusProduct: ProductView | null; onSentAndNext: () => void; handle: Ref<ComposerHandle> }

/** The composer of one conversation. */
export const Composer = ({ view, focusProduct, onSentAndNext, handle }: ComposerProps) => {
  const t = useText();
  const writing = useWriting(view);
  const { text, noting, attachments } = writing;
  const [tray, setTray] = useState<TrayName | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const addQuickReply = useAddQuickReply(view.shop.id);
  useQuickRepliesAhead(view.shop.id);
  const mayKeep = useShopOf(view)?.grant.permissions.includes('quick_replies.write') ?? false;

  const focus = (): void => { setTray(null); field.current?.focus(); };
  const toggleNote = (): void => { writing.write(text, !noting); field.current?.focus(); };
  const toggleTray = (name: TrayName): void => { if (!noting) setTray((open) => (open === name ? null : name)); };
  const insert = (added: string): void => {
    const start = field.current?.selectionStart ?? text.length;
    writing.write(text.slice(0, start) + added + text.slice(field.current?.selectionEnd ?? text.length));
    focus();
    requestAnimationFrame(() => field.current?.setSelectionRange(start + added.length, start + added.length));
  };
  const submit = (next: boolean): void => void writing.submit().then((left) => { if (left && next) onSentAndNext(); else field.current?.focus(); }, () => undefined);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // An Enter that ends a Chinese input method's composition is not a send.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit(event.ctrlKey || event.metaKey);
    } else if ((event.key === '/' || event.key === '#') && text === '' && !noting) {
      event.preventDefault();
      setTray(event.key === '/' ? 'quick' : 'library');
    }
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0 || noting) return;
    event.preventDefault();
    attachments.add([...event.clipboardData.files]);
  };

  useImperativeHandle(handle, () => ({ openTray: toggleTray, toggleNote, focus, addFiles: attachments.add }));
  // On a phone the keyboard would cover what one came to read.
  useEffect(() => { if (!matchMedia(phone).matches) field.current?.focus(); }, [view.id]);

  return (
    <div className={`composer${noting ? ' noting' : ''}`}>
      <Trays view={view} tray={tray} writing={writing} focusProduct={focusProduct} onInsert={insert} onLeave={focus} />
      <ComposerBar tray={tray} onTray={toggleTray} noting={noting} onNote={toggleNote} onFiles={attachments.add} onKeep={mayKeep && text.trim() !== '' ? () => addQuickReply.mutate(text.trim()) : undefined} />
      <AttachmentRow items={attachments.items} onRemove={attachments.remove} onRetry={attachments.retry} />
      <textarea ref={field} className="composer-field" rows={3} value={text} placeholder={noting ? t('desk.note.placeholder') : t('desk.send.placeholder')} aria-label={noting ? t('desk.note.field') : t('desk.send.field')}
        onChange={(event) => writing.type(event.target.value)} onKeyDown={onKeyDown} onPaste={onPaste} />
      <ComposerFoot letters={text.length} noting={noting} busy={writing.busy} empty={writing.empty} onSubmit={() => submit(false)} />
    </div>
  );
};
