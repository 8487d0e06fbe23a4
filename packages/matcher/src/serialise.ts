// A model as bytes and back, for storing it and for moving it between threads.
import type { Bend } from './calibrator.ts';
import type { Core } from './core.ts';
import { completeModel, type ShopModel, type StoredModel } from './model.ts';
import { type AnyArray, packArrays, unpackArrays } from './packed.ts';
import { NO_TRADE, type Trade } from './trade.ts';
import type { DialPosition } from './types.ts';
import { restoreVocabulary } from './vocabulary.ts';

/** Raised with every change of the layout or of what the numbers mean; an old model is refused and must be trained anew. */
const VERSION = 5;

type Header = { version: number; questionIds: string[]; phrasings: string[]; negatives: string[]; dial: DialPosition[]; labels: number; unknownIdf: number; dims: number; topics: number; bend: Bend; since: StoredModel['since'] };

function arraysOf({ core, negatives, trials }: StoredModel): AnyArray[] {
  return [
    core.vocabulary.hashes, core.vocabulary.idf, core.head.weights, core.head.scales, core.head.bias, core.rows.starts, core.rows.ids, core.rows.values, core.firstRow, core.sumNorm,
    negatives.owner, negatives.rows.starts, negatives.rows.ids, negatives.rows.values, core.usual.cosine, core.usual.centroid,
    core.senses.vectors, core.senses.centroids, core.senses.profiles, core.senses.usual, core.head.starts, core.head.columns,
    trials.logits, trials.weights, trials.marks,
  ];
}

/** The model as one transferable byte array; the trade that it was trained with is not in it. */
export function serialiseModel(model: ShopModel): Uint8Array {
  const { core } = model;
  const header: Header = {
    version: VERSION, questionIds: model.questionIds, phrasings: model.phrasings, negatives: model.negatives.texts, dial: model.dial,
    labels: core.labels, unknownIdf: core.vocabulary.unknownIdf, dims: core.senses.dims, topics: core.senses.topics, bend: model.bend, since: model.since,
  };
  return packArrays(header, arraysOf(model));
}

/** The model from its bytes, with the trade that it was trained with. @throws Error when the bytes are cut off, of another version or of another trade. */
export function loadModel(bytes: Uint8Array, trade: Trade = NO_TRADE): ShopModel {
  const { header, array } = unpackArrays<Header>(bytes, 'a matcher model');
  if (header.version !== VERSION) throw new Error(`matcher model of version ${header.version}, this is version ${VERSION}: train it anew`);
  if (header.dims !== trade.dims || header.topics !== trade.topicIds.length) throw new Error('this model was trained with other knowledge of the trade: train it anew');
  const core: Core = {
    labels: header.labels,
    vocabulary: restoreVocabulary(new Uint32Array(array(0)), new Float32Array(array(1)), header.unknownIdf),
    head: { labels: array(4).byteLength / 4, starts: new Uint32Array(array(20)), columns: new Uint16Array(array(21)), weights: new Int8Array(array(2)), scales: new Float32Array(array(3)), bias: new Float32Array(array(4)) },
    rows: { starts: new Uint32Array(array(5)), ids: new Uint32Array(array(6)), values: new Uint16Array(array(7)) },
    firstRow: new Uint32Array(array(8)),
    sumNorm: new Float32Array(array(9)),
    usual: { cosine: new Float32Array(array(14)), centroid: new Float32Array(array(15)) },
    senses: { dims: header.dims, topics: header.topics, vectors: new Int8Array(array(16)), centroids: new Int8Array(array(17)), profiles: new Uint8Array(array(18)), usual: new Float32Array(array(19)) },
  };
  return completeModel(trade, {
    questionIds: header.questionIds,
    phrasings: header.phrasings,
    core,
    negatives: { owner: new Uint32Array(array(10)), texts: header.negatives, rows: { starts: new Uint32Array(array(11)), ids: new Uint32Array(array(12)), values: new Uint16Array(array(13)) } },
    bend: header.bend,
    dial: header.dial,
    since: header.since,
    trials: { logits: new Float32Array(array(22)), weights: new Float32Array(array(23)), marks: new Uint8Array(array(24)) },
  });
}
