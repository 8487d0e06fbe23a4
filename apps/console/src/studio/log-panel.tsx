// What the robot answered lately, to be judged by a person; how right it was, and what it has learnt from that. One decision's row is decision-log.tsx.
import { AuditOutlined, CheckCircleOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { App, Button, Drawer, Segmented, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { robotRoutes, type LoggedDecisionView, type QuestionView, type RouteOutput, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { Blank, Failed, useRefusalText } from '../ui/states.tsx';
import { LogEntry, type LogHand } from './decision-log.tsx';
import { useStudioText } from './text.ts';
import './suggestions.css';

type Page = RouteOutput<typeof robotRoutes.listDecisions>;
type Outcome = 'answer' | 'offer' | 'ask';
interface Props { shopId: ShopId; questions: readonly QuestionView[]; onOpen: (id: string) => void }

const pageSize = 30;
const outcomes: readonly Outcome[] = ['answer', 'offer', 'ask'];

/** Precision as it is defined: answers judged right / answers judged. */
const Standing = ({ page }: { page: Page }) => {
  const t = useStudioText();
  const { precision: { days, judged, right }, refinement: { learnt, enough } } = page;
  return (
    <div className="standing">
      {judged > 0
        ? <p><b className="figure">{Math.round((right / judged) * 100)}%</b> <span>{t('studio.log.precision')}</span> <span className="studio-soft figure">{t('studio.log.of', { right, judged, days })}</span></p>
        : <p>{t('studio.log.noPrecision', { days })}</p>}
      <p className="studio-soft">{learnt >= enough ? t('studio.log.learnt', { n: learnt }) : t('studio.log.learning', { n: enough - learnt })}</p>
    </div>
  );
};

/** The pages in the cache are changed in place: a row that was judged stays where it is, so that nothing moves under the hand. */
const useJudging = (shopId: ShopId, key: readonly unknown[]): Pick<LogHand, 'busy' | 'judge' | 'takeBack'> => {
  const say = useRefusalText();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const put = (entry: LoggedDecisionView, judgement: LoggedDecisionView['judgement']): void => {
    const before = entry.judgement;
    const change = (right: boolean | null | undefined, by: number): { judged: number; right: number } => ({ judged: right == null ? 0 : by, right: right === true ? by : 0 });
    const [less, more] = [change(before?.right, -1), change(judgement?.right, 1)];
    queries.setQueryData<InfiniteData<Page>>(key, (data) => data && {
      ...data,
      pages: data.pages.map((page) => ({
        ...page, items: page.items.map((each) => (each.id === entry.id ? { ...each, judgement } : each)),
        precision: { ...page.precision, judged: page.precision.judged + less.judged + more.judged, right: page.precision.right + less.right + more.right },
      })),
    });
    // The other lists are read again when they are looked at.
    void queries.invalidateQueries({ queryKey: ['decisions', shopId], refetchType: 'none' });
    void queries.invalidateQueries({ queryKey: ['dial', shopId] });
  };
  const run = (entry: LoggedDecisionView, act: () => Promise<LoggedDecisionView['judgement']>): void => {
    setBusy((now) => new Set([...now, entry.id]));
    void act().then((judgement) => put(entry, judgement), (error: unknown) => message.error(say(error))).finally(() => setBusy((now) => new Set([...now].filter((each) => each !== entry.id))));
  };
  const params = ({ conversationId, seq }: LoggedDecisionView) => ({ id: conversationId, seq });
  return {
    busy,
    judge: (entry, means) => run(entry, () => http.call(robotRoutes.judge, { params: params(entry), body: { means: means as 'nothing' } })),
    takeBack: (entry) => run(entry, () => http.call(robotRoutes.withdraw, { params: params(entry) }).then(() => null)),
  };
};

const Panel = ({ shopId, questions, onOpen }: Props) => {
  const t = useStudioText();
  const [judged, setJudged] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const key = ['decisions', shopId, judged, outcome] as const;
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: key, initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => http.call(robotRoutes.listDecisions, { params: { id: shopId }, signal,
      query: { judged: judged ? 'true' : 'false', limit: pageSize, ...(outcome === '' ? {} : { outcome }), ...(pageParam === null ? {} : { cursor: pageParam }) } as never }),
    getNextPageParam: (last) => last.cursor,
  });
  const judging = useJudging(shopId, key);
  const [first] = data?.pages ?? [];
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {first && <Standing page={first} />}
      <p className="studio-soft">{t('studio.log.hint')}</p>
      <div className="filters">
        <Segmented<string> value={judged ? 'judged' : 'open'} onChange={(value) => setJudged(value === 'judged')} options={[{ value: 'open', label: t('studio.log.open') }, { value: 'judged', label: t('studio.log.judged') }]} aria-label={t('studio.log.which')} />
        <Select<Outcome | ''> value={outcome} onChange={setOutcome} aria-label={t('studio.log.kind')} popupMatchSelectWidth={false} options={[{ value: '', label: t('studio.log.all') }, ...outcomes.map((value) => ({ value, label: t(`studio.trial.outcomes.${value}`) }))]} />
      </div>
      {isPending ? <div aria-busy="true"><Skeleton active paragraph={{ rows: 3 }} /><Skeleton active paragraph={{ rows: 3 }} /></div>
        : error !== null && data === undefined ? <Failed error={error} onRetry={() => void refetch()} />
          : items.length === 0 && !hasNextPage ? <Blank art={<CheckCircleOutlined />} title={t(judged ? 'studio.log.noneJudged' : 'studio.log.noneOpen')} text={t(judged ? 'studio.log.noneJudgedHint' : 'studio.log.noneOpenHint')} />
            : <ol className="suggested log" aria-label={t('studio.log')}>{items.map((entry) => <LogEntry key={entry.id} entry={entry} questions={questions} hand={{ ...judging, open: onOpen }} />)}</ol>}
      {hasNextPage && <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('studio.log.more')}</Button>}
    </>
  );
};

/** The button and the panel that it opens. */
export const DecisionLog = ({ onOpen, ...rest }: Props) => {
  const t = useStudioText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<AuditOutlined aria-hidden />} onClick={() => setOpen(true)}>{t('studio.log')}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('studio.log')} size="min(680px, 100vw)" rootClassName="studio-suggestions" destroyOnHidden>
        <Panel {...rest} onOpen={(id) => { setOpen(false); onOpen(id); }} />
      </Drawer>
    </>
  );
};
