// The head of the chat: whose shop, who answers, and the way to a person, which is always in sight [BT2].
import type { VNode } from 'preact';
import { useApp, useChatState } from './app.ts';
import { ChevronDown, Mark, SoundOff, SoundOn } from './icons.tsx';
import { playSound } from './play-sound.ts';
import { safeUrl } from './safe-url.ts';
import type { ChatState } from './state.ts';
import type { Words } from './words/zh.ts';

const whoServes = ({ conversation, widget, failure }: ChatState, words: Words, robot: string): string => {
  if (widget === null) return failure === null ? words.connecting : '';
  if (conversation?.state === 'assigned') return words.agentServes(conversation.agentName ?? '');
  if (conversation?.state === 'queued') return words.queuedFor;
  if (conversation?.state === 'waiting' || (!widget.robotOn && !widget.open)) return words.resting;
  return widget.robotOn ? words.robotServes(robot) : '';
};

/** What the button to a person says, and whether there is anything left to ask. */
const humanButton = ({ conversation, askingHuman }: ChatState, words: Words): { text: string; done: boolean } => {
  if (askingHuman) return { text: words.askingHuman, done: true };
  if (conversation?.state === 'queued') return { text: words.queuedShort, done: true };
  if (conversation?.state === 'assigned') return { text: words.withHuman, done: true };
  if (conversation?.state === 'waiting') return { text: words.leftShort, done: true };
  return { text: words.human, done: false };
};

export const Header = (): VNode => {
  const { chat, words, settings, store, kept, close } = useApp();
  const state = useChatState();
  const { widget, sound, line, failure } = state;
  const picture = safeUrl(widget?.shop.picture, settings.base);
  const human = humanButton(state, words);
  const toggleSound = (): void => {
    store.set({ sound: !sound });
    kept.write({ sound: !sound });
    if (!sound) playSound();
  };
  return (
    <header class="header">
      <span class="shop-face">
        {picture === null ? <Mark size={40} /> : <img src={picture} alt="" width="40" height="40" />}
        <i class={`dot ${line === 'online' ? 'on' : ''}`} />
      </span>
      <div class="names">
        <h2>{widget?.shop.name[settings.language] ?? '\u00a0'}</h2>
        <p>{whoServes(state, words, widget?.shop.robotName[settings.language] ?? '')}</p>
      </div>
      <button type="button" class="human" aria-label={human.done ? human.text : words.askHuman} disabled={human.done || failure !== null} onClick={chat.askHuman}>
        {human.text}
      </button>
      <button type="button" class="plain" aria-pressed={sound} aria-label={sound ? words.soundOff : words.soundOn} title={sound ? words.soundOff : words.soundOn} onClick={toggleSound}>
        {sound ? <SoundOn /> : <SoundOff />}
      </button>
      <button type="button" class="plain" aria-label={words.close} title={words.close} onClick={close}><ChevronDown /></button>
    </header>
  );
};
