// How high the rows of the library's list may be: what its section leaves beside search and column heads. Not for lists on pages that scroll (ui/table-height.ts).
import { useLayoutEffect, useState, type RefObject } from 'react';

/** Until it was measured, and never less: six rows. */
const least = 260;

/** Pixels between the column heads and the end of the section; follows the window, the header above and the search tools. */
export const useListHeight = (section: RefObject<HTMLElement | null>): number => {
  const [height, setHeight] = useState(least);
  useLayoutEffect(() => {
    const element = section.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const head = element.querySelector('.ant-table-thead')?.getBoundingClientRect();
      if (head) setHeight(Math.max(least, Math.floor(element.getBoundingClientRect().bottom - head.bottom) - 1));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [section]);
  return height;
};
