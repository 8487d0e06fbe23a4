// What the page around the widget says, and what the two halves of the widget say to each other. Types only: the loader stays tiny.
import type { Words } from './frame/words/zh.ts';

export type Language = 'zh' | 'en';

/** Read from the script tag; `focus` and `identify` change it later. */
export interface Settings {
  /** Address of the server, without a slash at the end. */
  base: string;
  /** Slug or id of the shop. */
  shop: string;
  /** The shop system's own id of the product on the page. */
  product: string | null;
  /** The shop system's own order number. */
  order: string | null;
  /** Signed by the shop: who the consumer is. */
  jwt: string | null;
  language: Language;
  position: 'left' | 'right';
  /** Under this name the browser keeps what the widget has to remember for this shop. */
  storageKey: string;
}

/** What the loader gives to the chat. */
export interface FrameHost {
  root: ShadowRoot;
  settings: Settings;
  words: Words;
  onUnread(count: number): void;
  onOpenChange(open: boolean): void;
}

/** What the chat gives back. */
export interface Frame {
  open(): void;
  close(): void;
  identify(jwt: string | null): void;
  focus(focus: PageFocus): void;
}

/** What the page shows. */
export interface PageFocus {
  product?: string | null;
  order?: string | null;
}

/** `window.Qindesk`. */
export interface QindeskApi {
  open(): void;
  close(): void;
  /** Makes the consumer known by a JWT that the shop signed; `null` forgets. */
  identify(jwt: string | null): void;
  /** Tells what the page shows now: ids as the shop system has them. */
  focus(focus: PageFocus): void;
}
