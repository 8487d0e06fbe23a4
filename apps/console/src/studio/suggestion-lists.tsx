// The three lists of the suggestions: phrasings that collide, questions with few phrasings, questions without an answer. Not for fetching or storing (suggestions-panel.tsx, adopt-phrasings.ts).
import { CheckOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Collapse } from 'antd';
import { useState } from 'react';
import type { SuggestionsView } from '@qindesk/protocol';
import { phrasingLimit, sameKey } from './check-phrasings.ts';
import { asLine, beginWith } from './begin-question.ts';
import type { NewQuestion } from './question-draft.ts';
import { useStudioText } from './text.ts';

/** What the lists need to know of the draft, and how they change it. */
export interface DraftHand {
  /** Whose each text of the draft is, by sameKey. */
  holders: ReadonlyMap<string, string>;
  busy: ReadonlySet<string>;
  mayWrite: boolean;
  add: (id: string, texts: readonly string[]) => void;
  takeBack: (id: string, texts: readonly string[]) => void;
  open: (id: string) => void;
  /** Opens a new question that begins with these. */
  begin: (question: NewQuestion) => void;
}

type Collision = SuggestionsView['collisions'][number];
type Thin = SuggestionsView['thin'][number];
type Missed = SuggestionsView['missed'][number];

export const Collisions = ({ items, hand }: { items: readonly Collision[]; hand: DraftHand }) => {
  const t = useStudioText();
  return (
    <ol className="suggested">
      {items.map(({ sides, nearness }) => (
        <li key={sides.map(({ question, phrasing }) => `${question.id} ${phrasing}`).join(' ')} className="pair">
          {sides.map(({ question, phrasing }) => (
            <div key={question.id}>
              <span className="said">{phrasing}</span>
              <button type="button" className="plain link" onClick={() => hand.open(question.id)} aria-label={t('studio.suggest.openQuestion', { title: question.title })}>{question.title}</button>
            </div>
          ))}
          <span className="studio-soft figure">{t('studio.suggest.near', { percent: Math.round(nearness * 100) })}</span>
        </li>
      ))}
    </ol>
  );
};

/** One text with its button: into the draft, or out of it again. */
const AdoptButton = ({ id, text, hand }: { id: string; text: string; hand: DraftHand }) => {
  const t = useStudioText();
  const held = hand.holders.get(sameKey(text)) === id;
  if (held) {
    return <span className="held"><span className="studio-soft"><CheckOutlined aria-hidden /> {t('studio.suggest.inDraft')}</span>{hand.mayWrite && <Button type="link" size="small" disabled={hand.busy.has(id)} onClick={() => hand.takeBack(id, [text])} aria-label={t('studio.suggest.takeBack', { text })}>{t('ui.undo')}</Button>}</span>;
  }
  return hand.mayWrite ? <Button size="small" icon={<PlusOutlined aria-hidden />} disabled={hand.busy.has(id)} onClick={() => hand.add(id, [text])} aria-label={t('studio.suggest.addOne', { text })}>{t('studio.suggest.add')}</Button> : null;
};

const Proposals = ({ thin: { question, proposed, topic, phrasings }, hand }: { thin: Thin; hand: DraftHand }) => {
  const t = useStudioText();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  // What another question of the draft holds by now can no longer be this one's.
  const texts = proposed.filter((text) => (hand.holders.get(sameKey(text)) ?? question.id) === question.id);
  const open = texts.filter((text) => !hand.holders.has(sameKey(text)));
  const chosen = open.filter((text) => picked.has(text));
  const pick = (text: string, on: boolean): void => setPicked((before) => new Set([...before].filter((each) => each !== text).concat(on ? [text] : [])));
  return (
    <div className="proposals">
      <div className="studio-soft">
        {t('studio.suggest.thinCount', { n: phrasings })}{topic !== null && texts.length > 0 ? t('studio.suggest.topic', { topic: topic.title, percent: Math.round(topic.sure * 100) }) : ''}{' '}
        <button type="button" className="plain link" onClick={() => hand.open(question.id)}>{t('studio.suggest.open')}</button>
      </div>
      {texts.length === 0 ? <p className="studio-soft">{t('studio.suggest.noProposals')}</p> : (
        <>
          <ul aria-label={t('studio.suggest.proposals', { title: question.title })}>
            {texts.map((text) => (
              <li key={text}>
                {hand.mayWrite && open.includes(text) ? <Checkbox checked={picked.has(text)} onChange={(event) => pick(text, event.target.checked)}>{text}</Checkbox> : <span className="said">{text}</span>}
                <AdoptButton id={question.id} text={text} hand={hand} />
              </li>
            ))}
          </ul>
          {hand.mayWrite && open.length > 0 && (
            <div className="acts">
              <Checkbox checked={chosen.length === open.length} indeterminate={chosen.length > 0 && chosen.length < open.length} onChange={(event) => setPicked(new Set(event.target.checked ? open : []))}>{t('studio.suggest.all')}</Checkbox>
              <Button type="primary" size="small" loading={hand.busy.has(question.id)} disabled={chosen.length === 0} onClick={() => { setPicked(new Set()); hand.add(question.id, chosen); }}>{t('studio.suggest.addMany', { n: chosen.length })}</Button>
            </div>
          )}
        </>
      )}
    </div>
  );
};

export const ThinQuestions = ({ items, hand }: { items: readonly Thin[]; hand: DraftHand }) => {
  const t = useStudioText();
  return (
    <Collapse ghost size="small" defaultActiveKey={items[0]?.question.id ?? ''} className="thin"
      items={items.map((thin) => ({
        key: thin.question.id,
        label: <span className="thin-title"><span>{thin.question.title}</span><span className="studio-soft figure">{thin.neighbours > 0 ? t('studio.suggest.neighbours', { n: thin.neighbours }) : ''}</span></span>,
        children: <Proposals thin={thin} hand={hand} />,
      }))} />
  );
};

/** Other ways in which a group was asked that are shown; the question that is begun with them gets all. */
const shown = 5;

export const MissedQuestions = ({ items, hand }: { items: readonly Missed[]; hand: DraftHand }) => {
  const t = useStudioText();
  return (
    <ol className="suggested">
      {items.map((missed) => {
        const text = asLine(missed.text);
        const holder = hand.holders.get(sameKey(text));
        return (
          <li key={missed.text} className="missed">
            <span className="said">{text} <b className="figure">{t('studio.suggest.times', { n: missed.count })}</b></span>
            {missed.examples.length > 0 && <ul className="studio-soft">{missed.examples.slice(0, shown).map((example) => <li key={example}>{asLine(example)}</li>)}</ul>}
            <div className="acts">
              {missed.nearest !== null && <span>{t('studio.suggest.nearest')} <button type="button" className="plain link" onClick={() => hand.open(missed.nearest?.id as string)} aria-label={t('studio.suggest.openQuestion', { title: missed.nearest.title })}>{missed.nearest.title}</button></span>}
              {missed.nearest !== null && text.length <= phrasingLimit && (holder === undefined || holder === missed.nearest.id) && <AdoptButton id={missed.nearest.id} text={text} hand={hand} />}
              {holder !== undefined && holder !== missed.nearest?.id && <span className="studio-soft"><CheckOutlined aria-hidden /> <button type="button" className="plain link" onClick={() => hand.open(holder)}>{t('studio.suggest.inDraft')}</button></span>}
              {hand.mayWrite && holder === undefined && <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => hand.begin(beginWith(missed, hand.holders))} aria-label={t('studio.suggest.newFor', { text })}>{t('studio.new')}</Button>}
            </div>
          </li>
        );
      })}
    </ol>
  );
};
