// Bends a shop's trained model by what people said of its decisions. Not for training it (shop-brain) or for what is said (judgements).
import { readJudged, refineModel, type ShopModel } from '@qindesk/matcher';
import { inTurns, type House } from '../../platform/index.ts';
import { listJudged, markOfJudgements, type ShopOfRobot } from './judgements.ts';

/** `learnt`: judged texts that taught the model of now something; `mark` tells whether there is anything new to learn. */
export interface Learnt { model: ShopModel; learnt: number; mark: string }

/** The trained model as the shop's judgements bend it; null while nothing was judged since `mark`. */
export const learn = async (house: House, shop: ShopOfRobot, trained: ShopModel, mark: string | null): Promise<Learnt | null> => {
  const newest = await markOfJudgements(house.db.owner, shop);
  if (newest === mark) return null;
  const examples = (await inTurns(await listJudged(house.db.owner, shop), (judged) => readJudged(trained, judged))).filter((example) => example !== null);
  return { model: refineModel(trained, examples), learnt: examples.length, mark: newest };
};
