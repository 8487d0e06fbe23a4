// The order in which the log is read, at its door (platform/events). Not for what the rooms do with events.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startReader } from '../../src/platform/index.ts';
import { foundMerchant, openRoomHouse, type RoomHouse } from '../world/room-house.ts';

let room: RoomHouse;
beforeAll(() => { room = openRoomHouse(); });
afterAll(() => room.close());

it('is by transaction as a number: the batch that ends at 9 goes on with 10, not with 100', async () => {
  const { merchantId } = await foundMerchant(room.house);
  for (const xid of ['100', '9', '10', '99']) {
    await room.house.db.query("INSERT INTO events (merchant_id, origin, lane, type, payload, xid) VALUES ($1, 'story', 0, 'story.told', $2, $3::xid8)", [merchantId, JSON.stringify({ xid }), xid]);
  }
  const order: object[] = [];
  const reader = await startReader(room.house.db, room.house.bus, room.house.log, { name: 'story', types: ['story.told'], batch: 1, handle: (_, events) => { order.push(...events.map((event) => event.payload)); return Promise.resolve(); } });
  await reader.drain();
  await expect.poll(() => order).toEqual(['9', '10', '99', '100'].map((xid) => ({ xid })));
  await reader.stop();
});
