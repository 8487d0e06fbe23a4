// What stands above the first word: the shop's greeting and what others often ask.
import type { VNode } from 'preact';
import { useApp, useChatState } from './app.ts';
import { Mark } from './icons.tsx';
import { Text } from './body.tsx';

const mostHot = 6;

export const WelcomeCard = (): VNode => {
  const { chat, words, settings } = useApp();
  const { widget } = useChatState();
  if (widget === null) {
    return <div class="welcome bones" aria-hidden="true"><i /><i /><i /></div>;
  }
  // With nobody there, nothing was left yet either: the shop's promise comes with the message.
  const greeting = widget.open || widget.robotOn ? widget.shop.welcome[settings.language] : words.system.left_message;
  return (
    <section class="welcome">
      <div class="greeting"><Mark size={28} /><Text text={greeting} /></div>
      {widget.robotOn && widget.hot.length > 0 && (
        <>
          <h3>{words.hot}</h3>
          <ul>
            {widget.hot.slice(0, mostHot).map((item) => (
              <li key={item.questionId}>
                <button type="button" class="chip" onClick={() => chat.send({ type: 'text', text: item.title, questionId: item.questionId })}>{item.title}</button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};
