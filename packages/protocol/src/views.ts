// What leaves the house, made for one audience each. A database row is never one of these.
import { z } from 'zod';
import { alarmId, consumerId, contractId, conversationId, groupId, memberId, messageId, noteId, organisationId, productId, questionId, quickReplyId, shopId, orderId } from './ids.ts';
import { answerBody, mediaUrl, messageBody } from './bodies.ts';

export const time = z.iso.datetime();
export const language = z.enum(['zh', 'en']);
export const bilingual = z.object({ zh: z.string().max(500), en: z.string().max(500) });

export const conversationState = z.enum(['bot', 'waiting', 'queued', 'assigned', 'closed']);
export type ConversationState = z.infer<typeof conversationState>;

export const authorKind = z.enum(['consumer', 'agent', 'robot', 'system']);
export type AuthorKind = z.infer<typeof authorKind>;

export const messageView = z.object({
  id: messageId,
  conversationId,
  /** 1, 2, 3 … without gap or repeat [CM1]. */
  seq: z.int().positive(),
  author: z.object({ kind: authorKind, id: z.string().nullable(), name: z.string() }),
  body: messageBody,
  at: time,
  /** Only to the sender's own clients, so that an outbox knows its message again. */
  clientId: z.string().optional(),
});
export type MessageView = z.infer<typeof messageView>;

/** A permission with its reason: `true`, or why not (a short code the screen translates). */
export const can = z.union([z.literal(true), z.string()]);

export const handoverReason = z.enum(['asked_for_human', 'unanswered_rounds', 'same_question_again', 'angry', 'sensitive', 'detail_given', 'no_library', 'robot_off', 'transfer']);
export type HandoverReason = z.infer<typeof handoverReason>;

/** A conversation as its consumer sees it. */
export const consumerConversationView = z.object({
  id: conversationId,
  shopId,
  state: conversationState,
  lastSeq: z.int(),
  revision: z.int(),
  agentName: z.string().nullable(),
  queue: z.object({ position: z.int().positive(), estimateS: z.int().nullable() }).nullable(),
  /** The promise shown when the shop is closed and the message was left. */
  leftMessagePromise: bilingual.nullable(),
  agentReadSeq: z.int(),
  rating: z.object({ score: z.int(), reasons: z.array(z.string()) }).nullable(),
  can: z.object({ askHuman: can, leaveQueue: can, rate: can }),
});
export type ConsumerConversationView = z.infer<typeof consumerConversationView>;

/** A conversation as staff see it in a list. */
export const conversationView = z.object({
  id: conversationId,
  merchantId: organisationId,
  shop: z.object({ id: shopId, name: bilingual, picture: mediaUrl.nullable() }),
  state: conversationState,
  consumer: z.object({ id: consumerId, name: z.string(), signed: z.boolean() }),
  group: z.object({ id: groupId, name: z.string() }).nullable(),
  assignee: z.object({ id: memberId, name: z.string(), organisationName: z.string() }).nullable(),
  lastSeq: z.int(),
  /** Grows with every change of the conversation: a view with a smaller one is old. */
  revision: z.int(),
  preview: z.string(),
  startedAt: time,
  lastMessageAt: time.nullable(),
  queuedAt: time.nullable(),
  assignedAt: time.nullable(),
  closedAt: time.nullable(),
  /** The first consumer message nobody has answered; null when nothing waits for a reply. */
  needsReplySince: time.nullable(),
  consumerReadSeq: z.int(),
  staffReadSeq: z.int(),
  rating: z.object({ score: z.int(), reasons: z.array(z.string()) }).nullable(),
  closeReason: z.string().nullable(),
  can: z.object({ send: can, close: can, transfer: can, takeOver: can, reopen: can }),
});
export type ConversationView = z.infer<typeof conversationView>;

export const noteView = z.object({ id: noteId, conversationId, afterSeq: z.int(), author: z.object({ id: memberId.nullable(), name: z.string() }), text: z.string(), at: time });
export type NoteView = z.infer<typeof noteView>;

export const productView = z.object({
  id: productId,
  externalId: z.string(),
  title: bilingual,
  category: z.string(),
  priceMinor: z.int(),
  currency: z.string(),
  stock: z.int(),
  picture: mediaUrl.nullable(),
  url: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  sizeChart: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }).nullable(),
});
export type ProductView = z.infer<typeof productView>;

export const orderState = z.enum(['unpaid', 'paid', 'shipped', 'delivered', 'refunding', 'refunded', 'closed']);
export const orderView = z.object({
  id: orderId,
  number: z.string(),
  state: orderState,
  placedAt: time,
  paidMinor: z.int(),
  currency: z.string(),
  /** Masked unless granted. */
  phone: z.string(),
  address: z.string(),
  recipient: z.string(),
  masked: z.boolean(),
  items: z.array(z.object({ productId: productId.nullable(), title: z.string(), quantity: z.int(), priceMinor: z.int(), picture: mediaUrl.nullable() })),
  logistics: z.object({ courier: z.string(), number: z.string(), trace: z.array(z.object({ at: time, text: z.string() })) }).nullable(),
});
export type OrderView = z.infer<typeof orderView>;

