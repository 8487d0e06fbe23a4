// Keeps a thread where its reader is: at the end while at the end, in place when earlier messages come in above.
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

const nearEndPx = 48;

/** `firstKey` names the topmost line: when it changes, what came in above must not move what is read. */
export const useScroll = (firstKey: string | undefined, count: number): { box: RefObject<HTMLDivElement | null>; content: RefObject<HTMLDivElement | null>; atEnd: boolean; onScroll: () => void; toEnd: () => void } => {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const pinned = useRef(true);
  const last = useRef<{ firstKey: string | undefined; height: number; room: number }>({ firstKey, height: 0, room: 0 });

  const toEnd = useCallback(() => {
    pinned.current = true;
    setAtEnd(true);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);
  const onScroll = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    const { height, room } = last.current;
    // A scroll that comes with a change of size is the layout's, not the reader's.
    if (near || (element.scrollHeight === height && element.clientHeight === room)) pinned.current = near;
    last.current.height = element.scrollHeight;
    last.current.room = element.clientHeight;
    setAtEnd(pinned.current);
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (pinned.current) element.scrollTop = element.scrollHeight;
    else if (firstKey !== last.current.firstKey) element.scrollTop += element.scrollHeight - last.current.height;
    last.current = { firstKey, height: element.scrollHeight, room: element.clientHeight };
  }, [firstKey, count]);
  // Pictures and cards grow after they were drawn; so does the composer below.
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      const element = box.current;
      if (element === null) return;
      if (pinned.current) element.scrollTop = element.scrollHeight;
      last.current.height = element.scrollHeight;
      last.current.room = element.clientHeight;
    });
    if (box.current) observer.observe(box.current);
    if (content.current) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  return { box, content, atEnd, onScroll, toEnd };
};
