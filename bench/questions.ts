// Consumers who ask the robot: which questions it answers by itself, and asking them one after another. Not for judging the answers.
import { resolve } from 'node:path';
import { readCorpus } from '../packages/matcher/train/read-corpus.ts';
import type { Consumer } from './crowd.ts';
import { numberAt } from './meter.ts';
import { request, type Shop } from './product-world.ts';

/** `/trials` takes so many at once. */
const trialAtMost = 500;
/** An answer that takes longer is none: a thanks among the wordings, say, may be left without one. */
const answerWithinMs = 10_000;

interface Question { title: string; phrasings: string[] }
interface Trial { text: string; outcome: string; question: { id: string } | null; answers: object[]; reasons: string[] }

/** By question: texts that are phrasings of it word for word, and others that the robot takes for it. */
type Wordings = Map<string, { phrased: string[]; free: string[] }>;

const tryOut = async (url: string, shop: Shop, texts: readonly string[]): Promise<Wordings> => {
  const wordings: Wordings = new Map();
  for (let at = 0; at < texts.length; at += trialAtMost) {
    const { items } = (await request<{ items: Trial[] }>(url, 'POST', `/v1/shops/${shop.id}/library/trials`, { texts: texts.slice(at, at + trialAtMost) }, { cookie: shop.ownerCookie })).value;
    for (const { text, outcome, question, answers, reasons } of items) {
      if (outcome !== 'answer' || !question || answers.length === 0) continue;
      const known = wordings.get(question.id) ?? { phrased: [], free: [] };
      wordings.set(question.id, known);
      known[reasons.includes('exact') ? 'phrased' : 'free'].push(text);
    }
  }
  return wordings;
};

/**
 * What consumers ask, of which the robot answers all by itself: one half word for word what the shop's published library holds (of fifty short questions typed for a try twenty did), one half in words that the library does not have, written
 * for measuring the matcher. Neighbours in the list are about different questions.
 */
export const listQuestions = async (url: string, shop: Shop): Promise<string[]> => {
  const { items } = (await request<{ items: Question[] }>(url, 'GET', `/v1/shops/${shop.id}/questions?limit=500`, null, { cookie: shop.ownerCookie })).value;
  const others = readCorpus(resolve('packages/matcher/eval/second-hand')).flatMap(({ lines }) => lines);
  const wordings = await tryOut(url, shop, [...items.flatMap(({ title, phrasings }) => [title, ...phrasings.slice(0, 10)]), ...others]);
  const columns = [...wordings.values()].map(({ phrased, free }) => free.slice(0, phrased.length).flatMap((text, i) => [phrased[i] as string, text])).filter((column) => column.length > 0);
  const deepest = Math.max(...columns.map((column) => column.length));
  // Only whole rows: the last of one and the first of the next are of different questions too.
  return Array.from({ length: deepest }, (_, row) => columns.flatMap((column) => column[row] ?? [])).filter((row) => row.length > 1).flat();
};

export interface Talk { asked: number; answered: number; /** Conversations that went to a person. */ gone: number; seconds: number; answerMs: Float64Array }

const text = (payload: Buffer, from: number, to: number): string => payload.toString('latin1', from, to);
const kindMark = Buffer.from('"kind":"robot"');
const seqMark = Buffer.from('"seq":');

/** Whose conversation went to a person: the robot will not answer them any more. */
const withPeople = new WeakSet<Consumer>();

/** Each asks, waits for the robot's first word, and asks the next; for `ms`, then until all have their answer. `round` lets nobody begin with what they asked last: the robot would hand that over. */
export const askQuestions = (everybody: readonly Consumer[], questions: readonly string[], ms: number, round: number): Promise<Talk> => {
  const askers = everybody.filter((one) => !withPeople.has(one));
  const from = performance.now();
  const run = `${Date.now().toString(36)}-${process.pid}`;
  const times: number[] = [];
  const count = { asked: 0, answered: 0, gone: 0 };
  let under = askers.length;
  let lastAt = from;
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(late);
      for (const { line } of askers) line.hear = () => undefined;
      resolve({ ...count, seconds: (lastAt - from) / 1000, answerMs: Float64Array.from(times).sort() });
    };
    const late = setTimeout(finish, ms + answerWithinMs);
    const done = (): void => { under -= 1; if (under === 0) finish(); };
    askers.forEach((asker, i) => {
      const { line, conversationId } = asker;
      // Apart from each other in the list, so that they do not all ask the same.
      let next = i * 7 + round * 1009;
      let askedAt = 0;
      let askedSeq = Number.POSITIVE_INFINITY;
      let open = true;
      const ask = (): void => {
        if (performance.now() - from >= ms) { open = false; done(); return; }
        count.asked += 1;
        askedAt = performance.now();
        askedSeq = Number.POSITIVE_INFINITY;
        line.send(JSON.stringify({ type: 'message.send', ref: i, conversationId, clientId: `${run}-${i}-${next}`, body: { type: 'text', text: questions[next++ % questions.length] } }));
      };
      line.hear = (payload) => {
        const type = text(payload, 9, 14);
        if (!open) return;
        if (type === 'accep') { askedSeq = numberAt(payload, payload.indexOf(seqMark) + seqMark.length); return; }
        if (type === 'conve' && /"state":"(queued|assigned|waiting)"/.test(payload.toString())) { open = false; count.gone += 1; withPeople.add(asker); done(); return; }
        if (type !== 'messa' || payload.indexOf(kindMark) < 0) return;
        // A second word of the answer before is not the answer to this question.
        if (numberAt(payload, payload.indexOf(seqMark) + seqMark.length) < askedSeq) return;
        lastAt = performance.now();
        times.push(lastAt - askedAt);
        count.answered += 1;
        ask();
      };
      ask();
    });
  });
};
