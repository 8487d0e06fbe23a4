// nlp.js as its guide sets it up: one manager, the set's language, no entities. Its "None" is not counted against it: the first real intent is its answer.
import type { Pack, Peer, Ranked } from './peer.ts';

type Manager = {
  addDocument: (language: string, text: string, intent: string) => void;
  train: () => Promise<void>;
  process: (language: string, text: string) => Promise<{ classifications: { intent: string; score: number }[] }>;
};
type NodeNlp = { NlpManager: new (settings: object) => Manager };

/** Runs work with what it logs dropped: standard output is for the figures. */
async function hushed<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => {};
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

/** nlp.js (`node-nlp`). */
export const nlpJs = (pack: Pack): Peer => ({
  name: 'nlpJs',
  version: pack.version,
  train: async (library, chinese) => {
    const { NlpManager } = pack.load() as NodeNlp;
    const language = chinese ? 'zh' : 'en';
    const manager = new NlpManager({ languages: [language], forceNER: false, autoSave: false, autoLoad: false, nlu: { log: false } });
    for (const { text, label } of library) manager.addDocument(language, text, label ?? '');
    await hushed(() => manager.train());
    return async (text): Promise<Ranked[]> => {
      const { classifications } = await manager.process(language, text);
      return classifications.filter(({ intent, score }) => intent !== 'None' && score > 0).map(({ intent, score }) => ({ topic: intent, score }));
    };
  },
});
