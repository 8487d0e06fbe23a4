// On a phone the window fills what the on-screen keyboard leaves free, and the page behind does not scroll.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const phone = '(max-width: 480px)';

export const useVisibleHeight = (panel: RefObject<HTMLElement | null>, open: boolean): void => {
  useEffect(() => {
    const view = window.visualViewport;
    const style = panel.current?.style;
    if (!open || view === null || style === undefined) return;
    const page = document.documentElement;
    const { overflow } = page.style;
    const fit = (): void => {
      const full = matchMedia(phone).matches;
      page.style.overflow = full ? 'hidden' : overflow;
      style.setProperty('--visible-height', full ? `${view.height}px` : '');
      style.setProperty('--visible-top', full ? `${view.offsetTop}px` : '');
    };
    fit();
    view.addEventListener('resize', fit);
    view.addEventListener('scroll', fit);
    return () => {
      view.removeEventListener('resize', fit);
      view.removeEventListener('scroll', fit);
      page.style.overflow = overflow;
    };
  }, [open, panel]);
};
