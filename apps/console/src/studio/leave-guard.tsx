// Asks before unsaved work is left: another question, another shop, another place, or the page itself.
import { useBlocker } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import type { RefObject } from 'react';
import type { StudioSearch } from './routes.ts';
import { useStudioText } from './text.ts';

/** `changed` is read when one leaves, so that a navigation right after saving is not asked about. */
export const LeaveGuard = ({ changed, title, onSave }: { changed: RefObject<boolean>; title: string; /** True when it was saved. */ onSave: () => Promise<boolean> }) => {
  const t = useStudioText();
  const { status, proceed, reset } = useBlocker({
    withResolver: true, enableBeforeUnload: () => changed.current,
    shouldBlockFn: ({ current, next }) => {
      if (!changed.current) return false;
      const [a, b] = [current.search as StudioSearch, next.search as StudioSearch];
      return current.pathname !== next.pathname || a.question !== b.question || a.shop !== b.shop;
    },
  });
  const leave = (): void => { changed.current = false; proceed?.(); };
  return (
    <Modal open={status === 'blocked'} title={t('studio.leave.title')} onCancel={reset} closable={false} footer={[
      <Button key="stay" onClick={reset}>{t('studio.leave.stay')}</Button>,
      <Button key="drop" danger onClick={leave}>{t('studio.leave.drop')}</Button>,
      <Button key="save" type="primary" onClick={() => void onSave().then((saved) => (saved ? leave() : reset?.()))}>{t('studio.leave.save')}</Button>,
    ]}>
      {t('studio.leave.text', { title: title || t('studio.untitled') })}
    </Modal>
  );
};
