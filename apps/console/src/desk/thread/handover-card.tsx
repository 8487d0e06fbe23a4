// The robot's summary, above all else an agent sees first; it folds away once a person has answered.
import { RobotOutlined } from '@ant-design/icons';
import { useState } from 'react';
import type { ContextView } from '@qindesk/protocol';
import { When } from '../../ui/time-label.tsx';
import { useText } from '../text.ts';

/** `answered`: a person has spoken since the hand-over. */
export const HandoverCard = ({ handover, answered }: { handover: NonNullable<ContextView['handover']>; answered: boolean }) => {
  const t = useText();
  const [chosen, choose] = useState<boolean>();
  const open = chosen ?? !answered;
  return (
    <section className="handover-card" aria-label={t('desk.handover.title')}>
      <button type="button" className="plain handover-head" aria-expanded={open} onClick={() => choose(!open)}>
        <RobotOutlined aria-hidden /><b>{t('desk.handover.title')}</b><span className="handover-reason">{t(`desk.handover.${handover.reason}`)}</span><span className="handover-when"><When at={handover.at} /></span>
      </button>
      {open && (handover.summary.length > 0
        ? <ul>{handover.summary.map((line, index) => <li key={index}>{line}</li>)}</ul>
        : <p className="handover-none">{t('desk.handover.none')}</p>)}
    </section>
  );
};
