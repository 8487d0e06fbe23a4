// What the robot understood of each question, how sure it was, and what else it thought of [BT1].
import type { ContextView, DecisionView } from '@qindesk/protocol';
import { When } from '../../ui/time-label.tsx';
import { useText } from '../text.ts';
import { Card } from './card.tsx';

const percent = (share: number): string => `${Math.round(share * 100)}%`;

const Decision = ({ decision }: { decision: DecisionView }) => {
  const t = useText();
  return (
    <li className="decision">
      <p className="decision-text">“{decision.text}”</p>
      <p className="decision-what"><span className={`outcome ${decision.outcome}`}>{t(`desk.robot.${decision.outcome}`)}</span>{decision.question && <b>{[...decision.earlier, decision.question].map(({ title }) => title).join(' · ')}</b>}<span className="figure" title={t('desk.robot.confidence')}>{percent(decision.confidence)}</span><When at={decision.at} /></p>
      {decision.candidates.length > 0 && (
        <details><summary>{t('desk.robot.candidates', { count: decision.candidates.length })}</summary>
          <ol>{decision.candidates.slice(0, 5).map((candidate) => (
            <li key={candidate.questionId}><span className="one-line" title={candidate.phrasing}>{candidate.title}</span><span className="probability" aria-hidden><i style={{ width: percent(candidate.probability) }} /></span><span className="figure">{percent(candidate.probability)}</span></li>
          ))}</ol>
        </details>
      )}
    </li>
  );
};

/** The card: the hand-over's reason, then decisions, newest first. */
export const RobotCard = ({ context }: { context: ContextView }) => {
  const t = useText();
  const { handover, decisions } = context;
  if (handover === null && decisions.length === 0) return null;
  const newest = [...decisions].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Card name="robot" title={t('desk.robot.title')} extra={decisions.length > 0 ? decisions.length : undefined}>
      {handover && (
        <div className="ctx-handover"><p><span className="handover-reason">{t(`desk.handover.${handover.reason}`)}</span> <When at={handover.at} /></p>
          {handover.summary.length > 0 && <ul>{handover.summary.map((line, index) => <li key={index}>{line}</li>)}</ul>}</div>
      )}
      {newest.length > 0 && <ul className="decisions">{newest.slice(0, 20).map((decision) => <Decision key={decision.id} decision={decision} />)}</ul>}
    </Card>
  );
};
