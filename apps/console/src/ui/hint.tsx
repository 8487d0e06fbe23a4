// A word on what a button does, for who can hover. A finger would only be covered by it.
import { Tooltip } from 'antd';
import { useEffect, useState, type ReactElement } from 'react';
import { useMedia } from './media.ts';

// It explains and never stands in the way: the pointer goes through it to what lies below.
const letThrough = { root: { pointerEvents: 'none' } } as const;

/** Nothing is shown without a title, or on a screen that is touched. A press anywhere takes it away. */
export const Hint = ({ title, children, placement = 'top' }: { title: string | undefined; children: ReactElement; placement?: 'top' | 'right' | 'bottom' }) => {
  const hovers = useMedia('(hover: hover)');
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return undefined;
    const hide = (): void => setOpen(false);
    addEventListener('pointerdown', hide, true);
    return () => removeEventListener('pointerdown', hide, true);
  }, [open]);
  return <Tooltip title={hovers ? title : undefined} placement={placement} open={open} onOpenChange={setOpen} mouseLeaveDelay={0} styles={letThrough}>{children}</Tooltip>;
};
