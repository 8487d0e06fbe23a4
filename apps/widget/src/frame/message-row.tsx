// One line of the thread: a message, a message on its way, a file on its way, a time.
import type { ComponentChildren, VNode } from 'preact';
import type { MessageView } from '@qindesk/protocol';
import { useApp, useChatState } from './app.ts';
import { Body } from './body.tsx';
import { dateText, whenText } from './format.ts';
import { Alert, Clock, Mark } from './icons.tsx';
import type { Upload } from './state.ts';
import type { Row } from './thread-rows.ts';
import type { Words } from './words/zh.ts';

/** Bodies that bring their own frame. */
const frameless = new Set(['image', 'video', 'product', 'order', 'links']);

const Avatar = ({ author }: { author: MessageView['author'] }): VNode =>
  author.kind === 'robot' ? <Mark size={28} /> : <span class="initial" aria-hidden="true">{Array.from(author.name)[0] ?? ''}</span>;

const systemText = (body: Extract<MessageView['body'], { type: 'system' }>, words: Words): string | undefined => {
  const line = words.system[body.code] as string | ((name: string) => string) | undefined;
  return typeof line === 'function' ? line(body.params.name ?? '') : line;
};

const MessageRow = ({ message, head, lastOwn }: Extract<Row, { kind: 'message' }>): VNode | null => {
  const { words, settings } = useApp();
  const { conversation } = useChatState();
  const { author, body } = message;
  const when = whenText(Date.parse(message.at), Date.now(), settings.language, words);
  if (body.type === 'rating_request') return null;
  if (body.type === 'system') {
    // The card of the rating says the same.
    if (body.code === 'rated' && conversation?.id === message.conversationId && conversation.rating !== null) return null;
    const text = systemText(body, words);
    return text === undefined ? null : <p class="line" title={when}>{text}</p>;
  }
  const own = author.kind === 'consumer';
  const name = own ? words.you : author.name;
  const seen = lastOwn && conversation?.id === message.conversationId && conversation.state === 'assigned' && conversation.agentReadSeq >= message.seq;
  return (
    <div class={`row ${own ? 'own' : author.kind} ${head ? 'head' : ''}`}>
      {!own && <span class="avatar">{head && <Avatar author={author} />}</span>}
      <div class="said">
        {head && !own && <p class="name">{name}<span>{author.kind === 'robot' ? words.robotTag : words.agentTag}</span></p>}
        <span class="sr">{(own || !head) && `${name}: `}</span>
        <div class={frameless.has(body.type) ? `free ${body.type}` : 'bubble'} title={when}><Body body={body} /></div>
        {seen && <p class="fate">{words.read}</p>}
      </div>
    </div>
  );
};

const Failed = ({ text, canRetry, onRetry, onDrop }: { text: string; canRetry: boolean; onRetry: () => void; onDrop: () => void }): VNode => {
  const { words } = useApp();
  return (
    <p class="fate bad" role="alert">
      <Alert size={14} />{text}
      <span>
        {canRetry && <button type="button" class="link" onClick={onRetry}>{words.retry}</button>}
        <button type="button" class="link" onClick={onDrop}>{words.remove}</button>
      </span>
    </p>
  );
};

const OwnRow = ({ children, fate, free }: { children: ComponentChildren; fate: ComponentChildren; free: boolean }): VNode => (
  <div class="row own">
    <div class="said"><div class={free ? 'free' : 'bubble'}>{children}</div>{fate}</div>
  </div>
);

const OutgoingRow = ({ entry }: Extract<Row, { kind: 'outgoing' }>): VNode => {
  const { chat, words, settings } = useApp();
  const { line } = useChatState();
  const { failed } = entry;
  const fate = failed === null
    ? <p class="fate"><Clock size={14} /><span class={line === 'online' ? 'sr' : ''}>{line === 'online' ? words.sending : words.pending}</span></p>
    : <Failed text={failed.message[settings.language]} canRetry={failed.code !== 'not_found'} onRetry={() => chat.retry(entry.clientId)} onDrop={() => chat.drop(entry.clientId)} />;
  return <OwnRow free={frameless.has(entry.body.type)} fate={fate}><Body body={entry.body} /></OwnRow>;
};

const UploadRow = ({ upload }: { upload: Upload }): VNode => {
  const { chat, words, settings } = useApp();
  const percent = Math.round(upload.share * 100);
  const fate = upload.failed === null
    ? <p class="fate">{words.uploading(percent)}<button type="button" class="link" onClick={() => chat.uploads.drop(upload.id)}>{words.remove}</button></p>
    : <Failed text={upload.failed.message[settings.language]} canRetry onRetry={() => chat.uploads.retry(upload.id)} onDrop={() => chat.uploads.drop(upload.id)} />;
  return (
    <OwnRow free fate={fate}>
      <span class="picture waiting">
        {upload.kind === 'image' ? <img src={upload.preview} alt={words.pictureMessage} /> : <video class="video" src={upload.preview} muted />}
        {upload.failed === null && <progress max="100" value={percent} aria-label={words.uploading(percent)} />}
      </span>
    </OwnRow>
  );
};

/** Draws a row of the thread. */
export const RowView = ({ row }: { row: Row }): VNode | null => {
  const { words, settings } = useApp();
  switch (row.kind) {
    case 'time':
      return <p class="time">{whenText(row.at, Date.now(), settings.language, words)}</p>;
    case 'conversation':
      return <p class="rule"><span>{words.conversationOf(dateText(row.at, settings.language))}</span></p>;
    case 'message':
      return <MessageRow {...row} />;
    case 'outgoing':
      return <OutgoingRow {...row} />;
    case 'upload':
      return <UploadRow upload={row.upload} />;
  }
};
