// What sockets of other nodes must hear at once: messages and typing, by merchant. Hints; the tail of the log tells what a lost one would have (deliver).
import { silentTopic, type RobotSilent } from '../../modules/bot/index.ts';
import { messagesTopic, type Message } from '../../modules/conversation/index.ts';
import type { House, Peers } from '../../platform/index.ts';
import type { Live } from './live.ts';
import type { Registry } from './registry.ts';

/** Characters of one text between nodes at most; a batch of messages may need several. */
const mostChars = 200_000;

interface Typing { conversationId: string; by: 'consumer' | 'agent' | 'robot'; on: boolean }

/** One line a message, the conversation first: a node reads on only where somebody watches. JSON holds neither tab nor line end. */
const lineOf = (m: Message): string =>
  `${m.conversationId}\t{"seq":${m.seq},"id":"${m.id}","author":${JSON.stringify(m.author)},"clientId":${JSON.stringify(m.clientId)},"body":${m.bodyJson ?? JSON.stringify(m.body)},"at":"${m.at.toISOString()}"}\n`;

const messageOfLine = (merchantId: string, conversationId: string, json: string): Message => {
  const { at, ...rest } = JSON.parse(json) as Pick<Message, 'seq' | 'id' | 'author' | 'clientId' | 'body'> & { at: string };
  return { merchantId, conversationId, ...rest, at: new Date(at) };
};

/** The messages of a text that somebody here watches. */
const readLines = (live: Live, merchantId: string, text: string): Message[] => {
  const messages: Message[] = [];
  for (let start = 0; start < text.length;) {
    const tab = text.indexOf('\t', start);
    const end = text.indexOf('\n', tab);
    if (tab < 0 || end < 0) break;
    const conversationId = text.slice(start, tab);
    if (live.registry.isWatched(conversationId)) messages.push(messageOfLine(merchantId, conversationId, text.slice(tab + 1, end)));
    start = end + 1;
  }
  return messages;
};

const publishMessages = (peers: Peers, messages: readonly Message[]): void => {
  const texts = new Map<string, string>();
  for (const message of messages) {
    const subject = `messages.${message.merchantId}`;
    const text = (texts.get(subject) ?? '') + lineOf(message);
    if (text.length < mostChars) { texts.set(subject, text); continue; }
    peers.publish(subject, text);
    texts.delete(subject);
  }
  for (const [subject, text] of texts) peers.publish(subject, text);
};

/** Typing to those of the other side who watch on other nodes. */
export const publishTyping = (peers: Peers, merchantId: string, typing: Typing): void => peers.publish(`typing.${merchantId}`, JSON.stringify(typing));

/** Typing to those of the other side who watch here. */
export const tellTyping = (registry: Registry, { conversationId, by, on }: Typing, but?: object): void => {
  const toConsumers = by !== 'consumer';
  for (const session of registry.watchers(conversationId)) {
    if (session !== but && (session.actor.kind === 'consumer') === toConsumers) session.send({ type: 'typing', conversationId, by, on });
  }
};

/** Where the robot has nothing to say, here, those who see it think are told on every node that it does no longer. Returns how to stop. */
export const startSilences = ({ bus }: Pick<House, 'bus'>, peers: Peers, registry: Registry): (() => void) =>
  bus.subscribe<RobotSilent>(silentTopic, ({ merchantId, conversationId }) => {
    const typing: Typing = { conversationId, by: 'robot', on: false };
    tellTyping(registry, typing);
    publishTyping(peers, merchantId, typing);
  });

/** Starts telling other nodes what is stored here, and hearing what is stored there for the merchants that somebody watches. `deliver` is handed their messages. Returns how to stop. */
export const startAcrossNodes = (live: Live, deliver: (messages: readonly Message[]) => void): (() => void) => {
  const { house, peers, registry } = live;
  const hearing = new Map<string, (() => void)[]>();
  const leave = (merchantId: string): void => { for (const stop of hearing.get(merchantId) ?? []) stop(); hearing.delete(merchantId); };
  registry.listen({
    merchantWatched: (merchantId) => {
      hearing.set(merchantId, [
        peers.subscribe(`messages.${merchantId}`, (text) => deliver(readLines(live, merchantId, text))),
        peers.subscribe(`typing.${merchantId}`, (text) => tellTyping(registry, JSON.parse(text) as Typing)),
      ]);
    },
    merchantLeft: leave,
    conversationLeft: () => undefined,
  });
  const stop = house.bus.subscribe<Message[]>(messagesTopic, (messages) => { if (peers.connected() && live.accompanied()) publishMessages(peers, messages); });
  return () => { stop(); for (const merchantId of [...hearing.keys()]) leave(merchantId); };
};
