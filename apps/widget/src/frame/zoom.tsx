// A picture, large, over everything. A tap shows it at its own size; Esc or the cross puts it away.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from './app.ts';
import { Cross } from './icons.tsx';

export const Zoom = ({ url, alt, onClose }: { url: string; alt: string; onClose: () => void }): VNode => {
  const { words } = useApp();
  const [full, setFull] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div class="zoom" role="dialog" aria-modal="true" aria-label={alt} onClick={onClose} onKeyDown={(event) => {
      event.stopPropagation();
      if (event.key === 'Escape') onClose();
      // One control: Tab stays on it.
      if (event.key === 'Tab') event.preventDefault();
    }}>
      <div class={full ? 'full' : ''}>
        <img src={url} alt={alt} onClick={(event) => {
          event.stopPropagation();
          setFull(!full);
        }} />
      </div>
      <button ref={button} type="button" aria-label={words.closeZoom} onClick={onClose}><Cross size={24} /></button>
    </div>
  );
};
