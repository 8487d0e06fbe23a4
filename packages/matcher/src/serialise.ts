// A model as bytes and back, for storing it and for moving it between threads.
import type { Bend } from './calibrator.ts';
import type { Core } from './core.ts';
import type { TraitRange } from './guards.ts';
import type { Loss } from './loss.ts';
import { completeModel, type Form, type ShopModel, type StoredModel } from './model.ts';
import { type AnyArray, packArrays, unpackArrays } from './packed.ts';
import { NO_TRADE, type Trade } from './trade.ts';
import type { DialPosition } from './types.ts';
import { restoreVocabulary } from './vocabulary.ts';

/** Raised with every change of the layout or of what the numbers mean; an old model is refused and must be trained anew. */
const VERSION = 7;

/** `forms`: for each phrasing the normalised text, 0 where it is the phrasing, and the core, 0 where it is the normalised text. */
type Header = { version: number; questionIds: string[]; phrasings: string[]; forms: [(string | 0)[], (string | 0)[]]; ranges: TraitRange[]; negatives: string[]; dial: DialPosition[]; labels: number; loss: Loss; unknownIdf: number; dims: number; topics: number; bend: Bend; since: StoredModel['since'] };

function arraysOf({ core, negatives, trials }: StoredModel): AnyArray[] {
  return [
    core.vocabulary.hashes, core.vocabulary.idf, core.head.weights, core.head.scales, core.head.bias, core.rows.starts, core.rows.ids, core.rows.values, core.firstRow, core.sumNorm,
    negatives.owner, negatives.rows.starts, negatives.rows.ids, negatives.rows.values, core.usual.cosine, core.usual.centroid,
    core.senses.vectors, core.senses.centroids, core.senses.profiles, core.senses.usual, core.head.starts, core.head.columns,
    trials.logits, trials.weights, trials.marks,
  ];
}

function packForms({ phrasings, forms }: StoredModel): Header['forms'] {
  return [forms.map(({ normalised }, r) => (normalised === phrasings[r] ? 0 : normalised)), forms.map(({ normalised, core }) => (core === normalised ? 0 : core))];
}

function unpackForms({ phrasings, forms: [normals, cores] }: Header): Form[] {
  return phrasings.map((text, r) => {
    const normalised = normals[r] || text;
    return { normalised, core: cores[r] || normalised };
  });
}

/** The model as one transferable byte array; the trade that it was trained with is not in it. */
export function serialiseModel(model: ShopModel): Uint8Array {
  const { core } = model;
  const header: Header = {
    version: VERSION, questionIds: model.questionIds, phrasings: model.phrasings, forms: packForms(model), ranges: model.ranges, negatives: model.negatives.texts, dial: model.dial,
    labels: core.labels, loss: core.head.loss, unknownIdf: core.vocabulary.unknownIdf, dims: core.senses.dims, topics: core.senses.topics, bend: model.bend, since: model.since,
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
    vocabulary: restoreVocabulary(array('Uint32Array', 0), array('Float32Array', 1), header.unknownIdf),
    head: { labels: array('Float32Array', 4).length, loss: header.loss, starts: array('Uint32Array', 20), columns: array('Uint16Array', 21), weights: array('Int8Array', 2), scales: array('Float32Array', 3), bias: array('Float32Array', 4) },
    rows: { starts: array('Uint32Array', 5), ids: array('Uint32Array', 6), values: array('Uint16Array', 7) },
    firstRow: array('Uint32Array', 8),
    sumNorm: array('Float32Array', 9),
    usual: { cosine: array('Float32Array', 14), centroid: array('Float32Array', 15) },
    senses: { dims: header.dims, topics: header.topics, vectors: array('Int8Array', 16), centroids: array('Int8Array', 17), profiles: array('Uint8Array', 18), usual: array('Float32Array', 19) },
  };
  return completeModel(trade, {
    questionIds: header.questionIds,
    phrasings: header.phrasings,
    forms: unpackForms(header),
    ranges: header.ranges,
    core,
    negatives: { owner: array('Uint32Array', 10), texts: header.negatives, rows: { starts: array('Uint32Array', 11), ids: array('Uint32Array', 12), values: array('Uint16Array', 13) } },
    bend: header.bend,
    dial: header.dial,
    since: header.since,
    trials: { logits: array('Float32Array', 22), weights: array('Float32Array', 23), marks: array('Uint8Array', 24) },
  });
}

/** What judgements change in a model (refineModel): with the bytes of the trained one it is the refined model elsewhere. */
export type Refinement = Pick<StoredModel, 'bend' | 'dial'>;

/** A model's own refinement, none where it is as it was trained. */
export function refinementOf({ bend, dial }: ShopModel): Refinement {
  return { bend, dial };
}

/** A trained model with the refinement of another copy of it. */
export function refinedAs(trained: ShopModel, { bend, dial }: Refinement): ShopModel {
  return { ...trained, bend, dial };
}
