// The trade's knowledge as bytes and back. Layout as a model's: length of the header, header (JSON), arrays one after another.
import { EVIDENCE } from './evidence.ts';
import { packArrays, unpackArrays } from './packed.ts';
import { restoreVocabulary } from './vocabulary.ts';
import { asideOf, type Trade } from './trade.ts';

/** Raised with every change of the layout or of what the numbers mean. */
const VERSION = 1;
const NAME = 'the knowledge of the trade';

type Header = { version: number; topicIds: string[]; topicTitles: string[]; dims: number; centreScale: number; sharpness: number; unknownIdf: number; background: { topic: number; text: string }[] };

/** The trade as one byte array. */
export function writeTrade(trade: Trade): Uint8Array {
  const { topicIds, topicTitles, dims, centreScale, sharpness, vocabulary, votes, net } = trade;
  const header: Header = { version: VERSION, topicIds, topicTitles, dims, centreScale, sharpness, unknownIdf: vocabulary.unknownIdf, background: trade.background };
  return packArrays(header, [vocabulary.hashes, vocabulary.idf, trade.table, trade.scales, trade.centres, votes.starts, votes.topics, votes.weights, votes.scales, votes.bias,
    net.mean, net.deviation, net.inner, net.innerBias, net.outer, net.direct]);
}

/** The trade from its bytes. @throws Error when the bytes are cut off or of another version. */
export function readTrade(bytes: Uint8Array): Trade {
  const { header, array } = unpackArrays<Header>(bytes, NAME);
  const fits = header.version === VERSION && [0, 4 * EVIDENCE].includes(array(10).byteLength);
  if (!fits) throw new Error(`${NAME} was trained for another version of the matcher: run "npm run train -w packages/matcher"`);
  return {
    topicIds: header.topicIds, topicTitles: header.topicTitles, dims: header.dims, centreScale: header.centreScale, sharpness: header.sharpness,
    vocabulary: restoreVocabulary(new Uint32Array(array(0)), new Float32Array(array(1)), header.unknownIdf),
    table: new Int8Array(array(2)), scales: new Float32Array(array(3)), centres: new Int8Array(array(4)),
    background: header.background,
    aside: asideOf(header.topicIds),
    votes: { starts: new Uint32Array(array(5)), topics: new Uint16Array(array(6)), weights: new Int8Array(array(7)), scales: new Float32Array(array(8)), bias: new Float32Array(array(9)) },
    net: { mean: new Float32Array(array(10)), deviation: new Float32Array(array(11)), inner: new Float32Array(array(12)), innerBias: new Float32Array(array(13)), outer: new Float32Array(array(14)), direct: new Float32Array(array(15)) },
  };
}
