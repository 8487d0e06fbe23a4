// Debug.
import { it } from 'vitest';
import { askHuman, goOnline, openWorld, startTalk } from '../world/world.ts';
it('x', async () => {
  const world = await openWorld(1);
  const shop = await world.merchant();
  const first = await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] });
  const second = await world.member(shop.merchantId, 'agent', { groups: [shop.groupId] });
  const w = await goOnline(first);
  const consumer = await world.consumer(shop);
  const { id } = await startTalk(consumer);
  console.log(await askHuman(consumer, id));
  console.log(await world.rows('SELECT * FROM agents'), await world.rows('SELECT * FROM queue_entries'), await world.rows('SELECT * FROM group_members'), JSON.stringify(await world.rows('SELECT * FROM conversation_moves')), first.id, second.id, w.frames);
  await world.close();
});
