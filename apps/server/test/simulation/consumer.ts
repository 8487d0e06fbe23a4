// A consumer: one or two tabs of one person, who asks, asks for people, leaves queues, loses the network, says things twice, rates, ends, begins again.
import { createHttp, type Http } from '@qindesk/client';
import { consumerRoutes, type ConsumerConversationView, type ConversationState, type ServerFrame } from '@qindesk/protocol';
import { anyNode } from './door.ts';
import { pause, waitUntil } from './pause.ts';
import { insist, type ShopFront } from './people.ts';
import type { Random } from './random.ts';
import { humanWords, questions } from './sayings.ts';
import type { Stage } from './stage.ts';
import { createViewer, type Viewer } from './viewer.ts';

export interface Consumer {
  tabs: readonly Viewer[];
  /** Resolves when the person has nothing more to say. */
  done: Promise<void>;
}

interface Person {
  stage: Stage;
  random: Random;
  shop: ShopFront;
  http: Http;
  tabs: Viewer[];
  /** What the newest view of each conversation says. */
  known: Map<string, { state: ConversationState; revision: number }>;
  current: string | null;
}

const take = (person: Person, tab: Viewer, view: ConsumerConversationView): void => {
  const before = person.known.get(view.id);
  if (!before || before.revision <= view.revision) person.known.set(view.id, { state: view.state, revision: view.revision });
  if (view.state !== 'closed') person.current = view.id;
  person.stage.began(view.id);
  tab.follow(view.id);
};

const isConsumerView = (view: object): view is ConsumerConversationView => 'agentReadSeq' in view;

const openTab = (person: Person, token: string, authorId: string, number: number): Viewer => {
  const { stage, random } = person;
  const tab: Viewer = createViewer({
    nodes: stage.nodes, name: `tab ${number} of ${authorId}`, authorId, identity: { as: 'consumer', token }, ledger: stage.ledger, random: random.fork(`tab ${number}`),
    address: async () => {
      const { conversation } = await tab.request({ type: 'conversation.start' });
      if (!conversation || !isConsumerView(conversation)) throw new Error('conversation.start was answered without a conversation');
      take(person, tab, conversation);
      return conversation.id;
    },
    onFrame: (frame: ServerFrame) => {
      if (frame.type === 'welcome' && frame.conversation) take(person, tab, frame.conversation);
      if (frame.type === 'conversation.changed' && isConsumerView(frame.conversation)) take(person, tab, frame.conversation);
      if (frame.type === 'conversation.removed') tab.unfollow(frame.conversationId);
    },
  });
  tab.start();
  return tab;
};

const stateOf = (person: Person): ConversationState | null => (person.current ? person.known.get(person.current)?.state ?? null : null);
const isOpen = (person: Person): boolean => { const state = stateOf(person); return state !== null && state !== 'closed'; };

/** Where a word goes: into the open conversation, or into one yet to be begun. */
const say = (person: Person, text: string, questionId?: string): void => {
  const target = isOpen(person) ? person.current : null;
  person.random.pick(person.tabs).outbox.enqueue(target, { type: 'text', text, ...(questionId && { questionId: questionId as never }) });
};

/** A message of one tab comes again from another tab, or from the same after a while [CM2]. */
const sendAgain = (person: Person): void => {
  const sent = person.random.pick(person.tabs).recent();
  if (sent.length === 0) return;
  const { ref: _ref, ...frame } = person.random.pick(sent);
  person.random.pick(person.tabs).request(frame).catch(() => undefined);
};

const resumeTwice = (person: Person): void => {
  if (!person.current) return;
  const tab = person.random.pick(person.tabs);
  const afterSeq = person.random.int(0, tab.lastSeq(person.current));
  for (let i = 0; i < 2; i++) tab.request({ type: 'conversation.resume', conversationId: person.current, afterSeq }).catch(() => undefined);
};

const overHttp = async (person: Person, what: 'askHuman' | 'leaveQueue' | 'close' | 'rate'): Promise<void> => {
  if (!person.current) return;
  const params = { id: person.current as never };
  const body = what === 'rate' ? { score: person.random.int(1, 5), reasons: person.random.chance(0.3) ? ['回复慢'] : [] } : undefined;
  try {
    const view = await person.http.call(consumerRoutes[what], { params, ...(body && { body }) } as never) as ConsumerConversationView;
    for (const tab of person.tabs) if (tab.follows(view.id)) take(person, tab, view);
    person.stage.count(what);
  } catch { /* refused, or the server is away: people try something else */ }
};

