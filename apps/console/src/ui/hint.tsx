// A word on what a button does, for who can hover. A finger would only be covered by it.
import { Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useMedia } from './media.ts';

/** Nothing is shown without a title, or on a screen that is touched. */
export const Hint = ({ title, children, placement = 'top' }: { title: string | undefined; children: ReactElement; placement?: 'top' | 'right' | 'bottom' }) => {
  const hovers = useMedia('(hover: hover)');
  return <Tooltip title={hovers ? title : undefined} placement={placement}>{children}</Tooltip>;
};
