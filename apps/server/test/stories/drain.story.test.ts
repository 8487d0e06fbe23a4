// A process that is told to end while others live: it finishes what it has begun, begins nothing new, and nobody loses or doubles a word [CM2] [CM3] [CM6] (conversation/SPEC).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttp } from '@qindesk/client';
import { consumerRoutes } from '@qindesk/protocol';
import { keepAwake } from '../../src/platform/index.ts';
import { clientId, openWire, openWorld, sayOn, startTalk, until, type Shop, type World } from '../world/world.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.merchant({ robotOn: false });
}, 120_000);
afterAll(() => world.close());

/** Holds a conversation's lock until it is let go. */
const holdLock = async (id: string): Promise<() => Promise<void>> => {
  const [first] = world.apps;
  if (!first) throw new Error('one process');
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => { letGo = resolve; });
  let done: Promise<unknown> = Promise.resolve();
  await new Promise<void>((locked, failed) => {
    done = first.house.db.transact(async (tx) => {
      await tx.query('SELECT 1 AS one FROM conversations WHERE id = $1 FOR UPDATE', [id]);
      locked();
      await keepAwake(tx, () => held);
    });
    done.catch(failed);
  });
  return async () => { letGo(); await done; };
};

it('answers the requests under way, stores what was taken in, takes no new socket; the client goes on elsewhere, once', async () => {
  const leaving = await world.process();
  const consumer = await world.consumer(shop);
  const talk = await startTalk(consumer, leaving.address);
  await talk.say('一');
  const letGo = await holdLock(talk.id);
  const mine = clientId();
  const said = sayOn(talk.wire, talk.id, '二', mine);
  said.catch(() => undefined);
  const ended = createHttp({ baseUrl: leaving.address, token: () => consumer.token }).call(consumerRoutes.close, { params: { id: talk.id as never } });
  await until('both wait for the lock', async () => (await world.rows("SELECT 1 AS one FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).length === 2);

  const stopped = leaving.stop();
  expect((await talk.wire.heard('goodbye')).reason).toBe('drain');
  await expect(openWire(leaving.address, { as: 'consumer', token: consumer.token })).rejects.toThrow();
  await letGo();
  // Whichever of the two got the lock first.
  expect(await ended).toMatchObject({ id: talk.id, state: 'closed' });
  await stopped;
  world.apps.splice(world.apps.indexOf(leaving), 1);

  const elsewhere = await consumer.wire(world.address, [{ conversationId: talk.id, afterSeq: 1 }]);
  const again = await sayOn(elsewhere, talk.id, '二', mine);
  const rows = await world.rows<{ seq: number }>('SELECT seq FROM messages WHERE conversation_id = $1 AND client_id = $2', [talk.id, mine]);
  // Stored before the end of the conversation and answered so, or refused because of it: never both, never twice.
  if (rows.length === 1) expect(again).toMatchObject({ type: 'accepted', seq: rows[0]?.seq });
  else expect([rows.length, again.type]).toEqual([0, 'refused']);
}, 120_000);
