// What a message can carry, and who may send which. Not for how it is drawn.
import { z } from 'zod';
import { orderId, productId, questionId } from './ids.ts';

/** A picture or file of ours, or one on https. Never `javascript:`, `data:` or another scheme. */
export const mediaUrl = z.string().max(500).regex(/^(\/(files|demo)\/[A-Za-z0-9._/-]+|https:\/\/[^\s"'<>]+)$/, { message: 'not a picture address' })
  .refine((url) => !url.includes('..'), { message: 'not a picture address' });
const plainText = (max: number) => z.string().trim().min(1).max(max).refine((text) => !text.includes('\u0000'), { message: 'holds a NUL character' });
const money = { priceMinor: z.int().min(0).max(1e12), currency: z.string().regex(/^[A-Z]{3}$/) };

/** `questionId` is set when a consumer clicked a link: an exact question. */
export const textBody = z.object({ type: z.literal('text'), text: plainText(4000), questionId: questionId.optional() });
export const imageBody = z.object({ type: z.literal('image'), url: mediaUrl, alt: z.string().max(200).default('') });
export const videoBody = z.object({ type: z.literal('video'), url: mediaUrl, alt: z.string().max(200).default('') });
export const productBody = z.object({ type: z.literal('product'), productId, title: z.string().max(200), ...money, picture: mediaUrl.nullable(), url: z.string().max(500).nullable() });
export const orderBody = z.object({ type: z.literal('order'), orderId, number: z.string().max(64), state: z.string().max(32), title: z.string().max(200), paidMinor: z.int().min(0), currency: money.currency, picture: mediaUrl.nullable() });
export const linksBody = z.object({ type: z.literal('links'), lead: z.enum(['follow_up', 'offer', 'hot']), items: z.array(z.object({ questionId, title: z.string().max(200) })).min(1).max(8) });
export const ratingRequestBody = z.object({ type: z.literal('rating_request') });
/** A line written by the system: `code` is drawn in the reader's language with `params`. */
export const systemBody = z.object({
  type: z.literal('system'),
  code: z.enum(['handed_over', 'queued', 'left_message', 'assigned', 'transferred', 'taken_over', 'closed', 'reopened', 'left_queue', 'rated', 'no_scan', 'requeued']),
  params: z.record(z.string().max(40), z.string().max(200)).default({}),
});

export const messageBody = z.discriminatedUnion('type', [textBody, imageBody, videoBody, productBody, orderBody, linksBody, ratingRequestBody, systemBody]);
export type MessageBody = z.infer<typeof messageBody>;

/** What a consumer's or an agent's client may send: cards name only the id, the server fills in the rest from its own records. */
export const sendableBody = z.discriminatedUnion('type', [
  textBody,
  imageBody,
  videoBody,
  z.object({ type: z.literal('product'), productId }),
  z.object({ type: z.literal('order'), orderId }),
]);
export type SendableBody = z.infer<typeof sendableBody>;

/** What a library answer may hold. */
export const answerBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: plainText(4000) }),
  imageBody,
  videoBody,
  z.object({ type: z.literal('product'), productId }),
]);
export type AnswerBody = z.infer<typeof answerBody>;