type Act = 'say' | 'burst' | 'click' | 'askInWords' | 'askHuman' | 'leaveQueue' | 'cut' | 'sendAgain' | 'resumeTwice' | 'rate' | 'close' | 'walkAway';

const weightsOf = (state: ConversationState | null): Record<Act, number> => ({
  say: 40, burst: 12, click: state === 'bot' ? 10 : 2, askInWords: state === 'bot' ? 9 : 1, askHuman: state === 'bot' ? 6 : 1, leaveQueue: state === 'queued' ? 25 : 1, walkAway: state === 'queued' ? 15 : 0,
  cut: 7, sendAgain: 8, resumeTwice: 4, rate: 2, close: 1,
});

/** Says something while waiting for a person, gives up waiting, and looks what the robot says to that [CM7]. */
const walkAway = async (person: Person): Promise<void> => {
  say(person, person.random.pick(questions));
  await pause(person.random.int(50, 600));
  await overHttp(person, 'leaveQueue');
};

/** One act; true when it was the person’s last. */
const act = async (person: Person): Promise<boolean> => {
  const { random, shop, stage } = person;
  const what = random.weighted(weightsOf(stateOf(person)));
  switch (what) {
    case 'say': say(person, random.pick(questions)); break;
    case 'burst': for (let i = random.int(2, 4); i > 0; i--) say(person, random.pick(questions)); break;
    case 'click': { const hot = random.pick([...shop.hot, null]); if (hot) say(person, hot.title, hot.id); break; }
    case 'askInWords': say(person, random.pick(humanWords)); break;
    case 'cut': random.pick(person.tabs).cut(); stage.count('cut'); break;
    case 'sendAgain': sendAgain(person); stage.count('sendAgain'); break;
    case 'resumeTwice': resumeTwice(person); break;
    case 'walkAway': await walkAway(person); stage.count('walkAway'); return true;
    default: await overHttp(person, what);
  }
  return false;
};

/** What was refused because the conversation had ended goes into a new one, if there may be one more; what is refused otherwise is given up. */
const settleRefused = (person: Person): void => {
  for (const tab of person.tabs) {
    for (const { clientId, failed } of tab.outbox.entries.filter((entry) => entry.failed !== null)) {
      if (failed?.code === 'conversation_closed' && (isOpen(person) || person.stage.mayBegin())) tab.outbox.retry(clientId, isOpen(person) ? person.current : null);
      else tab.outbox.drop(clientId);
    }
  }
};

const live = async (person: Person): Promise<void> => {
  const { random, stage } = person;
  do {
    say(person, random.pick(questions));
    for (let turns = random.int(4, 13); turns > 0 && await pause(random.int(120, 1000), stage.stop); turns--) {
      // Most people wait for the line to come back; some write on without it.
      if (random.chance(0.85)) await waitUntil(() => stage.stop.aborted || person.tabs.some((tab) => tab.online), 15_000);
      settleRefused(person);
      // Ended by somebody: most people stop here, some write on and begin another one.
      if (person.current && !isOpen(person) && (random.chance(0.7) || !stage.mayBegin())) break;
      if (await act(person)) return;
    }
    if (random.chance(0.5)) await overHttp(person, 'rate');
    if (random.chance(0.5)) await overHttp(person, 'close');
    await pause(random.int(100, 600), stage.stop);
    settleRefused(person);
  } while (!stage.stop.aborted && !isOpen(person) && random.chance(0.6) && stage.mayBegin());
};

/** Comes to a shop and lives there until there is nothing more to say; the tabs stay open. */
export const createConsumer = async (stage: Stage, random: Random): Promise<Consumer> => {
  const shop = random.pick(stage.shops);
  const baseUrl = anyNode(stage.nodes, random.fork('requests'));
  const session = await insist(() => createHttp({ baseUrl, timeoutMs: 5000 }).call(consumerRoutes.startSession, { body: { shopId: shop.id as never, language: random.chance(0.85) ? 'zh' : 'en' } }), stage.stop);
  const http = createHttp({ baseUrl, token: () => session.token, timeoutMs: 5000 });
  const person: Person = { stage, random, shop, http, tabs: [], known: new Map(), current: null };
  for (let number = 1; number <= (random.chance(0.35) ? 2 : 1); number++) person.tabs.push(openTab(person, session.token, session.consumer.id, number));
  return { tabs: person.tabs, done: live(person).finally(() => settleRefused(person)) };
};
