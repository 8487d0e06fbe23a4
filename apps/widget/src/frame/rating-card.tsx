// Asks how it went, and shows what was said.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp, useChatState } from './app.ts';
import { Face } from './icons.tsx';

const scores = [1, 2, 3, 4, 5];

export const RatingCard = (): VNode | null => {
  const { chat, words } = useApp();
  const { conversation, messages } = useChatState();
  const [score, setScore] = useState(0);
  const [reasons, setReasons] = useState<string[]>([]);
  const [comment, setComment] = useState('');
  if (conversation === null) return null;
  const { rating } = conversation;
  if (rating !== null) {
    return <div class="rating done"><Face score={rating.score} /><p>{words.rateThanks}<br /><span class="soft">{words.rateYours(words.rateScore[rating.score - 1] ?? '')}</span></p></div>;
  }
  const asked = conversation.state === 'closed' || messages.some((message) => message.conversationId === conversation.id && message.body.type === 'rating_request');
  if (!asked || conversation.can.rate !== true) return null;

  const choose = (next: number): void => {
    setScore(next);
    setReasons([]);
  };
  const toggle = (reason: string): void => setReasons(reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason]);
  return (
    <form class="rating" onSubmit={(event) => {
      event.preventDefault();
      chat.rate(score, reasons, comment.trim());
    }}>
      <fieldset>
        <legend>{words.rateTitle}</legend>
        <div class="faces">
          {scores.map((one) => (
            <label key={one} class={one === score ? 'chosen' : ''}>
              <input class="sr" type="radio" name="score" value={one} checked={one === score} onChange={() => choose(one)} />
              <Face score={one} /><span>{words.rateScore[one - 1]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {score > 0 && (
        <>
          <div class="reasons">
            {(score > 3 ? words.rateGood : words.rateBad).map((reason) => (
              <button key={reason} type="button" class="chip" aria-pressed={reasons.includes(reason)} onClick={() => toggle(reason)}>{reason}</button>
            ))}
          </div>
          <input class="comment" maxLength={500} value={comment} placeholder={words.rateComment} aria-label={words.rateComment} onInput={(event) => setComment(event.currentTarget.value)} />
          <button type="submit" class="primary">{words.rateSubmit}</button>
        </>
      )}
    </form>
  );
};
