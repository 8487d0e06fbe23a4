// Takes phrasings over into the draft of a question, and out again. One change of a question after another, so that quick clicks do not overtake each other. Not for the editor (save-question.ts).
import { toRefusedError } from '@qindesk/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { libraryRoutes, type QuestionView, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { sameKey } from './check-phrasings.ts';
import { draftOf, inputOf } from './question-draft.ts';
import { readQuestion } from './save-question.ts';

export interface PhrasingChange { add?: readonly string[]; remove?: readonly string[] }

/** The phrasings of a question once a change is made; null when it changes nothing. Lines that differ only in marks are the same line. */
export function phrasingsAfter(question: Pick<QuestionView, 'title' | 'phrasings'>, { add = [], remove = [] }: PhrasingChange): string[] | null {
  const gone = new Set(remove.map(sameKey));
  const kept = question.phrasings.filter((text) => !gone.has(sameKey(text)));
  const held = new Set([question.title, ...kept].map(sameKey));
  const added: string[] = [];
  for (const text of add) {
    if (held.has(sameKey(text))) continue;
    held.add(sameKey(text));
    added.push(text);
  }
  return kept.length === question.phrasings.length && added.length === 0 ? null : [...kept, ...added];
}

/** Whose each title and phrasing of the draft is, by sameKey. */
export const useHolders = (questions: readonly QuestionView[]): ReadonlyMap<string, string> =>
  useMemo(() => new Map(questions.flatMap((each) => [each.title, ...each.phrasings].map((text) => [sameKey(text), each.id] as const))), [questions]);

export interface Adopt {
  /** Ids of questions that are being stored. */
  busy: ReadonlySet<string>;
  /** Rejects when the draft refused the change, or the question is gone (with undefined). */
  change: (id: string, change: PhrasingChange) => Promise<void>;
}

/** Changes go to the newest version known; one that somebody else was faster with is tried once more on theirs. */
export function useAdopt(shopId: ShopId, questions: readonly QuestionView[], put: (question: QuestionView) => void): Adopt {
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const newest = useRef(new Map<string, QuestionView>());
  const tails = useRef(new Map<string, Promise<void>>());
  useEffect(() => { newest.current = new Map(questions.map((each) => { const known = newest.current.get(each.id); return [each.id, known && known.version > each.version ? known : each]; })); }, [questions]);

  const store = useCallback(async (id: string, wanted: PhrasingChange): Promise<void> => {
    let question = newest.current.get(id) ?? await readQuestion(shopId, id);
    for (let again = false; ; again = true) {
      if (question === undefined) throw undefined;
      const phrasings = phrasingsAfter(question, wanted);
      if (phrasings === null) return;
      try {
        const saved = await http.call(libraryRoutes.changeQuestion, { params: { id: question.id }, body: { ...inputOf(draftOf(question)), phrasings, version: question.version } });
        newest.current.set(id, saved);
        put(saved);
        return;
      } catch (error) {
        if (again || toRefusedError(error).refusal.code !== 'version_conflict') throw error;
        question = await readQuestion(shopId, id);
      }
    }
  }, [shopId, put]);

  const change = useCallback((id: string, wanted: PhrasingChange): Promise<void> => {
    setBusy((before) => new Set([...before, id]));
    const mine = (tails.current.get(id) ?? Promise.resolve()).catch(() => undefined).then(() => store(id, wanted)).finally(() => {
      if (tails.current.get(id) !== mine) return;
      tails.current.delete(id);
      setBusy((before) => new Set([...before].filter((each) => each !== id)));
    });
    tails.current.set(id, mine);
    return mine;
  }, [store]);
  return { busy, change };
}
