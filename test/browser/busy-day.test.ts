// A busy day: five conversations on one desk, a queue, alarms, a day's figures on the floor. With PICTURES=docs it makes the pictures of docs/images.
import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRoot } from '../../tools/run/root.mjs';
import { addHistory, onDatabase, openGuest, type Guest } from './crowd.ts';
import { deskOf, floorOf, pictureOf, see, signIn, soon, trainingMs, visitShop } from './people.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('busy-day');
const guests: Guest[] = [];
let agent: Seat;

const keep = async (seat: Seat, name: string): Promise<void> => {
  await seat.look(name);
  if (process.env['PICTURES'] !== 'docs') return;
  mkdirSync(inRoot('docs/images'), { recursive: true });
  await seat.page.screenshot({ path: inRoot('docs/images', `${name}.png`), animations: 'disabled' });
};
/** Who came last into the queue has waited so much longer. */
const waitLonger = (seconds: number): Promise<void> =>
  onDatabase(`WITH entry AS (UPDATE queue_entries SET queued_at = queued_at - make_interval(secs => $1) WHERE conversation_id = (SELECT conversation_id FROM queue_entries ORDER BY queued_at DESC LIMIT 1) RETURNING conversation_id)
    UPDATE conversations SET queued_at = queued_at - make_interval(secs => $1) WHERE id = (SELECT conversation_id FROM entry)`, [seconds]);
const enter = async (asked: string, heard: string, said: string[], who: Parameters<typeof openGuest>[2] = {}): Promise<Guest> => {
  const guest = await openGuest(stage().product.address, 'apparel', who);
  guests.push(guest);
  await guest.say(asked);
  await guest.hears(heard, trainingMs);
  await guest.askHuman();
  for (const words of said) await guest.say(words);
  return guest;
};

test('five consumers are on one desk: who waits longest stands first, with what was said last', async () => {
  await addHistory('apparel');
  agent = await signIn(stage(), '何小雨', desktop);
  const desk = deskOf(agent.page);
  await desk.goOnline();
  await enter('退款多久到账', '原路', ['退货昨天就签收了，钱还没退回来呢'], { visitor: 'demo-zhou', product: 'QH-1003' });
  const chen = await enter('收到破损怎么办', '保留吊牌', ['卫衣袖口开线了，能换一件吗'], { visitor: 'demo-chen', product: 'QH-1006' });
  const page = await visitShop(stage(), '/demo/apparel/products/QH-1006', phone);
  await chen.sendPicture((await pictureOf(page.page.locator('article img').first(), 'photo')).buffer);
  const wang = await enter('怎么开发票', '发票', ['抬头写公司，税号现在发您吗'], { visitor: 'demo-wang', product: 'QH-1010' });
  const visitor = await enter('什么时候发货', '发', ['黑色L码还有货吗'], { product: 'QH-1004' });
  const lin = await enter('什么快递', '青鸟速运', ['周六要穿去婚礼，寄上海来得及吗'], { visitor: 'demo-lin', product: 'QH-1001' });
  await soon(() => desk.rows('待回复').count()).toBe(5);

  await desk.rows('待回复').filter({ hasText: '王禾' }).click();
  await desk.say('亲，可以的，抬头和税号发我，今天就给您开好～');
  await wang.hears('今天就给您开好');
  await desk.list.getByRole('link').filter({ hasText: '访客' }).click();
  await desk.say('亲，黑色L码有现货，今天16点前付款今天发～');
  await visitor.hears('黑色L码有现货');

  await desk.rows('待回复').filter({ hasText: '林小满' }).click();
  await see(desk.said('周六要穿去婚礼'));
  await desk.say('亲，来得及的！今天发出，青鸟到上海一般1-2天，周五就能收到～');
  await lin.hears('周五就能收到');
  await lin.say('太好了，我165cm 108斤，穿M会不会紧？');
  await see(desk.said('穿M会不会紧'));
  await agent.page.keyboard.press('Alt+m');
  await agent.page.getByRole('textbox', { name: '内部备注内容' }).fill('老客，上次换过一次尺码，帮她一次选对');
  await agent.page.keyboard.press('Enter');
  await see(desk.log.getByText('帮她一次选对'));
  await agent.page.keyboard.press('Alt+m');
  await desk.say('M码胸围88、腰围72，您穿正合身，腰带还能调，不会勒的');
  await desk.context.getByRole('button', { name: '发这张卡片' }).click();
  await lin.hears('晚风收腰连衣裙');
  await lin.say('好的，现在下单！能帮我备注尽快发吗');
  await see(desk.said('能帮我备注尽快发吗'));
});