/** Why the robot did what it did [BT1]. */
export const decisionView = z.object({
  id: z.string(),
  at: time,
  text: z.string(),
  outcome: z.enum(['answer', 'offer', 'ask', 'handover', 'silent']),
  question: z.object({ id: questionId, title: z.string() }).nullable(),
  /** What the same round asked before `question`, and was answered first. */
  earlier: z.array(z.object({ id: questionId, title: z.string() })),
  confidence: z.number(),
  reasons: z.array(z.string()),
  libraryVersion: z.int().nullable(),
  candidates: z.array(z.object({ questionId, title: z.string(), probability: z.number(), phrasing: z.string(),
    /** What spoke for it, 0..1 each: the classifier, words in common, meaning, the trade's topic. Decisions of older versions lack it. */
    parts: z.object({ classifier: z.number(), words: z.number(), meaning: z.number(), topic: z.number() }).optional() })),
});
export type DecisionView = z.infer<typeof decisionView>;

/** The right-hand column of the desk. */
export const contextView = z.object({
  conversationId,
  consumer: z.object({
    id: consumerId, name: z.string(), signed: z.boolean(), firstSeenAt: time, phone: z.string().nullable(), masked: z.boolean(),
    conversationCount: z.int(), orderCount: z.int(), spentMinor: z.int(), currency: z.string(), device: z.string().nullable(), pageUrl: z.string().nullable(),
  }),
  handover: z.object({ reason: handoverReason, summary: z.array(z.string()), at: time }).nullable(),
  product: productView.nullable(),
  orders: z.array(orderView),
  decisions: z.array(decisionView),
  notes: z.array(noteView),
  previous: z.array(z.object({ id: conversationId, startedAt: time, closedAt: time.nullable(), preview: z.string(), closeReason: z.string().nullable(), rating: z.int().nullable() })),
});
export type ContextView = z.infer<typeof contextView>;

export const presenceState = z.enum(['online', 'busy', 'break', 'away', 'offline']);
export type PresenceState = z.infer<typeof presenceState>;
export const agentView = z.object({
  id: memberId, name: z.string(), organisationId, organisationName: z.string(), provider: z.boolean(),
  state: presenceState, since: time, load: z.int(), capacity: z.int(), groupIds: z.array(groupId),
  longestWaitMs: z.int().nullable(), receivedToday: z.int(),
});
export type AgentView = z.infer<typeof agentView>;

/** Milliseconds; null where nothing was measured yet. */
export const durations = z.object({ averageMs: z.number().nullable(), medianMs: z.number().nullable(), p90Ms: z.number().nullable(), count: z.int() });
export const boardView = z.object({
  merchantId: organisationId,
  shopId: shopId.nullable(),
  at: time,
  definitionVersion: z.int(),
  figures: z.object({
    asked: z.int(), received: z.int(), receiving: z.int(), withRobot: z.int(), queued: z.int(), waiting: z.int(), longestWaitMs: z.int().nullable(),
    firstResponse: durations, response: durations, queueTime: durations,
    robotReceived: z.int(), robotHandedOver: z.int(), robotShare: z.number().nullable(), satisfaction: z.number().nullable(), rated: z.int(), abandoned: z.int(),
  }),
  groups: z.array(z.object({ id: groupId, name: z.string(), shopId, queued: z.int(), open: z.int(), capacity: z.int(), online: z.int(), longestWaitMs: z.int().nullable(), busyness: z.number().nullable() })),
  agents: z.array(agentView),
  /** Consumers who asked, by five minutes, today; and the same day last week. */
  trend: z.array(z.object({ at: time, asked: z.int(), lastWeek: z.int() })),
});
export type BoardView = z.infer<typeof boardView>;

export const alarmRule = z.enum(['waits_too_long', 'agent_silent']);
export const alarmView = z.object({
  id: alarmId, merchantId: organisationId, shopId, rule: alarmRule, conversationId: conversationId.nullable(),
  consumerName: z.string().nullable(), agent: z.object({ id: memberId, name: z.string() }).nullable(), groupName: z.string().nullable(),
  raisedAt: time, sinceAt: time, thresholdS: z.int(),
  acknowledged: z.object({ by: z.string(), at: time }).nullable(), resolvedAt: time.nullable(),
});
export type AlarmView = z.infer<typeof alarmView>;

export const role = z.enum(['owner', 'supervisor', 'agent', 'trainer', 'inspector']);
export type Role = z.infer<typeof role>;
export const organisationKind = z.enum(['merchant', 'provider']);

