// Above a thread: who it is with, in which shop, and what can be done with it. Not for doing it (act/).
import { ArrowLeftOutlined, CheckOutlined, InfoCircleOutlined, SwapOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Hint } from '../../ui/hint.tsx';
import type { ConversationView } from '@qindesk/protocol';
import { Avatar } from '../../ui/avatar.tsx';
import { useBilingual } from '../../ui/text.tsx';
import { Ticking } from '../../ui/time-label.tsx';
import { useReason } from '../reason.ts';
import { useText } from '../text.ts';

const Act = ({ can, name, hint, icon, onClick, primary = false }: { can: true | string; name: string; hint: string; icon: ReactNode; onClick: () => void; primary?: boolean }) => {
  const reason = useReason()(can);
  return <Hint title={reason ?? hint}><Button icon={icon} type={primary ? 'primary' : 'default'} ghost={primary} disabled={reason !== undefined} aria-label={name} onClick={onClick}><span className="act-word">{name}</span></Button></Hint>;
};

interface HeaderProps { view: ConversationView; contextShown: boolean; onContext: () => void; onTransfer: () => void; onClose: () => void }

/** The header. */
export const ThreadHeader = ({ view, contextShown, onContext, onTransfer, onClose }: HeaderProps) => {
  const t = useText();
  const pick = useBilingual();
  const open = view.state === 'assigned';
  return (
    <header className="thread-head">
      <Link to="/desk" className="thread-back" aria-label={t('desk.thread.back')}><ArrowLeftOutlined /></Link>
      <Avatar name={view.consumer.name} seed={view.consumer.id} size={36} />
      <div className="thread-who">
        <h1 className="one-line">{view.consumer.name}<Tag variant="filled" className="thread-tag">{view.consumer.signed ? t('desk.consumer.signed') : t('desk.consumer.anonymous')}</Tag></h1>
        <p className="one-line"><Avatar name={pick(view.shop.name)} picture={view.shop.picture} size={16} square /> <span className="one-line">{pick(view.shop.name)}</span>
          {open && view.needsReplySince !== null && <span className="thread-wait">{t('desk.list.needsReply')} <Ticking since={view.needsReplySince} /></span>}
          {!open && <span className="thread-state">{t(`desk.state.${view.state}`)}</span>}</p>
      </div>
      <div className="thread-acts">
        {view.state !== 'closed' && <Act can={view.can.transfer} name={t('desk.transfer')} hint="Alt T" icon={<SwapOutlined aria-hidden />} onClick={onTransfer} />}
        {view.state !== 'closed' && <Act can={view.can.close} name={t('desk.close')} hint="Alt W" icon={<CheckOutlined aria-hidden />} onClick={onClose} />}
        <Hint title={contextShown ? undefined : t('desk.context')}><Button className="context-toggle" type={contextShown ? 'primary' : 'text'} ghost={contextShown} icon={<InfoCircleOutlined aria-hidden />} aria-label={t('desk.context')} aria-pressed={contextShown} onClick={onContext} /></Hint>
      </div>
    </header>
  );
};
