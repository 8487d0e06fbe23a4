// The trade's knowledge as bytes and back. Layout as a model's: length of the header, header (JSON), arrays one after another.
import { EVIDENCE } from './evidence.ts';
import { packArrays, packHalves, unpackArrays, unpackHalves } from './packed.ts';
import { restoreVocabulary } from './vocabulary.ts';
import { asideOf, type Trade } from './trade.ts';

/** Raised with every change of the layout or of what the numbers mean. */
const VERSION = 2;
const NAME = 'the knowledge of the trade';

type Header = { version: number; topicIds: string[]; topicTitles: string[]; dims: number; centreScale: number; sharpness: number; unknownIdf: number; background: { topic: number; text: string }[] };

/** The trade as one byte array. */
export function writeTrade(trade: Trade): Uint8Array {
  const { topicIds, topicTitles, dims, centreScale, sharpness, vocabulary, votes, net } = trade;
  const header: Header = { version: VERSION, topicIds, topicTitles, dims, centreScale, sharpness, unknownIdf: vocabulary.unknownIdf, background: trade.background };
  return packArrays(header, [vocabulary.hashes, vocabulary.idf, packHalves(trade.table), trade.scales, trade.centres, votes.starts, votes.topics, votes.weights, votes.scales, votes.bias,
    net.mean, net.deviation, net.inner, net.innerBias, net.outer, net.direct]);
}

/** The trade from its bytes. @throws Error when the bytes are cut off or of another version. */
export function readTrade(bytes: Uint8Array): Trade {
  const { header, array } = unpackArrays<Header>(bytes, NAME);
  const fits = header.version === VERSION && [0, EVIDENCE].includes(array('Float32Array', 10).length);
  if (!fits) throw new Error(`${NAME} was trained for another version of the matcher: run "npm run train -w packages/matcher"`);
  return {
    topicIds: header.topicIds, topicTitles: header.topicTitles, dims: header.dims, centreScale: header.centreScale, sharpness: header.sharpness,
    vocabulary: restoreVocabulary(array('Uint32Array', 0), array('Float32Array', 1), header.unknownIdf),
    table: unpackHalves(array('Uint8Array', 2), array('Uint32Array', 0).length * header.dims), scales: array('Float32Array', 3), centres: array('Int8Array', 4),
    background: header.background,
    aside: asideOf(header.topicIds),
    votes: { starts: array('Uint32Array', 5), topics: array('Uint16Array', 6), weights: array('Int8Array', 7), scales: array('Float32Array', 8), bias: array('Float32Array', 9) },
    net: { mean: array('Float32Array', 10), deviation: array('Float32Array', 11), inner: array('Float32Array', 12), innerBias: array('Float32Array', 13), outer: array('Float32Array', 14), direct: array('Float32Array', 15) },
  };
}
