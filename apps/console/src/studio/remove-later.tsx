// Removing a question with a way back: it leaves the list at once and the server after a few seconds, unless it is undone.
import { App, Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { libraryRoutes, type QuestionView } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';
import { useStudioText } from './text.ts';

/** How long an undo is offered. */
const undoMs = 7000;

export interface RemoveLater {
  /** Ids that are gone for the reader. */
  hidden: ReadonlySet<string>;
  remove: (question: QuestionView) => void;
  /** Removes now what still waits; before publishing or importing. */
  flush: () => Promise<void>;
}

/** `onGone` is called when something has really been removed, `onBack` when a removal was undone. Leaving the place removes what still waits. */
export function useRemoveLater(onGone: () => void, onBack: (id: string) => void): RemoveLater {
  const t = useStudioText();
  const say = useRefusalText();
  const { notification, message } = App.useApp();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef(new Map<string, { question: QuestionView; timer: ReturnType<typeof setTimeout> }>());

  const show = useCallback((id: string) => setHidden((before) => new Set([...before].filter((each) => each !== id))), []);
  const carryOut = useCallback(async (id: string): Promise<void> => {
    const held = waiting.current.get(id);
    if (held === undefined) return;
    clearTimeout(held.timer);
    waiting.current.delete(id);
    notification.destroy(`removed-${id}`);
    try {
      await http.call(libraryRoutes.removeQuestion, { params: { id: held.question.id } });
      onGone();
    } catch (error) {
      show(id);
      void message.error(t('studio.remove.failed', { title: held.question.title, why: say(error) }));
    }
  }, [notification, message, onGone, show, say, t]);

  const latest = useRef(carryOut);
  useEffect(() => { latest.current = carryOut; }, [carryOut]);
  const flush = useCallback(async () => { await Promise.all([...waiting.current.keys()].map((id) => latest.current(id))); }, []);
  useEffect(() => () => void flush(), [flush]);

  const remove = (question: QuestionView): void => {
    const { id } = question;
    waiting.current.set(id, { question, timer: setTimeout(() => void latest.current(id), undoMs) });
    setHidden((before) => new Set([...before, id]));
    const undo = (): void => {
      clearTimeout(waiting.current.get(id)?.timer);
      waiting.current.delete(id);
      notification.destroy(`removed-${id}`);
      show(id);
      onBack(id);
    };
    notification.info({ key: `removed-${id}`, title: t('studio.remove.done', { title: question.title }), actions: <Button size="small" onClick={undo}>{t('ui.undo')}</Button>, duration: undoMs / 1000, placement: 'bottom', closable: false });
  };
  return { hidden, remove, flush };
}
