// Asks how it went: one tap rates. What is added to it afterwards replaces it. Not for when it is asked (the server).
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp, useChatState } from './app.ts';
import { Face } from './icons.tsx';

export const RatingCard = (): VNode | null => {
  const { chat, words } = useApp();
  const { conversation, messages } = useChatState();
  /** Tapped here, and not yet explained. */
  const [score, setScore] = useState(0);
  const [reasons, setReasons] = useState<string[]>([]);
  const [comment, setComment] = useState('');
  if (conversation === null) return null;
  const { rating } = conversation;
  if (rating === null) {
    const asked = conversation.state === 'closed' || messages.some((message) => message.conversationId === conversation.id && message.body.type === 'rating_request');
    if (!asked || conversation.can.rate !== true) return null;
    return (
      <section class="rating">
        <h3>{words.rateTitle}</h3>
        <div class="faces">
          {words.rateScore.map((word, index) => (
            <button key={word} type="button" class={index + 1 === score ? 'chosen' : ''} onClick={() => {
              setScore(index + 1);
              chat.rate(index + 1, [], '');
            }}><Face score={index + 1} /><span>{word}</span></button>
          ))}
        </div>
      </section>
    );
  }
  const toggle = (reason: string): void => setReasons(reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason]);
  return (
    <form class="rating" onSubmit={(event) => {
      event.preventDefault();
      setScore(0);
      chat.rate(score, reasons, comment.trim());
    }}>
      <div class="done" role="status"><Face score={rating.score} /><p>{words.rateThanks}<br /><span class="soft">{words.rateYours(words.rateScore[rating.score - 1] ?? '')}</span></p></div>
      {score > 0 && (
        <>
          <div class="reasons">
            {(score > 3 ? words.rateGood : words.rateBad).map((reason) => (
              <button key={reason} type="button" class="chip" aria-pressed={reasons.includes(reason)} onClick={() => toggle(reason)}>{reason}</button>
            ))}
          </div>
          <input class="comment" maxLength={500} value={comment} placeholder={words.rateComment} aria-label={words.rateComment} onInput={(event) => setComment(event.currentTarget.value)} />
          <button type="submit" class="primary" disabled={reasons.length === 0 && comment.trim() === ''}>{words.rateSubmit}</button>
        </>
      )}
    </form>
  );
};
