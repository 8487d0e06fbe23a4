// Closing with a reason: one click on one of the shop's reasons, or words of one's own.
import { Button, Input, Modal } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import type { ConversationView } from '@qindesk/protocol';
import { useShopOf } from '../find-shop.ts';
import { useText } from '../text.ts';
import { WaitButton } from '../../ui/wait-button.tsx';

interface CloseDialogProps { view: ConversationView; open: boolean; busy: boolean; onClose: (reason: string) => void; onLeave: () => void }

const mostLetters = 40;

/** The dialog. Keys 1…9 choose a reason. */
export const CloseDialog = ({ view, open, busy, onClose, onLeave }: CloseDialogProps) => {
  const t = useText();
  const reasons = useShopOf(view)?.shop.settings.closeReasons ?? [];
  const [own, setOwn] = useState('');
  const onKeyDown = (event: KeyboardEvent): void => {
    const reason = reasons[Number(event.key) - 1];
    if (reason !== undefined && !busy) onClose(reason);
  };
  return (
    <Modal open={open} onCancel={onLeave} footer={null} width={420} title={t('desk.close.title', { name: view.consumer.name })} destroyOnHidden afterClose={() => setOwn('')}>
      <p className="soft">{t('desk.close.why')}</p>
      <div className="reasons" role="group" aria-label={t('desk.close.why')} onKeyDown={onKeyDown}>
        {reasons.map((reason, index) => <Button key={reason} block disabled={busy} autoFocus={index === 0} aria-label={reason} onClick={() => onClose(reason)}><span>{reason}</span>{index < 9 && <kbd aria-hidden>{index + 1}</kbd>}</Button>)}
      </div>
      <form className="reason-own" onSubmit={(event) => { event.preventDefault(); if (own.trim() !== '') onClose(own.trim()); }}>
        <Input value={own} maxLength={mostLetters} placeholder={t('desk.close.own')} aria-label={t('desk.close.own')} onChange={(event) => setOwn(event.target.value)} />
        <WaitButton htmlType="submit" loading={busy} disabled={own.trim() === ''}>{t('desk.close')}</WaitButton>
      </form>
      {view.needsReplySince !== null && <p className="close-warning">{t('desk.close.unanswered')}</p>}
    </Modal>
  );
};
