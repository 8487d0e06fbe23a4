// Asks before unsaved work is left: another thing of the same place, another place, or the page itself. Not for keeping drafts.
import { useBlocker } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import type { RefObject } from 'react';
import { useSharedText } from './text.tsx';

interface Props {
  /** Read at the moment of leaving, so that a navigation right after saving is not asked about. */
  changed: RefObject<boolean>;
  /** What would be lost, by name. */
  title: string;
  /** Parameters of the address's search that lead to another thing; a change of others leaves nothing. */
  params: readonly string[];
  /** True when it was saved. */
  onSave: () => Promise<boolean>;
}

const differs = (a: object, b: object, params: readonly string[]): boolean =>
  params.some((name) => (a as Record<string, unknown>)[name] !== (b as Record<string, unknown>)[name]);

/** Renders nothing until somebody is about to leave. */
export const LeaveGuard = ({ changed, title, params, onSave }: Props) => {
  const t = useSharedText();
  const { status, proceed, reset } = useBlocker({
    withResolver: true, enableBeforeUnload: () => changed.current,
    shouldBlockFn: ({ current, next }) => changed.current && (current.pathname !== next.pathname || differs(current.search, next.search, params)),
  });
  const leave = (): void => { changed.current = false; proceed?.(); };
  return (
    <Modal open={status === 'blocked'} title={t('ui.leave.title')} onCancel={reset} closable={false} footer={[
      <Button key="stay" onClick={reset}>{t('ui.leave.stay')}</Button>,
      <Button key="drop" danger onClick={leave}>{t('ui.leave.drop')}</Button>,
      <Button key="save" type="primary" onClick={() => void onSave().then((saved) => (saved ? leave() : reset?.()))}>{t('ui.leave.save')}</Button>,
    ]}>
      {t('ui.leave.text', { title })}
    </Modal>
  );
};
