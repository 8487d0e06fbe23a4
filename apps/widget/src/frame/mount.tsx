// Puts the chat into the shadow root that the loader made, and gives it the handles to it. The way in of this half.
import { render, type VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Frame, FrameHost } from '../settings.ts';
import { AppContext, type App } from './app.ts';
import { createChat } from './chat.ts';
import { createKept } from './kept.ts';
import { Panel } from './panel.tsx';
import { firstState } from './state.ts';
import { createStore } from './store.ts';
import frameCss from './frame.css?inline';
import { Zoom } from './zoom.tsx';

const Root = ({ base }: { base: Omit<App, 'zoom'> }): VNode => {
  const [picture, setPicture] = useState<{ url: string; alt: string } | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const app = useMemo<App>(() => ({
    ...base,
    zoom: (url, alt) => {
      opener.current = document.activeElement?.shadowRoot?.activeElement as HTMLElement | null;
      setPicture({ url, alt });
    },
  }), [base]);
  const closeZoom = (): void => {
    setPicture(null);
    opener.current?.focus();
  };
  return (
    <AppContext.Provider value={app}>
      <Panel />
      {picture !== null && <Zoom {...picture} onClose={closeZoom} />}
    </AppContext.Provider>
  );
};

/** Draws the chat, closed. It begins to talk to the server when it is opened, or at once if a conversation is open. */
export const mount = ({ root, settings, words, onUnread, onOpenChange }: FrameHost): Frame => {
  const kept = createKept(settings.storageKey);
  const { widget = null, sound = false, talking } = kept.read();
  // What the last visit left: names are on the screen at once.
  const store = createStore({ ...firstState, widget, sound });
  const chat = createChat(settings, store, kept);
  const setOpen = (open: boolean): void => {
    if (store.get().open === open) return;
    store.set({ open });
    onOpenChange(open);
  };
  const app = { chat, store, settings, kept, words, close: () => setOpen(false) };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(frameCss);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const box = document.createElement('div');
  box.className = 'frame';
  root.append(box);
  let unread = 0;
  store.subscribe(() => {
    const state = store.get();
    // The product's own colour has its tokens; any other is derived.
    const accent = state.widget?.shop.accent ?? '';
    if (/^#[0-9a-f]{6}$/i.test(accent) && !/^#E8590C$/i.test(accent)) {
      box.classList.add('accented');
      (root.host as HTMLElement).style.setProperty('--accent', accent);
    }
    if (state.unread !== unread) onUnread((unread = state.unread));
  });
  render(<Root base={app} />, box);
  if (talking) chat.connect();

  return {
    open: () => {
      setOpen(true);
      chat.connect();
    },
    close: app.close,
    identify: chat.identify,
    focus: chat.focus,
  };
};
