// Conversations that write through the product's own batches, without sockets: two lanes as the server has, each over conversations of its own, which close after so many messages and
// make room for new ones. Not for what is measured (size).
import type { MessageBody } from '@qindesk/protocol';
import { newId, type House } from '../apps/server/src/platform/index.ts';
import { createOrganisation, createShop } from '../apps/server/src/modules/tenancy/create-organisation.ts';
import { writeMessages } from '../apps/server/src/modules/conversation/message-batch.ts';

/** As a day of service sounds: short asks, longer answers, a card now and then. */
const asks = ['在吗', '这件衣服什么时候发货？我后天要出门，来得及吗', '身高165体重52穿什么码', '有优惠券吗', '昨天拍的还没发货，麻烦催一下，谢谢', '可以退吗', '收到了，颜色和图片上有点不一样，请问能换一件吗？', '好的', 'Is it waterproof?', '发什么快递'];
const answers = ['亲，在的，请问有什么可以帮您？', '亲，您的订单今天下午五点前会从杭州仓发出，走顺丰，一般次日到达，出门前应该能收到哦～', '按您的身高体重建议选 M 码，喜欢宽松一点可以选 L 码，尺码表在商品页下方，您可以对照一下胸围和肩宽', '好的亲，这边马上帮您催一下仓库', '亲，支持七天无理由退换货，吊牌不要剪，寄回运费险会自动理赔，您在订单页面点“申请售后”就可以了', '不客气，祝您生活愉快'];
const card: MessageBody = { type: 'product', productId: 'prd_01k3v8z4q5abcdefghjkmn' as never, title: '防晒衣女2026新款夏季薄款透气冰丝连帽外套', priceMinor: 12_900, currency: 'CNY', picture: '/demo/pictures/jacket.webp', url: 'https://shop.example/p/1001' };

interface Talk { id: string; consumerId: string; left: number; n: number }
export interface Batch { at: number; ms: number }
export interface Talkers {
  batches: Batch[];
  written(): number;
  /** So many messages more. */
  write(messages: number): Promise<void>;
}

const openTalks = async (house: House, place: { merchantId: string; shopId: string; groupId: string }, agents: readonly string[], count: number, perConversation: number): Promise<Talk[]> => {
  const talks = Array.from({ length: count }, (): Talk => ({ id: newId('conversation'), consumerId: newId('consumer'), left: perConversation, n: 0 }));
  await house.db.query(`INSERT INTO conversations (merchant_id, id, shop_id, consumer_id, state, group_id, assignee_id, last_assignee_id, assigned_at, started_at)
    SELECT $1, i, $2, c, 'assigned', $3, a, a, now(), now() FROM unnest($4::text[], $5::text[], $6::text[]) AS t(i, c, a)`,
    [place.merchantId, place.shopId, place.groupId, talks.map((t) => t.id), talks.map((t) => t.consumerId), talks.map((_, i) => agents[i % agents.length])]);
  return talks;
};
const closeTalks = (house: House, merchantId: string, talks: readonly Talk[]): Promise<unknown> =>
  house.db.query("UPDATE conversations SET state = 'closed', assignee_id = NULL, closed_at = now(), close_reason = '已解决', revision = revision + 1 WHERE merchant_id = $1 AND id = ANY($2)", [merchantId, talks.map((t) => t.id)]);

/** What this talk says next: the consumer asks, the agent answers. */
const nextDraft = (merchantId: string, talk: Talk, agent: string): Parameters<typeof writeMessages>[1][number] => {
  const n = talk.n++;
  const byConsumer = n % 2 === 0;
  const body: MessageBody = n % 15 === 7 ? card : { type: 'text', text: (byConsumer ? asks[(n + talk.left) % asks.length] : answers[n % answers.length]) ?? '' };
  return {
    merchantId, conversationId: talk.id, clientId: newId('message'), body, bodyJson: JSON.stringify(body),
    author: byConsumer ? { kind: 'consumer', id: talk.consumerId, name: `访客${talk.consumerId.slice(-4).toUpperCase()}` } : { kind: 'agent', id: agent, name: '客服小禾' },
  };
};

/** A merchant with `active` conversations in two lanes; `batch` messages a transaction, each of another conversation. */
export const startTalkers = async (house: House, { batch, perConversation, active }: { batch: number; perConversation: number; active: number }): Promise<Talkers> => {
  const both = (text: string) => ({ zh: text, en: text });
  const place = await house.db.transact(async (tx) => {
    const merchantId = await createOrganisation(tx, { kind: 'merchant', name: 'bench', code: `bench-${Date.now()}` });
    return { merchantId, ...(await createShop(tx, { merchantId, slug: `bench-${Date.now()}`, name: both('bench'), robotName: both('小禾'), welcome: both('亲，您好') })) };
  });
  const agents = Array.from({ length: 2 }, () => newId('member'));
  const batches: Batch[] = [];
  let [written, goal] = [0, 0];
  const lanes = await Promise.all(agents.map(async (agent) => {
    const talks = await openTalks(house, place, [agent], Math.floor(active / agents.length), perConversation);
    let next = 0;
    return async (): Promise<void> => {
      while (written < goal) {
        const size = Math.min(batch, goal - written, talks.length);
        written += size;
        const turn = Array.from({ length: size }, (_, i) => (next + i) % talks.length);
        next += size;
        const drafts = turn.map((i) => nextDraft(place.merchantId, talks[i] as Talk, agent));
        const at = performance.now();
        const results = await writeMessages(house, drafts);
        batches.push({ at, ms: performance.now() - at });
        const refused = results.find((result) => !('message' in result && typeof result.message === 'object'));
        if (refused) throw new Error(`a message was refused: ${JSON.stringify(refused)}`);
        const ended = turn.filter((i) => { const talk = talks[i] as Talk; return --talk.left <= 0; });
        if (ended.length === 0) continue;
        await closeTalks(house, place.merchantId, ended.map((i) => talks[i] as Talk));
        const fresh = await openTalks(house, place, [agent], ended.length, perConversation);
        ended.forEach((i, k) => { talks[i] = fresh[k] as Talk; });
      }
    };
  }));
  return { batches, written: () => written, write: async (messages) => { goal = written + messages; await Promise.all(lanes.map((lane) => lane())); } };
};
