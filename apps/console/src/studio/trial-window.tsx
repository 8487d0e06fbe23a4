// "What would the robot say, and why": asked here, answered by the published library. Always a key away (Ctrl+J).
import { CloseOutlined, ExperimentOutlined, SendOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { libraryRoutes, type RouteInput, type RouteOutput, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { InlineFailure } from '../ui/states.tsx';
import { useBilingual } from '../ui/text.tsx';
import { AnswerPreview } from './answer-preview.tsx';
import { useProducts } from './products.ts';
import { usePublications } from './library-feed.ts';
import { readMeasures, spokenReasons, useReasonText } from './reason-text.ts';
import { useStudioText } from './text.ts';

type Trial = RouteOutput<typeof libraryRoutes.tryOut>['items'][number];

/** Right after a publication the answer waits for the robot to be trained on it. */
const trainingTimeoutMs = 120_000;
/** Questions asked at once; each line is one. */
const mostAtOnce = 20;

/** A share as people read it: nobody is certain to the third digit. */
const percent = (share: number): string => (share >= 0.995 ? '>99%' : share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`);
/** What hardly came into question is left out, but for the runner-up. */
const worthShowing = 0.01;

const partsOf = (parts: NonNullable<Trial['candidates'][number]['parts']>) => {
  const whole = (share: number): string => `${Math.round(share * 100)}%`;
  return { classifier: whole(parts.classifier), words: whole(parts.words), meaning: whole(parts.meaning), topic: whole(parts.topic) };
};

/** The questions that were answered, in the order asked. */
const answeredIn = ({ earlier, question }: Trial): { id: string; title: string }[] => (question ? [...earlier, question] : []);

const Candidates = ({ trial, onOpen }: { trial: Trial; onOpen: (id: string) => void }) => {
  const t = useStudioText();
  return (
    <ol className="candidates" aria-label={t('studio.trial.candidates')}>
      {trial.candidates.slice(0, 5).filter((each, number) => number < 2 || each.probability >= worthShowing).map((each) => (
        <li key={each.questionId}>
          <button type="button" className="plain" onClick={() => onOpen(each.questionId)}>
            <span className="one-line">{each.title}</span>
            <span className="figure">{percent(each.probability)}</span>
            <span className="bar" aria-hidden><i style={{ width: `${Math.min(100, each.probability * 100)}%` }} className={answeredIn(trial).some(({ id }) => id === each.questionId) ? 'taken' : ''} /></span>
            {each.parts && <span className="one-line studio-soft figure">{t('studio.trial.parts', partsOf(each.parts))}</span>}
            {each.phrasing !== '' && <span className="one-line studio-soft">{t('studio.trial.phrasing', { text: each.phrasing })}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
};

/** How sure the robot is, against the lines from which it offers and answers. */
const Sureness = ({ reasons }: { reasons: readonly string[] }) => {
  const t = useStudioText();
  const measures = readMeasures(reasons);
  if (measures === undefined) return null;
  const words = (share: number): string => `${(share * 100).toFixed(0)}%`;
  return (
    <div className="sureness" role="img" aria-label={t('studio.trial.sureness', { sure: words(measures.confidence), offer: words(measures.offerFrom), answer: words(measures.answerFrom) })}>
      <span className="bar"><i style={{ width: words(measures.confidence) }} /><b style={{ left: words(measures.offerFrom) }} /><b style={{ left: words(measures.answerFrom) }} /></span>
      <span className="studio-soft figure">{t('studio.trial.sureness', { sure: words(measures.confidence), offer: words(measures.offerFrom), answer: words(measures.answerFrom) })}</span>
    </div>
  );
};

const OneTrial = ({ shopId, trial, onOpen }: { shopId: ShopId; trial: Trial; onOpen: (id: string) => void }) => {
  const t = useStudioText();
  const reason = useReasonText();
  const said = spokenReasons(trial.reasons);
  const offered = trial.outcome === 'offer' ? trial.candidates.slice(0, 3).map((each) => each.title) : [];
  return (
    <li className="trial">
      <p className="asked">{trial.text}</p>
      <div className="head"><span className={`outcome ${trial.outcome}`}>{t(`studio.trial.outcomes.${trial.outcome}`)}</span>{answeredIn(trial).map(({ id, title }) => <button key={id} type="button" className="plain link one-line" onClick={() => onOpen(id)}>{title}</button>)}</div>
      {trial.answers.length > 0 ? <AnswerPreview shopId={shopId} bodies={trial.answers} /> : offered.length > 0 ? <div className="studio-preview"><ul className="links">{offered.map((title) => <li key={title}>{title}</li>)}</ul></div> : null}
      <Sureness reasons={trial.reasons} />
      {said.length > 0 && <ul className="reasons" aria-label={t('studio.trial.reasons')}>{said.map((code) => <li key={code}>{reason(code)}</li>)}</ul>}
      {trial.candidates.length > 0 ? <Candidates trial={trial} onOpen={onOpen} /> : <p className="studio-soft">{t('studio.trial.noCandidates')}</p>}
    </li>
  );
};

type TrialFocus = NonNullable<RouteInput<typeof libraryRoutes.tryOut>['body']>['focus'];
type OrderState = NonNullable<NonNullable<TrialFocus>['orderState']>;
const orderStates: readonly OrderState[] = ['unpaid', 'paid', 'shipped', 'delivered'];

/** What the consumer of the trial looks at: the robot reads lines with it. */
const FocusPicker = ({ shopId, focus, onChange }: { shopId: ShopId; focus: NonNullable<TrialFocus>; onChange: (focus: NonNullable<TrialFocus>) => void }) => {
  const t = useStudioText();
  const pick = useBilingual();
  const products = useProducts(shopId);
  return (
    <div className="focus">
      {products.length > 0 && <Select<string> size="small" allowClear showSearch={{ optionFilterProp: 'label' }} value={focus.productId ?? null} placeholder={t('studio.trial.anyProduct')} aria-label={t('studio.trial.product')}
        onChange={(productId?: string) => onChange({ ...focus, productId })} options={products.map((product) => ({ value: product.id as string, label: pick(product.title) }))} />}
      <Select<OrderState> size="small" allowClear value={focus.orderState ?? null} placeholder={t('studio.trial.anyOrder')} aria-label={t('studio.trial.order')} onChange={(orderState?: OrderState) => onChange({ ...focus, orderState })} options={orderStates.map((value) => ({ value, label: t(`studio.order.${value}`) }))} />
    </div>
  );
};

interface Props { shopId: ShopId; robotName: string; onClose: () => void; onOpen: (id: string) => void }

/** The window. It floats: the editor behind it stays in use. */
const TrialWindow = ({ shopId, robotName, onClose, onOpen }: Props) => {
  const t = useStudioText();
  const { data: publications } = usePublications(shopId);
  const [text, setText] = useState('');
  const [focus, setFocus] = useState<NonNullable<TrialFocus>>({});
  const [trials, setTrials] = useState<Trial[]>([]);
  const end = useRef<HTMLDivElement>(null);
  const ask = useMutation({
    mutationFn: (texts: string[]) => http.call(libraryRoutes.tryOut, { params: { id: shopId }, body: { texts, focus }, timeoutMs: trainingTimeoutMs }),
    onSuccess: ({ items }) => { setTrials((before) => [...before, ...items].slice(-50)); setText(''); },
  });
  useLayoutEffect(() => { end.current?.scrollIntoView({ block: 'end' }); }, [trials]);
  const send = (): void => {
    const texts = text.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, mostAtOnce);
    if (texts.length > 0 && !ask.isPending) ask.mutate(texts);
  };
  const version = trials.at(-1)?.libraryVersion ?? publications?.items[0]?.version;
  return (
    <div className="studio-trial" role="dialog" aria-label={t('studio.trial')} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onClose(); } }}>
      <header>
        <ExperimentOutlined aria-hidden /><strong>{t('studio.trial')}</strong>
        <span className="studio-soft one-line">{version === undefined ? t('studio.trial.unpublished') : t('studio.trial.version', { n: version })}{publications?.draftChanged && version !== undefined ? ` · ${t('studio.trial.draftChanged')}` : ''}</span>
        <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} onClick={onClose} aria-label={t('ui.close')} />
      </header>
      <div className="scroll" aria-live="polite">
        {trials.length === 0 && <p className="hint">{t('studio.trial.hint', { robot: robotName })}</p>}
        {/* Asked twice is shown twice. */}
        <ul>{trials.map((trial, number) => <OneTrial key={number} shopId={shopId} trial={trial} onOpen={onOpen} />)}</ul>
        {ask.isError && <InlineFailure error={ask.error} onRetry={send} />}
        <div ref={end} />
      </div>
      <FocusPicker shopId={shopId} focus={focus} onChange={setFocus} />
      <footer>
        <Input.TextArea autoFocus value={text} onChange={(event) => setText(event.target.value)} autoSize={{ minRows: 1, maxRows: 5 }} placeholder={t('studio.trial.placeholder')} aria-label={t('studio.trial.ask')}
          onKeyDown={(event) => { if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) { event.preventDefault(); send(); } }} />
        <Button type="primary" icon={<SendOutlined aria-hidden />} loading={ask.isPending} disabled={text.trim() === ''} onClick={send} aria-label={t('studio.trial.send')} />
      </footer>
    </div>
  );
};

/** The key, and the window while it is open. Keyed by shop: another shop's robot begins anew. */
export const Trial = ({ open, setOpen, ...rest }: Omit<Props, 'onClose'> & { open: boolean; setOpen: (open: boolean) => void }) => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'j') { event.preventDefault(); setOpen(!open); }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open, setOpen]);
  return open ? <TrialWindow key={rest.shopId} {...rest} onClose={() => setOpen(false)} /> : null;
};
