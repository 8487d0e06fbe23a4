// What is being written to one conversation, and how it leaves: text, pictures, notes. Not for how the composer looks (composer.tsx).
import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { conversationRoutes, type AnswerBody, type ConversationView, type SendableBody } from '@qindesk/protocol';
import { http } from '../../live/http.ts';
import { dispatch, sendMessage, useLive } from '../../live/store.ts';
import { useRefusalText } from '../../ui/states.tsx';
import { useTellTyping } from '../thread/typing.ts';
import { useAttachments } from './attachments.tsx';
import { drafts, useDraft } from './drafts.ts';

/** The protocol's limit of a text. */
export const mostLetters = 4000;

const useNote = (view: ConversationView) => {
  const { message } = App.useApp();
  const say = useRefusalText();
  return useMutation({
    mutationFn: (text: string) => http.call(conversationRoutes.addNote, { params: { id: view.id }, body: { text } }),
    onSuccess: (note) => dispatch({ type: 'note.added', note }),
    onError: (error) => void message.error(say(error)),
  });
};

/** The draft of a conversation with everything that can be done to it. `submit` resolves to whether something left. */
export const useWriting = (view: ConversationView) => {
  const say = useRefusalText();
  const { message } = App.useApp();
  const memberId = useLive((state) => state.memberId);
  const key = `${memberId}/${view.id}`;
  const draft = useDraft(key);
  const text = draft?.text ?? '';
  const noting = draft?.note ?? false;
  const [sending, setSending] = useState(false);
  const attachments = useAttachments((error) => void message.warning(say(error)));
  const note = useNote(view);
  const tellTyping = useTellTyping(view.id, !noting);

  const write = (next: string, asNote = noting): void => drafts.keep(key, next, asNote, Date.now());
  /** Empties the field, unless something else has been written into it since. */
  const clear = (words: string): void => {
    const now = drafts.find(key);
    if (now?.text.trim() === words) drafts.keep(key, '', now.note, Date.now());
  };
  const send = (body: SendableBody | AnswerBody): void => {
    sendMessage(view.id, body);
    tellTyping('');
  };
  const keepNote = async (words: string): Promise<boolean> => {
    if (words === '' || note.isPending) return false;
    await note.mutateAsync(words);
    clear(words);
    return true;
  };
  /** Pictures in their order; one that cannot be stored stops what follows it. */
  const sendPictures = async (): Promise<boolean> => {
    for (const one of attachments.items) {
      const url = await one.stored;
      if (url === null) return false;
      send({ type: one.file.type.startsWith('video/') ? 'video' : 'image', url, alt: '' });
      attachments.remove(one.key);
    }
    return true;
  };
  const submit = async (): Promise<boolean> => {
    const words = text.trim();
    if (sending || words.length > mostLetters) return false;
    if (noting) return keepNote(words);
    if (words === '' && attachments.items.length === 0) return false;
    if (attachments.items.length > 0) {
      setSending(true);
      const sent = await sendPictures();
      setSending(false);
      if (!sent) return false;
    }
    if (words !== '') send({ type: 'text', text: words });
    clear(words);
    return true;
  };
  return {
    text, noting, attachments, write, send, submit,
    busy: sending || note.isPending,
    empty: text.trim() === '' && (noting || attachments.items.length === 0),
    type: (next: string): void => { write(next); if (!noting) tellTyping(next); },
  };
};
