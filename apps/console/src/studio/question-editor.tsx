// One question being edited: holds the draft, saves it, tells a conflict, guards unsaved work. The fields are question-form.tsx.
import { ArrowLeftOutlined, DeleteOutlined } from '@ant-design/icons';
import { toRefusedError } from '@qindesk/client';
import { Alert, App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { libraryRoutes, type QuestionView, type RefusalView, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { useLanguage } from '../ui/text.tsx';
import { When } from '../ui/time-label.tsx';
import { begunDraft, draftOf, emptyDraft, findDifferences, findDraftTrouble, isChanged, type NewQuestion, type QuestionDraft } from './question-draft.ts';
import { QuestionForm } from './question-form.tsx';
import { readQuestion, useSaveQuestion } from './save-question.ts';
import { useStudioText } from './text.ts';

interface Props {
  shopId: ShopId;
  /** Null for a new one. */
  question: QuestionView | null;
  /** What a new one begins with, if anything. */
  begun: NewQuestion | null;
  questions: readonly QuestionView[];
  readOnly: boolean;
  onSaved: (question: QuestionView) => void;
  onOpen: (id: string | undefined) => void;
  onRemove: (question: QuestionView) => void;
  onChanged: () => void;
}

const Conflict = ({ draft, theirs, onTake, onKeep }: { draft: QuestionDraft; theirs: QuestionView; onTake: () => void; onKeep: () => void }) => {
  const t = useStudioText();
  const parts = findDifferences(draft, theirs).map((part) => t(`studio.parts.${part}`)).join(t('studio.parts.separator'));
  return (
    <Alert type="warning" showIcon className="studio-conflict" title={t('studio.conflict.title')}
      description={<>{t('studio.conflict.text')} <When at={theirs.updatedAt} />{t('studio.conflict.differs', { parts: parts || t('studio.conflict.nothing') })}</>}
      action={<span className="studio-conflict-acts"><Button size="small" onClick={onTake}>{t('studio.conflict.take')}</Button><Button size="small" type="primary" onClick={onKeep}>{t('studio.conflict.keep')}</Button></span>} />
  );
};

/** A title or a phrasing that another question has: which, and whose. */
const Taken = ({ refusal }: { refusal: RefusalView }) => {
  const t = useStudioText();
  const { language } = useLanguage();
  const rows = refusal.rows ?? [];
  return (
    <Alert type="error" showIcon title={t(refusal.field === 'title' ? 'studio.trouble.title_exists' : 'studio.trouble.phrasing_exists')}
      description={rows.length > 0 ? <ul className="studio-taken">{rows.slice(0, 10).map((row) => <li key={`${row.row} ${row.message.en}`}>{row.message[language]}</li>)}</ul> : undefined} />
  );
};

/** The draft and everything that can happen to it. `stored` is what it began from. */
const useEditing = ({ shopId, question, begun, onSaved, onOpen, onChanged }: Props) => {
  const t = useStudioText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const [stored, setStored] = useState(question);
  const [draft, setDraft] = useState<QuestionDraft>(() => (question !== null ? draftOf(question) : begun !== null ? begunDraft(begun) : emptyDraft()));
  const [theirs, setTheirs] = useState<QuestionView | null>(null);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<RefusalView | null>(null);
  const save = useSaveQuestion(shopId);
  const changed = isChanged(draft, stored);
  const changedNow = useRef(changed);
  useEffect(() => { changedNow.current = changed; }, [changed]);
  // Another's save reaches an untouched editor by itself; a touched one is told.
  if (question !== null && stored !== null && question.version > stored.version && question.version !== theirs?.version) {
    if (changed) setTheirs(question);
    else { setStored(question); setDraft(draftOf(question)); setTheirs(null); }
  }

  const undoAdd = (added: QuestionView): void => void http.call(libraryRoutes.removeQuestion, { params: { id: added.id } }).then(() => { onOpen(undefined); onChanged(); }, (error: unknown) => message.error(say(error)));
  const store = async (against: QuestionView | null, open: boolean): Promise<boolean> => {
    setTried(true);
    setRefused(null);
    const trouble = findDraftTrouble(draft)[0];
    if (trouble !== undefined) { void message.warning(t(`studio.trouble.${trouble}`)); return false; }
    try {
      const saved = await save.mutateAsync({ draft, stored: against });
      changedNow.current = false;
      setStored(saved);
      setDraft((now) => (now === draft ? draftOf(saved) : now));
      setTheirs(null);
      onSaved(saved);
      if (stored === null) {
        void message.success({ key: 'added', duration: 6, content: <>{t('studio.added')} <Button type="link" size="small" onClick={() => { message.destroy('added'); undoAdd(saved); }}>{t('ui.undo')}</Button></> });
        if (open) onOpen(saved.id);
      } else void message.success(t('studio.saved'));
      return true;
    } catch (error) {
      const { refusal } = toRefusedError(error);
      if (refusal.code === 'version_conflict' && stored !== null) {
        const now = await readQuestion(shopId, stored.id).catch(() => undefined);
        if (now) setTheirs(now);
        else void message.error(say(error));
      } else if (refusal.code === 'already_exists') setRefused(refusal);
      else void message.error(say(error));
      return false;
    }
  };
  const begin = (from: QuestionView): void => { setStored(from); setDraft(draftOf(from)); setTheirs(null); setRefused(null); };
  return { stored, draft, setDraft, theirs, changed, changedNow, saving: save.isPending, tried, refused, store, begin };
};

/** The right-hand side. Keyed by question, so that another question is another editor. */
export const QuestionEditor = (props: Props) => {
  const { shopId, questions, readOnly, onOpen, onRemove } = props;
  const t = useStudioText();
  const { stored, draft, setDraft, theirs, changed, changedNow, saving, tried, refused, store, begin } = useEditing(props);
  const save = useRef(() => {});
  useEffect(() => { save.current = () => { if (!readOnly && changed && !saving && theirs === null) void store(stored, true); }; });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); save.current(); }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <section className="studio-editor" aria-label={stored === null ? t('studio.new') : t('studio.edit', { title: stored.title })}>
      <header>
        <Button className="back" type="text" icon={<ArrowLeftOutlined aria-hidden />} onClick={() => onOpen(undefined)} aria-label={t('ui.back')} />
        <h2 className="one-line">{stored === null ? t('studio.new') : stored.title}</h2>
        <span className="studio-soft">{changed ? t('studio.unsaved') : stored === null ? '' : <>{t('studio.version', { n: stored.version })} · <When at={stored.updatedAt} /></>}</span>
        {!readOnly && stored !== null && <Button type="text" icon={<DeleteOutlined aria-hidden />} onClick={() => { changedNow.current = false; onRemove(stored); }}>{t('studio.remove')}</Button>}
        {!readOnly && changed && stored !== null && <Button onClick={() => begin(stored)}>{t('studio.revert')}</Button>}
        {!readOnly && <Button type="primary" loading={saving} disabled={!changed || theirs !== null} title="Ctrl+S" onClick={() => void store(stored, true)}>{t('ui.save')}</Button>}
      </header>
      <div className="scroll">
        {readOnly && <Alert type="info" showIcon title={t('studio.readOnly')} />}
        {refused !== null && <Taken refusal={refused} />}
        {theirs !== null && <Conflict draft={draft} theirs={theirs} onTake={() => begin(theirs)} onKeep={() => void store(theirs, true)} />}
        <QuestionForm shopId={shopId} id={stored?.id ?? null} draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} questions={questions} readOnly={readOnly} titleTrouble={tried && draft.title.trim() === ''} />
      </div>
      <LeaveGuard changed={changedNow} title={draft.title || t('studio.untitled')} params={['question', 'shop']} onSave={() => store(stored, false)} />
    </section>
  );
};
