// The right-hand column of the desk: who the consumer is, what they bought, what the robot understood. Personal data masked unless granted [CM8].
import type { ContextView, HandoverReason } from '@qindesk/protocol';
import { newId, type House } from '../../platform/index.ts';
import { listDecisions } from '../bot/index.ts';
import { findProductView, maskPhone, ordersOf, spendOf } from '../commerce/index.ts';
import { listNotes, listSheets, type Conversation } from '../conversation/index.ts';
import { grantsAt, type MemberCtx } from '../identity/index.ts';

interface ConsumerRow { id: ContextView['consumer']['id']; name: string; external_id: string | null; phone: string | null; device: string | null; first_seen_at: Date; conversation_count: number; page_url: string | null }

const readConsumer = async (house: House, conversation: Conversation): Promise<ConsumerRow | undefined> =>
  house.db.maybe<ConsumerRow>(
    `SELECT u.id, u.name, u.external_id, u.phone, u.device, u.first_seen_at, (SELECT count(*)::int FROM conversations x WHERE x.merchant_id = u.merchant_id AND x.consumer_id = u.id) AS conversation_count,
       (SELECT page_url FROM conversations x WHERE x.merchant_id = u.merchant_id AND x.id = $3) AS page_url FROM consumers u WHERE u.merchant_id = $1 AND u.id = $2`,
    [conversation.merchantId, conversation.consumerId, conversation.id]);

const readHandover = async (house: House, conversation: Conversation): Promise<ContextView['handover']> => {
  const row = await house.db.maybe<{ reason: HandoverReason; summary: string[]; at: Date }>('SELECT reason, summary, at FROM handovers WHERE merchant_id = $1 AND conversation_id = $2 ORDER BY at DESC LIMIT 1', [conversation.merchantId, conversation.id]);
  return row ? { reason: row.reason, summary: row.summary, at: row.at.toISOString() } : null;
};

const readPrevious = async (house: House, conversation: Conversation): Promise<ContextView['previous']> =>
  (await listSheets(house.db, 'c.merchant_id = $1 AND c.consumer_id = $2 AND c.id <> $3', [conversation.merchantId, conversation.consumerId, conversation.id], 'ORDER BY c.started_at DESC LIMIT 10')).map((sheet) => ({
    id: sheet.conversation.id, startedAt: sheet.conversation.startedAt.toISOString(), closedAt: sheet.conversation.closedAt?.toISOString() ?? null, preview: sheet.preview, closeReason: sheet.closeReason, rating: sheet.rating?.score ?? null,
  }));

/** The caller has checked the right to read the conversation. A look at unmasked personal data leaves a line in the audit log, once an hour for one member and consumer. */
export const readContext = async (ctx: MemberCtx, conversation: Conversation): Promise<ContextView> => {
  const place = { merchantId: conversation.merchantId, shopId: conversation.shopId };
  const grants = grantsAt(ctx.actor, place, ctx.clock.now());
  const fields = { phone: grants.some((grant) => grant.fields.phone), address: grants.some((grant) => grant.fields.address) };
  const consumer = await readConsumer(ctx, conversation);
  const buyer = consumer?.external_id ?? null;
  const [orders, spend, product, handover, decisions, notes, previous] = await Promise.all([
    buyer ? ordersOf(ctx.db, place, buyer, fields) : [], buyer ? spendOf(ctx.db, place, buyer) : { orderCount: 0, spentMinor: 0, currency: 'CNY' },
    conversation.productId ? findProductView(ctx.db, place.merchantId, place.shopId, conversation.productId) : null,
    readHandover(ctx, conversation), listDecisions(ctx, conversation.merchantId, conversation.id), listNotes(ctx, conversation.merchantId, conversation.id), readPrevious(ctx, conversation),
  ]);
  if (buyer && (fields.phone || fields.address)) await auditLook(ctx, conversation);
  return {
    conversationId: conversation.id,
    consumer: {
      id: conversation.consumerId, name: consumer?.name ?? '', signed: buyer !== null, firstSeenAt: (consumer?.first_seen_at ?? conversation.startedAt).toISOString(),
      phone: consumer?.phone ? (fields.phone ? consumer.phone : maskPhone(consumer.phone)) : null, masked: !fields.phone, conversationCount: consumer?.conversation_count ?? 1,
      orderCount: spend.orderCount, spentMinor: spend.spentMinor, currency: spend.currency, device: consumer?.device ?? null, pageUrl: consumer?.page_url ?? null,
    },
    handover, product, orders, decisions, notes, previous,
  };
};

const auditLook = async (ctx: MemberCtx, conversation: Conversation): Promise<void> => {
  await ctx.db.query(
    `INSERT INTO audit_entries (merchant_id, id, member_id, action, subject, detail) SELECT $1::text, $2::text, $3::text, 'consumer.looked_at', $4::text, $5::jsonb
     WHERE NOT EXISTS (SELECT FROM audit_entries WHERE merchant_id = $1::text AND member_id = $3::text AND subject = $4::text AND action = 'consumer.looked_at' AND at > now() - interval '1 hour')`,
    [conversation.merchantId, newId('decision'), ctx.actor.memberId, conversation.consumerId, JSON.stringify({ conversationId: conversation.id })]);
};
