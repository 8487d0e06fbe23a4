// From the corpus to the trade's knowledge: vocabulary, votes, embedding. Pure, with fixed seeds; reads and writes no file (main).
import { NO_NET } from '../src/calibrator.ts';
import { bagOf } from '../src/features.ts';
import { trainHead } from '../src/head.ts';
import { wholeLine } from '../src/segments.ts';
import { asideOf, type TopicVotes, type Trade } from '../src/trade.ts';
import { buildVocabulary, restoreVocabulary, vectorise, type Vocabulary } from '../src/vocabulary.ts';
import type { CorpusTopic } from '../src/parse-topics.ts';
import { type Embedding, trainEmbedding } from './train-embedding.ts';

/** Settings of the embedding; `leastLines` an n-gram must stand in; rounds of the topics' classifier and the least of its weights that is kept (of 127); background lines of each topic. */
export const TRADE = { dims: 96, epochs: 12, rate: 0.5, scale: 14, dropout: 0.45, seed: 1, leastLines: 6, voteEpochs: 8, leastWeight: 36, background: 3 };

/** N-grams that stand in at least `least` lines; those of one line only teach nothing about others. */
function commonVocabulary(bags: readonly { hashes: Uint32Array; counts: Uint8Array }[], least: number): Vocabulary {
  const lines = new Map<number, number>();
  for (const bag of bags) for (const hash of bag.hashes) lines.set(hash, (lines.get(hash) ?? 0) + 1);
  const all = buildVocabulary(bags);
  const kept = Array.from(all.hashes.keys()).filter((id) => lines.get(all.hashes[id]!)! >= least);
  return restoreVocabulary(Uint32Array.from(kept, (id) => all.hashes[id]!), Float32Array.from(kept, (id) => all.idf[id]!), all.unknownIdf);
}

/** The largest step of a place's values: four bits hold them, and eight tell no more. */
const FINEST = 7;

function quantise(values: Float32Array, dims: number): { table: Int8Array; scales: Float32Array } {
  const rows = values.length / dims;
  const table = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    let most = 0;
    for (let d = 0; d < dims; d++) most = Math.max(most, Math.abs(values[r * dims + d]!));
    scales[r] = most / FINEST;
    if (most > 0) for (let d = 0; d < dims; d++) table[r * dims + d] = Math.round((values[r * dims + d]! / most) * FINEST);
  }
  return { table, scales };
}

/** Centres as cosines want them: all of one scale. */
function centresOf(embedding: Embedding): { centres: Int8Array; centreScale: number } {
  const most = embedding.centres.reduce((best, value) => Math.max(best, Math.abs(value)), 0) || 1;
  return { centres: Int8Array.from(embedding.centres, (value) => Math.round((value / most) * 127)), centreScale: most / 127 };
}

/** The same number of lines of each topic, spread over what there is. */
function backgroundOf(corpus: readonly CorpusTopic[], topicIds: readonly string[], each: number): Trade['background'] {
  return corpus.flatMap((topic) => Array.from({ length: Math.min(each, topic.lines.length) }, (_, i) => ({ topic: topicIds.indexOf(topic.id), text: topic.lines[Math.floor(((i + 0.5) * topic.lines.length) / each)] ?? '' })));
}

/** Trains on topics; topics of the same id (one per language) become one. */
export function trainTrade(corpus: readonly CorpusTopic[], settings = TRADE, tell: (text: string) => void = () => undefined): Trade {
  const topicIds = [...new Set(corpus.map((topic) => topic.id))];
  const examples = corpus.flatMap((topic) => topic.lines.map((line) => ({ topic: topicIds.indexOf(topic.id), bag: bagOf(wholeLine(line)) }))).filter(({ bag }) => bag.hashes.length > 0);
  const vocabulary = commonVocabulary(examples.map(({ bag }) => bag), settings.leastLines);
  const rows = examples.map(({ bag }) => vectorise(vocabulary, bag));
  const owner = Uint32Array.from(examples, ({ topic }) => topic);
  const features = vocabulary.hashes.length;
  tell(`${examples.length} lines, ${topicIds.length} topics, ${features} n-grams`);
  const head = trainHead(rows, owner, topicIds.length, features, { seed: settings.seed, epochs: settings.voteEpochs, rate: 2, l2: 0.0001, loss: 'softmax', least: settings.leastWeight });
  const votes: TopicVotes = { starts: head.starts, topics: head.columns, weights: head.weights, scales: head.scales, bias: head.bias };
  tell(`votes: ${votes.topics.length} weights`);
  const embedding = trainEmbedding(rows, owner, topicIds.length, features, settings, (epoch, loss) => tell(`embedding, round ${epoch + 1}: loss ${loss.toFixed(3)}`));
  const topicTitles = topicIds.map((id) => corpus.find((topic) => topic.id === id)?.title ?? id);
  return { topicIds, topicTitles, vocabulary, dims: settings.dims, ...quantise(embedding.table, settings.dims), ...centresOf(embedding), sharpness: settings.scale, votes, aside: asideOf(topicIds), background: backgroundOf(corpus, topicIds, settings.background), net: NO_NET };
}
