// A conversation's messages, to be read only. Not for writing (the desk).
import { Button, Image } from 'antd';
import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import type { MessageBody, MessageView, NoteView } from '@qindesk/protocol';
import { clockTime, exactTime, money } from '../ui/format.ts';
import { useLanguage } from '../ui/text.tsx';
import { useFloorText } from './text.ts';

const Body = ({ body }: { body: MessageBody }) => {
  const t = useFloorText();
  const { language } = useLanguage();
  switch (body.type) {
    case 'text': return <p className="words">{body.text}</p>;
    case 'image': return <Image src={body.url} alt={body.alt || t('floor.message.image')} width={180} />;
    case 'video': return <video src={body.url} controls preload="none" width={220} aria-label={body.alt || t('floor.message.video')} />;
    case 'product': return <p className="words card">{body.picture && <img src={body.picture} alt="" />}<span>{body.title}<br /><b className="figure">{money(body.priceMinor, body.currency, language)}</b></span></p>;
    case 'order': return <p className="words card">{body.picture && <img src={body.picture} alt="" />}<span>{t('floor.message.order', { number: body.number })}<br />{body.title} · <b className="figure">{money(body.paidMinor, body.currency, language)}</b></span></p>;
    case 'links': return <div className="words"><span className="soft">{t(`floor.message.links.${body.lead}`)}</span><ul className="links">{body.items.map((item) => <li key={item.questionId}>{item.title}</li>)}</ul></div>;
    case 'rating_request': return <p className="words">{t('floor.message.rating')}</p>;
    case 'system': return <p>{t(`floor.system.${body.code}`)}{Object.values(body.params).length > 0 && ` · ${Object.values(body.params).join(' · ')}`}</p>;
  }
};

const OneMessage = memo(({ message }: { message: MessageView }) => {
  const t = useFloorText();
  const { language } = useLanguage();
  const at = Date.parse(message.at);
  const time = <time dateTime={message.at} title={exactTime(at, language)} className="figure">{clockTime(at, language)}</time>;
  if (message.body.type === 'system') return <li className="system"><Body body={message.body} />{time}</li>;
  const name = message.author.name || (message.author.kind === 'robot' ? t('floor.message.robot') : t('floor.conversations.anonymous'));
  return (
    <li className={message.author.kind}>
      <span className="by">{name} {time}</span>
      <Body body={message.body} />
    </li>
  );
});

const Note = ({ note }: { note: NoteView }) => {
  const t = useFloorText();
  return <li className="note"><span className="by">{t('floor.watch.notes')} · {note.author.name}</span><p className="words">{note.text}</p></li>;
};

/** Messages with the notes between them; stays at the end while the reader is there. */
export const SilentThread = ({ messages, notes, earlier, onEarlier }: { messages: readonly MessageView[]; notes: readonly NoteView[]; earlier: boolean; onEarlier: () => void }) => {
  const t = useFloorText();
  const box = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => { if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight; }, [messages, notes]);
  useEffect(() => {
    // Pictures that arrive later push the end away.
    const element = box.current;
    if (element === null) return undefined;
    const onLoad = (): void => { if (atEnd.current) element.scrollTop = element.scrollHeight; };
    element.addEventListener('load', onLoad, true);
    return () => element.removeEventListener('load', onLoad, true);
  }, []);
  return (
    <ol className="floor-thread" ref={box} tabIndex={0} aria-live="polite" onScroll={({ currentTarget: el }) => { atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < 48; }}>
      {earlier && <li className="system"><Button size="small" type="text" onClick={onEarlier}>{t('floor.message.earlier')}</Button></li>}
      {messages.flatMap((message) => [
        <OneMessage key={message.id} message={message} />,
        ...notes.filter((note) => note.afterSeq === message.seq).map((note) => <Note key={note.id} note={note} />),
      ])}
    </ol>
  );
};
