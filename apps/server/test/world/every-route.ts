// Every route of the contract with a request that is valid for given things, so that a story can walk all of them. Not for what they should answer.
import { consumerRoutes, contractRoutes, conversationRoutes, floorRoutes, libraryRoutes, peopleRoutes, presenceRoutes, productRoutes, robotRoutes, type Route } from '@qindesk/protocol';

/** Ids that requests name; real ones of a merchant, or ones that do not exist. */
export interface Things {
  merchantId: string; shopId: string; shopSlug: string; groupId: string; memberId: string; conversationId: string; questionId: string; quickReplyId: string; alarmId: string; contractId: string;
  productId: string; orderId: string; providerCode: string;
}

export interface RouteRequest { name: string; route: Route; params: Record<string, string>; query: Record<string, string>; body: unknown }

const groups = { consumer: consumerRoutes, conversation: conversationRoutes, presence: presenceRoutes, people: peopleRoutes, contract: contractRoutes, library: libraryRoutes, floor: floorRoutes, product: productRoutes, robot: robotRoutes };

type Names = { [G in keyof typeof groups]: `${G}.${Extract<keyof (typeof groups)[G], string>}` }[keyof typeof groups];
interface Ask { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }

/** One entry a route: a route without one does not compile. */
const asks = (t: Things): { [Name in Names]: Ask } => {
  const shop = { params: { id: t.shopId } };
  const talk = { params: { id: t.conversationId } };
  const question = { title: `问 ${Math.random()}`, phrasings: [], answers: [{ type: 'text', text: '答' }] };
  return {
    'consumer.widget': { params: { shop: t.shopSlug } },
    'consumer.startSession': { body: { shopId: t.shopId } },
    'consumer.history': {},
    'consumer.messages': talk,
    'consumer.askHuman': talk,
    'consumer.leaveQueue': talk,
    'consumer.rate': { ...talk, body: { score: 5 } },
    'consumer.close': talk,
    'conversation.list': { query: { merchantId: t.merchantId, shopId: t.shopId } },
    'conversation.read': talk,
    'conversation.messages': talk,
    'conversation.context': talk,
    'conversation.close': { ...talk, body: { reason: '已解决' } },
    'conversation.reopen': talk,
    'conversation.transfer': { ...talk, body: { groupId: t.groupId } },
    'conversation.takeOver': talk,
    'conversation.addNote': { ...talk, body: { text: '备注' } },
    'presence.setPresence': { body: { state: 'away' } },
    'presence.listAgents': { params: { id: t.merchantId } },
    'people.me': {},
    'people.listMembers': {},
    'people.addMember': { body: { name: '某人', email: `${Math.random().toString(36).slice(2)}@people.example`, password: 'a-password-of-tests', role: 'agent' } },
    'people.changeMember': { params: { id: t.memberId }, body: { name: '改名' } },
    'people.readShop': shop,
    'people.changeShop': { ...shop, body: { name: { zh: '改名', en: 'renamed' } } },
    'people.listGroups': shop,
    'people.addGroup': { ...shop, body: { name: `组 ${Math.random()}` } },
    'people.changeGroup': { params: { id: t.groupId }, body: { name: '改名' } },
    'people.listQuickReplies': shop,
    'people.addQuickReply': { ...shop, body: { scope: 'personal', title: '短', text: '亲' } },
    'people.removeQuickReply': { params: { id: t.quickReplyId } },
    'contract.list': {},
    'contract.propose': { body: { providerCode: t.providerCode, shopIds: [t.shopId], startsAt: '2026-01-01T00:00:00Z' } },
    'contract.accept': { params: { id: t.contractId } },
    'contract.end': { params: { id: t.contractId } },
    'library.listQuestions': shop,
    'library.addQuestion': { ...shop, body: question },
    'library.changeQuestion': { params: { id: t.questionId }, body: { ...question, version: 1 } },
    'library.removeQuestion': { params: { id: t.questionId } },
    'library.importLibrary': { ...shop, query: { format: 'jsonl', dryRun: 'true' }, body: { question: '问', phrasings: [], answers: [{ type: 'text', text: '答' }] } },
    'library.exportLibrary': { ...shop, query: { format: 'jsonl' } },
    'library.publish': shop,
    'library.listPublications': shop,
    'library.listSuggestions': shop,
    'library.readDial': shop,
    'library.tryOut': { ...shop, body: { texts: ['发什么快递'] } },
    'library.searchAnswers': shop,
    'floor.board': { params: { id: t.merchantId } },
    'floor.listAlarms': { params: { id: t.merchantId } },
    'floor.acknowledge': { params: { id: t.alarmId } },
    'floor.setAgentState': { params: { id: t.merchantId, memberId: t.memberId }, body: { state: 'away' } },
    'product.listProducts': shop,
    'product.myOrders': {},
    'robot.listDecisions': shop,
    'robot.judge': { params: { id: t.conversationId, seq: '1' }, body: { means: 'nothing' } },
    'robot.withdraw': { params: { id: t.conversationId, seq: '1' } },
  };
};

/** Every route with its request for these things. */
export const everyRoute = (things: Things): RouteRequest[] => {
  const table = asks(things) as Record<string, Ask>;
  return Object.entries(groups).flatMap(([group, routes]) => Object.entries(routes as Record<string, Route>).map(([key, route]) => {
    const name = `${group}.${key}`;
    const ask = table[name] ?? {};
    return { name, route, params: ask.params ?? {}, query: ask.query ?? {}, body: ask.body };
  }));
};

export interface Answer { status: number; code: string | null; field: string | null; text: string; headers: Headers }

/** Sends one request as it is; `headers` say who asks. */
export const send = async (address: string, { route, params, query, body }: Omit<RouteRequest, 'name'>, headers: Record<string, string>): Promise<Answer> => {
  const path = route.path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`${address}${path}${search ? `?${search}` : ''}`, {
    method: route.method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answerOf(response);
};

/** What came back, with the refusal's code and field if it is one. */
export const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const refusal = response.ok ? null : (() => { try { return JSON.parse(text) as { code?: string; field?: string }; } catch { return null; } })();
  return { status: response.status, code: refusal?.code ?? null, field: refusal?.field ?? null, text, headers: response.headers };
};
