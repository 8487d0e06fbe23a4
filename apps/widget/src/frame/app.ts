// What every part of the screen needs at hand.
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Settings } from '../settings.ts';
import type { Chat } from './chat.ts';
import type { KeptStore } from './kept.ts';
import type { ChatState } from './state.ts';
import type { Store } from './store.ts';
import type { Words } from './words/zh.ts';

export interface App {
  chat: Chat;
  store: Store<ChatState>;
  settings: Settings;
  kept: KeptStore;
  words: Words;
  close(): void;
  /** Shows a picture large. */
  zoom(url: string, alt: string): void;
}

export const AppContext = createContext<App>(null as unknown as App);
export const useApp = (): App => useContext(AppContext);

/** The state, drawn again whenever it changes. */
export const useChatState = (): ChatState => {
  const { store } = useApp();
  const [state, setState] = useState(store.get());
  useEffect(() => {
    // A change between the first drawing and this moment would be missed.
    setState(store.get());
    return store.subscribe(() => setState(store.get()));
  }, [store]);
  return state;
};
