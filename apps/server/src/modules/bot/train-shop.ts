// A shop's model from its questions, out of the model of before where that is at hand and little has changed. Pure; seconds for a large library: runs in a thread of its own (train-apart).
import { loadModel, serialiseModel, trainModel, updateModel, type MatcherQuestion, type ShopModel, type Trade } from '@qindesk/matcher';

/** Null for bytes of another version: what is at hand then is of no use. */
const readBase = (base: Uint8Array, trade: Trade): ShopModel | null => {
  try { return loadModel(base, trade); } catch { return null; }
};

/** The serialised model; `base` is that of an earlier state of the library, null to train anew. */
export const trainShop = (trade: Trade, questions: readonly MatcherQuestion[], base: Uint8Array | null): Uint8Array => {
  const before = base && readBase(base, trade);
  return serialiseModel((before && updateModel(before, questions)) ?? trainModel(questions, { trade }));
};
