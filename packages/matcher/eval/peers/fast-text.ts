// fastText, supervised, compiled to WebAssembly. Trained in this process, on one thread; nothing of it is kept.
import { type Pack, type Peer, topicsOf, wordsOf } from './peer.ts';

type Predictions = { size: () => number; get: (at: number) => [score: number, label: string]; delete: () => void };
type Model = { predict: (text: string, count: number, threshold: number) => Predictions };
type Trainer = { trainSupervised: (url: string, settings: object, progress: () => void) => Promise<Model> };
type Module = { getFastTextModule: () => Promise<object>; getFastTextClass: (options: object) => Promise<new () => Trainer> };

/** Libraries above this many phrasings are gone over fewer times. */
const LARGE = 3000;
const LABEL = '__label__';

/** Softmax over words and word pairs, of Latin words their 3–5-grams too; the best of the dozen settings that were tried on real libraries of 170 to 15,000 phrasings. */
const settingsFor = (phrasings: number, chinese: boolean): object =>
  ({ lr: 0.5, epoch: phrasings > LARGE ? 100 : 300, dim: 100, wordNgrams: 2, minCount: 1, loss: 'softmax', bucket: 200_000, minn: chinese ? 0 : 3, maxn: chinese ? 0 : 5, verbose: 0 });

/** fastText (`fasttext.wasm.js`). */
export const fastText = (pack: Pack): Peer => ({
  name: 'fastText',
  version: pack.version,
  train: async (library, chinese) => {
    const { getFastTextModule, getFastTextClass } = pack.load() as Module;
    const trainer = new (await getFastTextClass({ getFastTextModule }))();
    const topics = topicsOf(library);
    const lines = library.map(({ text, label }) => `${LABEL}${topics.indexOf(label ?? '')} ${wordsOf(text).join(' ')}\n`).join('');
    // It reads its training text from an address only, and calls back whether one listens or not.
    const model = await trainer.trainSupervised(`data:text/plain;base64,${Buffer.from(lines).toString('base64')}`, settingsFor(library.length, chinese), () => {});
    return (text) => {
      const found = model.predict(wordsOf(text).join(' '), 3, 0);
      const ranked = Array.from({ length: found.size() }, (_, at) => found.get(at)).map(([score, label]) => ({ topic: topics[Number(label.slice(LABEL.length))]!, score }));
      found.delete();
      return ranked;
    };
  },
});
