// The fields of a question. Holds no state: what is typed goes up (question-editor.tsx).
import { FireFilled } from '@ant-design/icons';
import { AutoComplete, Input, Segmented, Select, Switch } from 'antd';
import { useId, useMemo } from 'react';
import type { QuestionId, QuestionView, ShopId } from '@qindesk/protocol';
import { AnswerPreview } from './answer-preview.tsx';
import { AnswersField } from './answers-field.tsx';
import { checkPhrasings } from './check-phrasings.ts';
import { useCategories, useHeldElsewhere } from './library-feed.ts';
import { PhrasingsField } from './phrasings-field.tsx';
import type { QuestionDraft } from './question-draft.ts';
import { useStudioText } from './text.ts';

export const modes: readonly QuestionView['mode'][] = ['both', 'auto', 'assist', 'off'];

const mostFollowUps = 8;

interface Props { shopId: ShopId; id: string | null; draft: QuestionDraft; onChange: (change: Partial<QuestionDraft>) => void; questions: readonly QuestionView[]; readOnly: boolean; titleTrouble: boolean }

const FollowUps = ({ id, draft, onChange, questions, readOnly }: Props) => {
  const t = useStudioText();
  const field = useId();
  const titles = useMemo(() => new Map([...questions.map((each) => [each.id as string, each.title] as const), ...draft.followUps.map((each) => [each.id as string, each.title] as const)]), [questions, draft.followUps]);
  return (
    <div className="studio-field">
      <div className="label"><label htmlFor={field}>{t('studio.followUps')}</label><span className="count">{t('studio.followUpsHint')}</span></div>
      <Select id={field} mode="multiple" className="studio-wide" disabled={readOnly} value={draft.followUps.map((each) => each.id as string)} maxCount={mostFollowUps} placeholder={t('studio.followUpsPick')} aria-label={t('studio.followUps')}
        showSearch={{ optionFilterProp: 'label' }} onChange={(ids) => onChange({ followUps: ids.map((each) => ({ id: each as QuestionId, title: titles.get(each) ?? '' })) })}
        options={[...titles].filter(([each]) => each !== id).map(([value, label]) => ({ value, label }))} />
    </div>
  );
};

/** Title, category, mode, phrasings, answers, follow-ups; beside them what the consumer will see. */
export const QuestionForm = (props: Props) => {
  const { shopId, id, draft, onChange, questions, readOnly, titleTrouble } = props;
  const t = useStudioText();
  const ids = { title: useId(), category: useId(), hot: useId() };
  const categories = useCategories(questions);
  const elsewhere = useHeldElsewhere(questions, id);
  const positives = useMemo(() => checkPhrasings(draft.positives).phrasings, [draft.positives]);
  const negatives = useMemo(() => checkPhrasings(draft.negatives).phrasings, [draft.negatives]);
  return (
    <div className="studio-form">
      <div className="studio-field">
        <div className="label"><label htmlFor={ids.title}>{t('studio.title')}</label><span className="count">{t('studio.titleHint')}</span></div>
        <Input id={ids.title} size="large" value={draft.title} readOnly={readOnly} maxLength={200} status={titleTrouble ? 'error' : ''} onChange={(event) => onChange({ title: event.target.value })} placeholder={t('studio.titlePlaceholder')} />
        {titleTrouble && <p className="flags bad" role="alert">{t('studio.trouble.no_title')}</p>}
      </div>
      <div className="studio-row">
        <div className="studio-field">
          <div className="label"><label htmlFor={ids.category}>{t('studio.category')}</label></div>
          <AutoComplete id={ids.category} value={draft.category} disabled={readOnly} showSearch={{ filterOption: true }} onChange={(category: string) => onChange({ category: category ?? '' })} placeholder={t('studio.categoryPlaceholder')} options={categories.map(({ name }) => ({ value: name }))} />
        </div>
        <div className="studio-field">
          <div className="label"><span>{t('studio.mode')}</span><span className="count">{t(`studio.modes.${draft.mode}.hint`)}</span></div>
          <Segmented<QuestionView['mode']> value={draft.mode} disabled={readOnly} onChange={(mode) => onChange({ mode })} options={modes.map((mode) => ({ value: mode, label: t(`studio.modes.${mode}`) }))} aria-label={t('studio.mode')} />
        </div>
        <div className="studio-field">
          <div className="label"><label htmlFor={ids.hot}>{t('studio.hot')}</label></div>
          <span className="studio-hot"><Switch id={ids.hot} checked={draft.hot} disabled={readOnly} onChange={(hot) => onChange({ hot })} aria-label={t('studio.hot')} />{draft.hot && <FireFilled aria-hidden />}<span className="studio-soft">{t('studio.hotHint')}</span></span>
        </div>
      </div>
      <PhrasingsField side="positive" value={draft.positives} onChange={(text) => onChange({ positives: text })} otherSide={negatives} elsewhere={elsewhere} readOnly={readOnly} />
      <PhrasingsField side="negative" value={draft.negatives} onChange={(text) => onChange({ negatives: text })} otherSide={positives} readOnly={readOnly} />
      <AnswersField shopId={shopId} answers={draft.answers} onChange={(answers) => onChange({ answers })} readOnly={readOnly} />
      <FollowUps {...props} />
      <div className="studio-field">
        <div className="label"><span>{t('studio.preview')}</span></div>
        <AnswerPreview shopId={shopId} bodies={draft.answers.map((answer) => answer.body)} links={draft.followUps.map((each) => each.title)} />
      </div>
    </div>
  );
};
