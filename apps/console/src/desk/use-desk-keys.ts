// The desk's keys. What each does is said in the `?` dialog (ui/shell/shortcuts.tsx).
import { useEffect, useRef } from 'react';

export type DeskAct = 'next' | 'previous' | 'nextWaiting' | 'close' | 'transfer' | 'note' | 'library' | 'product' | 'leave';

/** Which act a key press asks for; by place on the keyboard where Alt changes the letter. */
export const actOf = (event: Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>): DeskAct | undefined => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') return 'library';
  if (event.key === 'Escape') return 'leave';
  if (!event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const byCode: Record<string, DeskAct> = { ArrowDown: 'next', ArrowUp: 'previous', KeyN: 'nextWaiting', KeyW: 'close', KeyT: 'transfer', KeyM: 'note', KeyP: 'product' };
  return byCode[event.code];
};

const dialogIsOpen = (): boolean => [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].some((dialog) => dialog.checkVisibility());

/** Binds acts to keys while the component stands; a dialog or menu on top keeps its own keys. */
export const useDeskKeys = (acts: Partial<Record<DeskAct, () => void>>): void => {
  const latest = useRef(acts);
  useEffect(() => { latest.current = acts; });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const act = actOf(event);
      const run = act === undefined ? undefined : latest.current[act];
      if (run === undefined || event.defaultPrevented || dialogIsOpen()) return;
      if (act !== 'leave') event.preventDefault();
      run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
};