export const shopView = z.object({
  id: shopId, merchantId: organisationId, slug: z.string(), name: bilingual, robotName: bilingual, welcome: bilingual, picture: mediaUrl.nullable(),
  settings: z.lazy(() => shopSettings),
});
export type ShopView = z.infer<typeof shopView>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
/** Times are in `timeZone`. An empty `hours` means always open. Days: 1 Monday … 7 Sunday. */
export const shopSettings = z.object({
  timeZone: z.string().max(64).default('Asia/Shanghai'),
  hours: z.array(z.object({ days: z.array(z.int().min(1).max(7)).min(1), from: clockTime, to: clockTime })).max(30).default([]),
  robotOn: z.boolean().default(true),
  /** "Be right at least p": thresholds for answer and offer follow from it. */
  precisionTarget: z.number().min(0.5).max(0.999).default(0.95),
  handoverAfterUnansweredRounds: z.int().min(1).max(10).default(2),
  handoverWindowMinutes: z.int().min(1).max(120).default(10),
  roundGatherMs: z.int().min(0).max(5000).default(900),
  agentSilentLimitS: z.int().min(20).max(86400).default(300),
  disconnectLimitS: z.int().min(5).max(3600).default(45),
  alarmWaitS: z.int().min(1).max(86400).default(60),
  alarmSilentS: z.int().min(1).max(86400).default(120),
  closeReasons: z.array(z.string().min(1).max(40)).max(20).default(['已解决', '消费者未回复', '转线下处理', '无效咨询']),
  /** Days after its closure that a conversation is kept, then erased whole; null: for ever. */
  retentionDays: z.int().min(30).max(3650).nullable().default(null),
  leftMessagePromise: bilingual.default({ zh: '亲，现在是休息时间，留言已记下，上班后第一时间回复您', en: 'We are closed now. Your message is kept and will be answered first thing when we open.' }),
});
export type ShopSettings = z.infer<typeof shopSettings>;

export const groupView = z.object({ id: groupId, shopId, merchantId: organisationId, name: z.string(), isDefault: z.boolean(), memberIds: z.array(memberId) });
export type GroupView = z.infer<typeof groupView>;
export const memberView = z.object({ id: memberId, organisationId, name: z.string(), email: z.string(), role, capacity: z.int(), active: z.boolean() });
export type MemberView = z.infer<typeof memberView>;

export const contractState = z.enum(['proposed', 'accepted', 'ended']);
export const contractView = z.object({
  id: contractId, merchantId: organisationId, merchantName: z.string(), providerId: organisationId, providerName: z.string(), state: contractState,
  /** Active = accepted and inside its time, now. */
  active: z.boolean(), startsAt: time, endsAt: time.nullable(), shopIds: z.array(shopId), groupIds: z.array(groupId),
  fields: z.object({ phone: z.boolean(), address: z.boolean() }),
  history: z.array(z.object({ at: time, by: z.string(), what: z.enum(['proposed', 'accepted', 'ended', 'changed']) })),
  can: z.object({ accept: can, end: can }),
});
export type ContractView = z.infer<typeof contractView>;

/** What a member may do for a merchant, and through what. */
export const grantView = z.object({
  merchantId: organisationId, merchantName: z.string(), contractId: contractId.nullable(), role,
  shops: z.array(shopView), groups: z.array(groupView.omit({ memberIds: true })), fields: z.object({ phone: z.boolean(), address: z.boolean() }), until: time.nullable(),
  permissions: z.array(z.string()),
});
export type GrantView = z.infer<typeof grantView>;
export const meView = z.object({
  member: memberView,
  /** `code` is what the other side types to propose a contract. */
  organisation: z.object({ id: organisationId, name: z.string(), kind: organisationKind, code: z.string() }),
  grants: z.array(grantView), presence: z.object({ state: presenceState, load: z.int(), capacity: z.int() }),
});
export type MeView = z.infer<typeof meView>;

export const questionMode = z.enum(['off', 'auto', 'assist', 'both']);
export const questionView = z.object({
  id: questionId, shopId, title: z.string(), category: z.string(), mode: questionMode,
  phrasings: z.array(z.string()), negatives: z.array(z.string()), answers: z.array(answerBody),
  followUps: z.array(z.object({ id: questionId, title: z.string() })), hot: z.boolean(), version: z.int(), updatedAt: time,
});
export type QuestionView = z.infer<typeof questionView>;

export const quickReplyView = z.object({ id: quickReplyId, shopId: shopId.nullable(), scope: z.enum(['shop', 'personal']), title: z.string(), text: z.string() });
export type QuickReplyView = z.infer<typeof quickReplyView>;

/** What the widget needs before anybody has said a word. */
export const widgetView = z.object({
  shop: z.object({ id: shopId, name: bilingual, robotName: bilingual, welcome: bilingual, picture: mediaUrl.nullable(), accent: z.string() }),
  hot: z.array(z.object({ questionId, title: z.string() })),
  open: z.boolean(), robotOn: z.boolean(), leftMessagePromise: bilingual,
  product: productView.pick({ id: true, title: true, priceMinor: true, currency: true, picture: true, url: true }).nullable(),
});
export type WidgetView = z.infer<typeof widgetView>;
