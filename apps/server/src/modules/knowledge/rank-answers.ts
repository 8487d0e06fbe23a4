// Ranks published answers for an agent's search words: words and character pairs, rarer ones weigh more. Pure. Not for what the robot says (packages/matcher).
import type { PublishedLibrary, PublishedQuestion } from './published-library.ts';

/** Latin words as they are; other scripts by single characters and pairs. Width and case do not count. */
export const piecesOf = (text: string): Set<string> => {
  const pieces = new Set<string>();
  for (const run of text.normalize('NFKC').toLowerCase().match(/[\p{Script=Latin}\p{N}]+|[^\p{Script=Latin}\p{N}\p{P}\p{S}\p{Z}\p{C}]+/gu) ?? []) {
    if (/^[\p{Script=Latin}\p{N}]/u.test(run)) { pieces.add(run); continue; }
    const characters = [...run];
    characters.forEach((character, i) => { pieces.add(character); const next = characters[i + 1]; if (next) pieces.add(character + next); });
  }
  return pieces;
};

interface Indexed { question: PublishedQuestion; title: string; inTitle: Set<string>; inPhrasings: Set<string>; inAnswers: Set<string> }
interface AnswerIndex { entries: Indexed[]; weight(piece: string): number }

const forDesk = (question: PublishedQuestion): boolean => question.mode === 'assist' || question.mode === 'both';

/** Builds the index of a library: questions whose mode offers them to people. */
export const indexAnswers = (library: PublishedLibrary): AnswerIndex => {
  const entries = library.questions.filter(forDesk).map((question): Indexed => ({
    question, title: question.title.toLowerCase(), inTitle: piecesOf(question.title), inPhrasings: piecesOf(question.phrasings.join('\n')),
    inAnswers: piecesOf([question.category, ...question.answers.map((answer) => (answer.type === 'text' ? answer.text : ''))].join('\n')),
  }));
  const count = new Map<string, number>();
  for (const { inTitle, inPhrasings, inAnswers } of entries) for (const piece of new Set([...inTitle, ...inPhrasings, ...inAnswers])) count.set(piece, (count.get(piece) ?? 0) + 1);
  return { entries, weight: (piece) => Math.log(1 + entries.length / (count.get(piece) ?? entries.length)) * (piece.length > 1 ? 2 : 1) };
};

/** Best first, at most `limit`. Without words: hot questions first. A question is listed only when it holds at least a third of the words' weight. */
export const rankAnswers = (index: AnswerIndex, search: string, limit: number): PublishedQuestion[] => {
  const pieces = [...piecesOf(search)];
  if (pieces.length === 0) return [...index.entries].sort((a, b) => Number(b.question.hot) - Number(a.question.hot)).slice(0, limit).map((entry) => entry.question);
  const words = search.trim().toLowerCase();
  const whole = pieces.reduce((sum, piece) => sum + index.weight(piece), 0);
  const scored = index.entries.map((entry) => {
    let [held, score] = [0, 0];
    for (const piece of pieces) {
      const place = entry.inTitle.has(piece) ? 3 : entry.inPhrasings.has(piece) ? 2 : entry.inAnswers.has(piece) ? 1 : 0;
      if (place > 0) held += index.weight(piece);
      score += place * index.weight(piece);
    }
    return { question: entry.question, held, score: score + (entry.title.includes(words) ? whole : 0) };
  });
  return scored.filter(({ held }) => held >= whole / 3).sort((a, b) => b.score - a.score).slice(0, limit).map(({ question }) => question);
};
