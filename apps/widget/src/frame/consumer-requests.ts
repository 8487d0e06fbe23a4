// What the widget asks over HTTP once it has a token. Paths as in the protocol; the route objects would bring their validators along.
import type { Http } from '@qindesk/client';
import type { ConsumerConversationView, MessageView, OrderView } from '@qindesk/protocol';

const conversations = '/v1/consumer/conversations';

/** Typed requests of a consumer. Each throws `RefusedError`. */
export const createConsumerRequests = (http: Http) => ({
  /** Newest first. */
  history: async () => (await http.request<{ items: ConsumerConversationView[] }>('GET', conversations)).items,
  /** All of one conversation, oldest first. */
  messages: async (id: string): Promise<MessageView[]> => {
    const all: MessageView[] = [];
    for (;;) {
      const page = await http.request<{ messages: MessageView[]; complete: boolean }>('GET', `${conversations}/${id}/messages`, { query: { afterSeq: all.at(-1)?.seq ?? 0 } });
      all.push(...page.messages);
      if (page.complete || page.messages.length === 0) return all;
    }
  },
  orders: async () => (await http.request<{ items: OrderView[] }>('GET', '/v1/consumer/orders')).items,
  askHuman: (id: string) => http.request<ConsumerConversationView>('POST', `${conversations}/${id}/human-request`),
  leaveQueue: (id: string) => http.request<ConsumerConversationView>('DELETE', `${conversations}/${id}/human-request`),
  rate: (id: string, body: { score: number; reasons: string[]; comment?: string }) => http.request<ConsumerConversationView>('PUT', `${conversations}/${id}/rating`, { body }),
});
export type ConsumerRequests = ReturnType<typeof createConsumerRequests>;
