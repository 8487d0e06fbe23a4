// A picture, large, over everything. A tap shows it at its own size; Esc or the cross puts it away.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from './app.ts';
import { Cross } from './icons.tsx';
import { trapFocus } from './trap-focus.ts';

export const Zoom = ({ url, alt, onClose }: { url: string; alt: string; onClose: () => void }): VNode => {
  const { words } = useApp();
  const [full, setFull] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div ref={box} class="zoom" role="dialog" aria-modal="true" aria-label={alt} onClick={onClose} onKeyDown={(event) => {
      event.stopPropagation();
      if (event.key === 'Escape') onClose();
      if (event.key === 'Tab' && box.current !== null) trapFocus(event, box.current);
    }}>
      <div class={full ? 'full' : ''}>
        <button type="button" aria-label={words.zoom} aria-pressed={full} onClick={(event) => {
          event.stopPropagation();
          setFull(!full);
        }}><img src={url} alt={alt} /></button>
      </div>
      <button ref={button} type="button" class="away" aria-label={words.closeZoom} onClick={onClose}><Cross size={24} /></button>
    </div>
  );
};
