// The first question of a shop, before anything is killed: the robot reads its library then, which takes seconds once in the life of an installation.
import { createHttp } from '@qindesk/client';
import { consumerRoutes } from '@qindesk/protocol';
import { anyNode } from './door.ts';
import type { Random } from './random.ts';
import type { ShopFront } from './people.ts';
import type { Stage } from './stage.ts';
import { waitUntil } from './pause.ts';
import { createViewer, type Viewer } from './viewer.ts';

const withinMs = 120_000;

/** Asks every shop's robot a question of its own library and waits for the answer; returns the tabs, which stay open. Throws when a robot says nothing. */
export const warmUp = (stage: Stage, random: Random): Promise<Viewer[]> => Promise.all(stage.shops.map((shop) => askOnce(stage, shop, random.fork(shop.slug))));

const askOnce = async (stage: Stage, shop: ShopFront, random: Random): Promise<Viewer> => {
  const { token, consumer } = await createHttp({ baseUrl: anyNode(stage.nodes, random.fork('requests')) }).call(consumerRoutes.startSession, { body: { shopId: shop.id as never } });
  let answered = false;
  const tab: Viewer = createViewer({
    nodes: stage.nodes, name: `first tab of ${consumer.id}`, authorId: consumer.id, identity: { as: 'consumer', token }, ledger: stage.ledger, random,
    address: async () => {
      const { conversation } = await tab.request({ type: 'conversation.start' });
      if (!conversation) throw new Error('conversation.start was answered without a conversation');
      tab.follow(conversation.id);
      return conversation.id;
    },
    onFrame: () => undefined,
    onMessages: (_, messages) => { answered ||= messages.some((message) => message.author.kind === 'robot'); },
  });
  tab.start();
  tab.outbox.enqueue(null, { type: 'text', text: random.pick(shop.hot).title });
  if (!(await waitUntil(() => answered, withinMs))) throw new Error(`The robot of ${shop.slug} did not answer its first question within ${withinMs / 1000} s.`);
  return tab;
};
