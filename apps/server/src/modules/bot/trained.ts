// A trained model with the bytes that it is a view of, which every thread of this process reads without a copy. Not for training (train-apart) or keeping (shop-brain, stored-models).
import { loadModel, type ShopModel, type Trade } from '@qindesk/matcher';

/** `bytes` lie in shared memory and must not change any more. */
export interface Trained { model: ShopModel; bytes: Uint8Array }

/** The model of bytes that came from elsewhere. @throws Error as loadModel does. */
export const trainedFrom = (bytes: Uint8Array, trade: Trade): Trained => {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return { model: loadModel(shared, trade), bytes: shared };
};
