// Messages of a conversation to its watchers in the order of their numbers, each once, whichever node stored them and by whichever way they came. Not for who hears them (deliver).
import type { Message } from '../../modules/conversation/index.ts';

/** A message that comes before its predecessor waits this long: over two rounds of the log's tail. After it the client sees the gap and asks. */
const waitMs = 600;

/** `first`: where it began. `before`: numbers below it that came all the same, and were told. `missing`: numbers passed over because they did not come in time. */
interface Flow { first: number; next: number; before: Set<number>; early: Map<number, Message>; missing: Set<number>; timer: NodeJS.Timeout | undefined }

export interface MessageOrder {
  /** Those of the messages, and of the ones that waited for them, whose turn it is; one that was given up comes late rather than never. */
  take(messages: readonly Message[]): Message[];
  /** Whether the message of this number has been passed on. */
  has(conversationId: string, seq: number): boolean;
  /** Nobody watches it here any more. */
  forget(conversationId: string): void;
}

/**
 * `late` is handed what has waited in vain for its predecessor. `knownTo` says which number a conversation's watchers began behind, so that the first to come waits for what was stored before it elsewhere; null: nobody knows, and
 * the first message is taken as it comes.
 */
export const createMessageOrder = (late: (messages: Message[]) => void, knownTo: (conversationId: string) => number | null): MessageOrder => {
  const flows = new Map<string, Flow>();

  const release = (flow: Flow): void => {
    flow.timer = undefined;
    const waited = [...flow.early.values()].sort((a, b) => a.seq - b.seq);
    flow.early.clear();
    for (const { seq } of waited) {
      for (; flow.next < seq; flow.next++) flow.missing.add(flow.next);
      flow.next = seq + 1;
    }
    late(waited);
  };
  const passOn = (flow: Flow, first: Message, into: Message[]): void => {
    for (let message: Message | undefined = first; message; message = flow.early.get(flow.next)) {
      into.push(message);
      flow.early.delete(message.seq);
      flow.next = message.seq + 1;
    }
    if (flow.early.size === 0 && flow.timer) { clearTimeout(flow.timer); flow.timer = undefined; }
  };
  const flowOf = ({ conversationId, seq }: Message): Flow => {
    const begun = flows.get(conversationId);
    if (begun) return begun;
    const first = (knownTo(conversationId) ?? seq - 1) + 1;
    const flow: Flow = { first, next: first, before: new Set(), early: new Map(), missing: new Set(), timer: undefined };
    flows.set(conversationId, flow);
    return flow;
  };
  return {
    take: (messages) => {
      const due: Message[] = [];
      for (const message of messages) {
        const flow = flowOf(message);
        if (message.seq === flow.next) passOn(flow, message, due);
        else if (message.seq > flow.next) {
          flow.early.set(message.seq, message);
          flow.timer ??= setTimeout(() => release(flow), waitMs);
        } else if (message.seq >= flow.first) {
          if (flow.missing.delete(message.seq)) due.push(message);
        } else if (!flow.before.has(message.seq)) {
          flow.before.add(message.seq);
          due.push(message);
        }
      }
      return due;
    },
    has: (conversationId, seq) => {
      const flow = flows.get(conversationId);
      return flow !== undefined && (seq < flow.first ? flow.before.has(seq) : seq < flow.next && !flow.missing.has(seq));
    },
    forget: (conversationId) => {
      clearTimeout(flows.get(conversationId)?.timer);
      flows.delete(conversationId);
    },
  };
};
