// Many consumers at once, through the product's public doors but without a browser each; and a day behind them. Not for what a consumer sees (people.ts).
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { WebSocket } from 'ws';
import { createHttp } from '@qindesk/client';
import { consumerRoutes, type ConsumerConversationView, type SendableBody, type ServerFrame } from '@qindesk/protocol';

export interface Guest {
  say(text: string): Promise<void>;
  sendPicture(png: Buffer): Promise<void>;
  askHuman(): Promise<void>;
  /** Until this has been said to the guest, by whomever. */
  hears(words: string, withinMs?: number): Promise<void>;
  /** Until a person serves the guest. */
  isServed(): Promise<void>;
  leave(): void;
}

const wait = async (what: string, found: () => boolean, withinMs: number): Promise<void> => {
  for (const end = performance.now() + withinMs; !found(); ) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 30));
  }
};

/** What the shop's page hands to the widget for a visitor who is signed in. */
const jwtOf = async (address: string, shop: string, visitor: string): Promise<string> => {
  const page = await (await fetch(`${address}/demo/${shop}`, { headers: { cookie: `demo_as=${visitor}` } })).text();
  return /data-jwt="([^"]+)"/.exec(page)?.[1] ?? '';
};

/** A consumer in conversation with a demonstration shop. `visitor`: one of the shop's own, e.g. `demo-lin`; `product`: what their page shows. */
export const openGuest = async (address: string, shop: string, { visitor, product }: { visitor?: string; product?: string } = {}): Promise<Guest> => {
  const widget = await createHttp({ baseUrl: address }).call(consumerRoutes.widget, { params: { shop }, query: product ? { product } : {} });
  const jwt = visitor ? await jwtOf(address, shop, visitor) : undefined;
  const { token } = await createHttp({ baseUrl: address }).call(consumerRoutes.startSession, { body: { shopId: widget.shop.id, device: 'iPhone', ...(jwt ? { jwt } : {}) } });
  const http = createHttp({ baseUrl: address, token: () => token });
  const socket = new WebSocket(`${address.replace('http', 'ws')}/socket`);
  const frames: ServerFrame[] = [];
  socket.on('message', (bytes: Buffer) => {
    const frame = JSON.parse(bytes.toString()) as ServerFrame;
    frames.push(frame);
    const last = frame.type === 'messages' ? frame.messages.at(-1) : undefined;
    if (last && last.author.kind !== 'consumer') socket.send(JSON.stringify({ type: 'read', conversationId: last.conversationId, seq: last.seq }));
  });
  await new Promise((done, fail) => { socket.once('open', done); socket.once('error', fail); });
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, as: 'consumer', token }));
  let ref = 0;
  const command = async (frame: object): Promise<ServerFrame> => {
    const mine = ++ref;
    const answers = (one: ServerFrame): boolean => 'ref' in one && one.ref === mine;
    socket.send(JSON.stringify({ ...frame, ref: mine }));
    await wait(`an answer to ${JSON.stringify(frame)}`, () => frames.some(answers), 30_000);
    const answer = frames.find(answers) as ServerFrame;
    if (answer.type === 'refused') throw new Error(answer.refusal.message.en);
    return answer;
  };
  const started = await command({ type: 'conversation.start', focus: { productId: widget.product?.id ?? null, orderId: null, pageUrl: `${address}/demo/${shop}${product ? `/products/${product}` : ''}` } });
  const id = (started as { conversation: ConsumerConversationView }).conversation.id;
  const send = async (body: SendableBody): Promise<void> => void (await command({ type: 'message.send', conversationId: id, clientId: randomBytes(9).toString('base64url'), body }));
  const said = (): string => frames.flatMap((frame) => (frame.type === 'messages' ? frame.messages : [])).map((message) => JSON.stringify(message.body)).join('\n');
  return {
    say: (text) => send({ type: 'text', text }),
    sendPicture: async (png) => send({ type: 'image', url: (await http.upload(png, 'image/png')).url, alt: '' }),
    askHuman: async () => void (await http.call(consumerRoutes.askHuman, { params: { id } })),
    hears: (words, withinMs = 30_000) => wait(words, () => said().includes(words), withinMs),
    isServed: () => wait('a person', () => frames.some((frame) => frame.type === 'conversation.changed' && frame.conversation.state === 'assigned'), 30_000),
    leave: () => socket.terminate(),
  };
};

/** How many consumers ask in an hour of an ordinary day, from midnight. */
const ordinaryDay = [4, 2, 1, 1, 1, 2, 5, 9, 18, 31, 42, 45, 34, 30, 36, 40, 38, 32, 29, 37, 48, 52, 33, 14];

/** Runs SQL on the test file's database, past the product. */
export const onDatabase = async (sql: string, values: unknown[] = []): Promise<void> => {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
};

/** Figures of conversations that are over: of today until now, and of the same day last week. The same every time. */
export const addHistory = (shop: string): Promise<void> =>
  onDatabase(
    `INSERT INTO conversation_figures (merchant_id, conversation_id, definition_version, shop_id, consumer_id, group_id, member_id, asked_at, robot_received, handed_over, queue_ms, first_response_ms, response_ms_sum, response_count, human_messages, consumer_messages, robot_messages, rating, closed_at)
     SELECT s.merchant_id, 'cnv_' || lpad(n::text, 22, '0'), 1, s.id, 'csm_' || lpad(n::text, 22, '0'), g.id, CASE WHEN human THEN m.id END, at, true, human,
       CASE WHEN human THEN (hash * 7) % 40000 END, CASE WHEN human THEN 4000 + (hash * 13) % 21000 END, CASE WHEN human THEN 3 * (9000 + (hash * 31) % 26000) ELSE 0 END, CASE WHEN human THEN 3 ELSE 0 END, 4, 5, 3,
       CASE WHEN hash % 3 = 0 THEN CASE WHEN hash % 33 = 0 THEN 2 ELSE 5 END END, at + interval '6 minutes'
     FROM shops s JOIN groups g ON g.merchant_id = s.merchant_id AND g.shop_id = s.id AND g.is_default
     CROSS JOIN LATERAL (SELECT array_agg(member_id ORDER BY member_id) AS ids FROM group_members WHERE merchant_id = s.merchant_id AND group_id = g.id) gm
     CROSS JOIN LATERAL (SELECT row_number() OVER () AS n, week, hour, i, abs(hashtext(week::text || ' ' || hour || ' ' || i)) % 100003 AS hash
       FROM (VALUES (0, 1.0), (7, 0.83)) AS w(week, share) CROSS JOIN generate_series(0, 23) AS hour CROSS JOIN LATERAL generate_series(1, (($2::int[])[hour + 1] * share)::int) AS i) k
     CROSS JOIN LATERAL (SELECT (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') - make_interval(days => week) + make_interval(hours => hour, secs => hash % 3600)) AT TIME ZONE 'Asia/Shanghai' AS at, hash % 100 < 32 AS human) t
     JOIN members m ON m.id = gm.ids[1 + hash % cardinality(gm.ids)]
     WHERE s.slug = $1 AND (week > 0 OR at < now())`, [shop, ordinaryDay]);
