// Keeps the Tab key inside the window of the chat.

const reachable = 'button:not([disabled]):not([hidden]), a[href], textarea, input:not([hidden]), video[controls], [tabindex="0"]';

/** Moves the focus from the last control to the first, and back. Call it on Tab. */
export const trapFocus = (event: KeyboardEvent, box: HTMLElement): void => {
  const all = [...box.querySelectorAll<HTMLElement>(reachable)];
  const active = (box.getRootNode() as ShadowRoot).activeElement;
  const [first, last] = [all[0], all.at(-1)];
  const edge = event.shiftKey ? first : last;
  if (active !== edge && active !== box) return;
  if (active === box && !event.shiftKey) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
};
