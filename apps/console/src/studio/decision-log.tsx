// One decision of the robot with what a person may say of it: right, wrong, what it should have been. Not for fetching or storing (log-panel.tsx).
import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import type { LoggedDecisionView, QuestionView } from '@qindesk/protocol';
import { When } from '../ui/time-label.tsx';
import { readMeasures } from './reason-text.ts';
import { useStudioText } from './text.ts';

type Judgement = NonNullable<LoggedDecisionView['judgement']>;

/** What the list may do. `means`: a question's id, `nothing` of the library, `other` than what was answered. */
export interface LogHand { busy: ReadonlySet<string>; judge: (entry: LoggedDecisionView, means: string) => void; takeBack: (entry: LoggedDecisionView) => void; open: (id: string) => void }

const Said = ({ judgement, onOpen }: { judgement: Judgement; onOpen: (id: string) => void }) => {
  const t = useStudioText();
  const { means, right } = judgement;
  if (right === true) return <span className="said-right"><CheckOutlined aria-hidden /> {t('studio.log.right')}</span>;
  return (
    <span className={right === false ? 'said-wrong' : ''}>
      {right === false && <><CloseOutlined aria-hidden /> {t('studio.log.wrong')}{means === 'other' ? '' : ' · '}</>}
      {means === 'nothing' ? t('studio.log.nothing') : means === 'other' ? '' : <>{t('studio.log.means')} <button type="button" className="plain link" onClick={() => onOpen(means.id)}>{means.title}</button></>}
    </span>
  );
};

/** What it should have been: what the robot thought of first, then every other question. */
const Should = ({ entry, questions, busy, onPick }: { entry: LoggedDecisionView; questions: readonly QuestionView[]; busy: boolean; onPick: (means: string) => void }) => {
  const t = useStudioText();
  const options = useMemo(() => {
    const thought = entry.candidates.filter(({ questionId, title }) => title !== '' && questionId !== entry.question?.id);
    const ids = new Set<string>([...thought.map(({ questionId }) => questionId), ...(entry.question ? [entry.question.id] : [])]);
    return [
      { value: 'nothing', label: t('studio.log.nothing') },
      { label: t('studio.log.thought'), title: 'thought', options: thought.map(({ questionId, title }) => ({ value: questionId as string, label: title })) },
      { label: t('studio.log.others'), title: 'others', options: questions.filter(({ id }) => !ids.has(id)).map(({ id, title }) => ({ value: id as string, label: title })) },
    ].filter((each) => each.options === undefined || each.options.length > 0);
  }, [entry, questions, t]);
  return (
    <Select<string> size="small" className="should" value={null} placeholder={t('studio.log.should')} aria-label={t('studio.log.shouldFor', { text: entry.text })} disabled={busy} popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }} options={options} onChange={(means) => { if (means) onPick(means); }} />
  );
};

export const LogEntry = ({ entry, questions, hand }: { entry: LoggedDecisionView; questions: readonly QuestionView[]; hand: LogHand }) => {
  const t = useStudioText();
  const { question, outcome, judgement, text } = entry;
  const busy = hand.busy.has(entry.id);
  const measures = readMeasures(entry.reasons);
  const offered = outcome === 'offer' ? entry.candidates.slice(0, 3).map(({ title }) => title).filter(Boolean) : [];
  return (
    <li className="entry">
      <span className="said">{text.replace(/\s*\n\s*/gu, ' ')}</span>
      <div className="what">
        <span className={`outcome ${outcome}`}>{t(`studio.trial.outcomes.${outcome}`)}</span>
        {question && <button type="button" className="plain link" onClick={() => hand.open(question.id)} aria-label={t('studio.suggest.openQuestion', { title: question.title })}>{question.title || t('studio.gone')}</button>}
        {offered.length > 0 && <span className="studio-soft">{offered.join(' · ')}</span>}
        <span className="studio-soft figure">{measures ? `${t('studio.log.sure', { sure: `${Math.round(measures.confidence * 100)}%` })} · ` : ''}<When at={entry.at} /></span>
      </div>
      <div className="acts">
        {judgement ? (
          <><Said judgement={judgement} onOpen={hand.open} /><span className="studio-soft">{t('studio.log.by', { name: judgement.by })} · <When at={judgement.at} /></span>
            <Button type="link" size="small" disabled={busy} onClick={() => hand.takeBack(entry)} aria-label={t('studio.log.takeBack', { text })}>{t('ui.undo')}</Button></>
        ) : (
          <>
            {question && outcome === 'answer' && <Button size="small" icon={<CheckOutlined aria-hidden />} disabled={busy} onClick={() => hand.judge(entry, question.id)} aria-label={t('studio.log.rightFor', { text })}>{t('studio.log.right')}</Button>}
            {outcome === 'answer' && <Button size="small" icon={<CloseOutlined aria-hidden />} disabled={busy} onClick={() => hand.judge(entry, 'other')} aria-label={t('studio.log.wrongFor', { text })}>{t('studio.log.wrong')}</Button>}
            <Should entry={entry} questions={questions} busy={busy} onPick={(means) => hand.judge(entry, means)} />
          </>
        )}
      </div>
    </li>
  );
};