test('the desk shows it all at a glance', async () => {
  // Minutes cannot be waited for; the desk reads them from the same columns.
  await onDatabase(`UPDATE conversations c SET needs_reply_since = needs_reply_since - make_interval(secs => k.s) FROM (VALUES ('周知远', 74), ('陈一诺', 31)) AS k(name, s)
    JOIN consumers u ON u.name = k.name WHERE c.merchant_id = u.merchant_id AND c.consumer_id = u.id`);
  await agent.page.reload();
  const desk = deskOf(agent.page);
  await soon(async () => (await desk.rows('待回复').allInnerTexts()).map((text) => /周知远|陈一诺|林小满/.exec(text)?.[0])).toEqual(['周知远', '陈一诺', '林小满']);
  await soon(() => desk.rows('进行中').count()).toBe(2);
  await see(desk.said('能帮我备注尽快发吗'));
  await see(desk.context.getByText('138').first());
  await desk.field.fill('亲，已经帮您备注加急啦，下单后我盯着仓库发出～');
  await soon(() => desk.rows('待回复').getByLabel(/条未读/).count()).toBe(2);
  await agent.page.mouse.move(720, 5);
  await keep(agent, 'desk');
});

test('the floor shows the day: figures, groups, agents, the queue and its alarms', async () => {
  const other = await signIn(stage(), '安然', desktop);
  await deskOf(other.page).goOnline();
  for (const words of ['怎么申请退货', '运费怎么算', '用的是什么快递']) {
    const guest = await enter(words, '亲', ['想找人问一下']);
    await guest.isServed();
  }
  await other.page.getByRole('button', { name: /^我的状态/ }).click();
  await other.page.getByRole('menuitemradio', { name: /小休/ }).click();
  await see(other.page.getByRole('button', { name: /^我的状态: 小休/ }));
  await enter('优惠券怎么领', '亲', ['券用不了']);
  await waitLonger(96);
  const supervisor = await signIn(stage(), '苏曼', desktop);
  const floor = floorOf(supervisor.page);
  await floor.open();
  await floor.alarms.getByRole('button', { name: /^由我处理/ }).first().click();
  await enter('怎么选尺码', '亲', ['有人吗']);
  await waitLonger(63);
  await see(floor.alarms.getByText('1 条待处理'));
  await see(floor.alarms.getByText(/苏曼 \d\d:\d\d 接手/));
  await soon(() => floor.figure('排队中')).toBe('2');
  expect(Number(await floor.figure('咨询人数'))).toBeGreaterThan(9);
  await soon(() => supervisor.page.getByText(/^新告警/).count()).toBe(0);
  await supervisor.page.mouse.move(720, 5);
  await keep(supervisor, 'floor');
  await floor.tab('排队').click();
  await soon(() => supervisor.page.getByRole('row').filter({ hasText: '访客' }).count()).toBe(2);
  await supervisor.look('floor-queue');
  await floor.tab('进行中的会话').click();
  await see(supervisor.page.getByRole('row').filter({ hasText: '林小满' }));
  await supervisor.look('floor-open');
});

test('the widget in the middle of a good conversation', async () => {
  const visitor = await visitShop(stage(), '/demo/fresh/products/HX-2001', phone);
  const { chat } = visitor;
  await chat.launcher.tap();
  await chat.say('阿拉斯加鳕鱼和大西洋鳕鱼有什么区别');
  await see(chat.said('图里列好了对比'), trainingMs);
  await see(chat.button('鳕鱼有刺吗'));
  await see(chat.button('查看大图 阿拉斯加鳕鱼与大西洋鳕鱼对比表'));
  await chat.said('阿拉斯加鳕鱼和大西洋鳕鱼有什么区别').last().evaluate((words) => words.scrollIntoView({ block: 'start' }));
  await keep(visitor, 'widget');
  for (const guest of guests) guest.leave();
});
