// minisearch: BM25 over the phrasings, the best phrasing's topic wins. Its own settings but for Chinese, which its tokenizer does not cut.
import { type Pack, type Peer, type Ranked, wordsOf } from './peer.ts';

type Index = { addAll: (lines: readonly { id: number; text: string; label: string | null }[]) => void; search: (text: string) => { label: string; score: number }[] };
type Module = new (settings: object) => Index;

/** Words, and pairs of neighbouring ideographs, which stand for Chinese words. */
function tokens(text: string): string[] {
  const words = wordsOf(text);
  return words.flatMap((word, i) => (/\p{Script=Han}/u.test(word) && /\p{Script=Han}/u.test(words[i + 1] ?? '') ? [word, word + words[i + 1]!] : [word]));
}

/** minisearch. */
export const minisearch = (pack: Pack): Peer => ({
  name: 'minisearch',
  version: pack.version,
  train: (library) => {
    const MiniSearch = pack.load() as Module;
    const index = new MiniSearch({ fields: ['text'], storeFields: ['label'], tokenize: tokens });
    index.addAll(library.map(({ text, label }, id) => ({ id, text, label })));
    return Promise.resolve((text) => {
      const best: Ranked[] = [];
      for (const { label, score } of index.search(text)) {
        if (best.some(({ topic }) => topic === label)) continue;
        best.push({ topic: label, score });
        if (best.length === 3) break;
      }
      return best;
    });
  },
});
