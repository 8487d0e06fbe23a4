// What to mend first so that the robot takes more: read when opened, from the published library; what is adopted goes into the draft at once.
import { BulbOutlined, CheckCircleOutlined, RocketOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Skeleton, Tabs } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { libraryRoutes, type QuestionView, type ShopId, type SuggestionsView } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { Blank, Failed, useRefusalText } from '../ui/states.tsx';
import { useAdopt, useHolders } from './adopt-phrasings.ts';
import { sameKey } from './check-phrasings.ts';
import { usePublications } from './library-feed.ts';
import type { NewQuestion } from './question-draft.ts';
import { Collisions, MissedQuestions, ThinQuestions, type DraftHand } from './suggestion-lists.tsx';
import { useStudioText } from './text.ts';
import './suggestions.css';

/** Right after a publication the answer waits for the robot to be trained on it. */
const timeoutMs = 120_000;

interface Props { shopId: ShopId; questions: readonly QuestionView[]; /** Whether these are all questions of the draft. */ whole: boolean; mayWrite: boolean; onPut: (question: QuestionView) => void; onOpen: (id: string) => void; onNew: (question: NewQuestion) => void }

/** What the draft has already mended is left out: a phrasing that is gone, a question that is gone. */
const openStill = (view: SuggestionsView, questions: readonly QuestionView[], whole: boolean): SuggestionsView => {
  const byId = new Map<string, ReadonlySet<string>>(questions.map((each) => [each.id, new Set([each.title, ...each.phrasings].map(sameKey))]));
  const holds = (id: string, text: string): boolean => byId.get(id)?.has(sameKey(text)) ?? !whole;
  return {
    ...view,
    collisions: view.collisions.filter(({ sides }) => sides.every(({ question, phrasing }) => holds(question.id, phrasing))),
    thin: view.thin.filter(({ question }) => !whole || byId.has(question.id)),
    missed: view.missed.map((each) => (each.nearest !== null && whole && !byId.has(each.nearest.id) ? { ...each, nearest: null } : each)),
  };
};

const Section = ({ hint, empty, count, children }: { hint: string; empty: string; count: number; children: ReactNode }) =>
  (count === 0 ? <Blank art={<CheckCircleOutlined />} title={empty} /> : <><p className="studio-soft">{hint}</p>{children}</>);

const Lists = ({ view, hand }: { view: SuggestionsView; hand: DraftHand }) => {
  const t = useStudioText();
  const { collisions, thin, missed } = view;
  const titled = (word: string, count: number): ReactNode => <span>{word} <span className="figure studio-soft">{count}</span></span>;
  // Opens on the first list that has something in it.
  const first = collisions.length > 0 ? 'collisions' : thin.length > 0 ? 'thin' : missed.length > 0 ? 'missed' : 'collisions';
  return (
    <Tabs defaultActiveKey={first} items={[
      { key: 'collisions', label: titled(t('studio.suggest.collisions'), collisions.length), children: <Section hint={t('studio.suggest.collisionsHint')} empty={t('studio.suggest.noCollisions')} count={collisions.length}><Collisions items={collisions} hand={hand} /></Section> },
      { key: 'thin', label: titled(t('studio.suggest.thin'), thin.length), children: <Section hint={t('studio.suggest.thinHint')} empty={t('studio.suggest.noThin')} count={thin.length}><ThinQuestions items={thin} hand={hand} /></Section> },
      { key: 'missed', label: titled(t('studio.suggest.missed'), missed.length), children: <Section hint={t('studio.suggest.missedHint')} empty={t('studio.suggest.noMissed')} count={missed.length}><MissedQuestions items={missed} hand={hand} /></Section> },
    ]} />
  );
};

const Panel = ({ shopId, questions, whole, mayWrite, onPut, onOpen, onNew }: Props) => {
  const t = useStudioText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const { data: publications } = usePublications(shopId);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['suggestions', shopId, publications?.items[0]?.version ?? 0], staleTime: 60_000,
    queryFn: ({ signal }) => http.call(libraryRoutes.listSuggestions, { params: { id: shopId }, signal, timeoutMs }),
  });
  const { busy, change } = useAdopt(shopId, questions, onPut);
  const holders = useHolders(questions);
  const view = useMemo(() => data && openStill(data, questions, whole), [data, questions, whole]);
  const fail = (failure: unknown): void => void message.error(failure === undefined ? t('studio.gone') : say(failure));
  const takeBack = (id: string, texts: readonly string[]): void => void change(id, { remove: texts }).catch(fail);
  const add = (id: string, texts: readonly string[]): void => void change(id, { add: texts }).then(() => message.success({
    key: 'adopted', duration: 6,
    content: <>{t('studio.suggest.added', { n: texts.length })} <Button type="link" size="small" onClick={() => { message.destroy('adopted'); takeBack(id, texts); }}>{t('ui.undo')}</Button></>,
  }), fail);
  if (isPending) return <div aria-busy="true"><Skeleton active paragraph={{ rows: 3 }} /><Skeleton active paragraph={{ rows: 6 }} /></div>;
  if (error !== null || view === undefined) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <>
      {view.version === null && <Blank art={<RocketOutlined />} title={t('studio.publish.none')} text={t('studio.suggest.unpublished')} />}
      {(view.version !== null || view.missed.length > 0) && <Lists view={view} hand={{ holders, busy, mayWrite, add, takeBack, open: onOpen, begin: onNew }} />}
    </>
  );
};

/** The button and the panel that it opens. */
export const Suggestions = ({ onOpen, onNew, ...rest }: Props) => {
  const t = useStudioText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<BulbOutlined aria-hidden />} onClick={() => setOpen(true)}>{t('studio.suggest')}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('studio.suggest')} size="min(680px, 100vw)" rootClassName="studio-suggestions" destroyOnHidden>
        <Panel {...rest} onOpen={(id) => { setOpen(false); onOpen(id); }} onNew={(question) => { setOpen(false); onNew(question); }} />
      </Drawer>
    </>
  );
};
