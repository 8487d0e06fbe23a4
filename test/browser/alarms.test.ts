// Alarms on the floor: raised by the shop's own limits, told in words, acknowledged by name, resolved by what happens. Not for their rules (monitoring).
import { expect, test } from 'vitest';
import { deskOf, floorOf, see, signIn, soon, visitShop, type Consumer } from './people.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('alarms');
let owner: Seat;
let supervisor: Seat;
let consumer: Consumer;
let agent: Seat;

test('the owner sets how long a wait may be, in the shop’s settings', async () => {
  owner = await signIn(stage(), '沈青禾', desktop);
  const { page } = owner;
  await page.getByRole('link', { name: '服务云与管理' }).click();
  await page.getByRole('menuitem', { name: '店铺设置' }).click();
  await page.getByRole('spinbutton', { name: '排队多久告警' }).fill('2');
  await page.getByRole('spinbutton', { name: '客服多久没回复告警' }).fill('3');
  await owner.look('shop-settings');
  await page.getByRole('region', { name: '有未保存的修改' }).getByRole('button', { name: '保存' }).click();
  await see(page.getByText('已保存，马上生效'));
  await floorOf(page).open();
});

test('a consumer who waits too long raises an alarm on every floor that may see it, with words', async () => {
  supervisor = await signIn(stage(), '苏曼', desktop);
  const floor = floorOf(supervisor.page);
  await floor.open();
  await see(floor.alarms.getByRole('heading', { name: '没有告警' }));
  consumer = await visitShop(stage(), '/demo/apparel/products/QH-1002', phone);
  await consumer.chat.launcher.tap();
  await consumer.chat.button('转人工客服').tap();
  await see(consumer.chat.dialog.getByText('您是下一位'));
  const alarm = floor.alarms.getByRole('listitem', { name: /^等待太久 · 访客/ });
  await see(alarm);
  await see(alarm.getByText('排队超过 2秒'));
  await see(alarm.getByText('在默认分组排队'));
  await see(floor.alarms.getByText('1 条待处理'));
  await see(supervisor.page.getByText(/^新告警：等待太久，访客/));
  await see(supervisor.page.getByRole('link', { name: '监控 (1)' }));
  await supervisor.look('alarm-raised');
  await see(floorOf(owner.page).alarms.getByRole('listitem', { name: /^等待太久 · 访客/ }));
});

test('one click takes it by name, and another leads to the conversation', async () => {
  const floor = floorOf(supervisor.page);
  await floor.alarms.getByRole('button', { name: /^由我处理访客/ }).click();
  await see(floor.alarms.getByRole('heading', { name: '处理中' }));
  await see(floorOf(owner.page).alarms.getByText(/苏曼 \d\d:\d\d 接手/));
  await see(supervisor.page.getByRole('link', { name: '监控', exact: true }));
  await supervisor.look('alarm-acknowledged');
  await floor.alarms.getByRole('button', { name: /^看访客/ }).click();
  await see(floor.drawer.getByText('还没有客服接待'));
  await supervisor.look('alarm-conversation');
  await floor.drawer.getByRole('button', { name: '关闭' }).click();
});

test('it resolves when an agent takes the consumer; the agent’s own silence is the next alarm, and an answer resolves that', async () => {
  const floor = floorOf(supervisor.page);
  agent = await signIn(stage(), '安然', desktop);
  await deskOf(agent.page).goOnline();
  await see(floor.alarms.getByText('已解除 1 条'));
  const silent = floor.alarms.getByRole('listitem', { name: /^客服没有回应 · 访客/ });
  await see(silent);
  await see(silent.getByText('客服 安然'));
  await see(silent.getByText('超过 3秒 没有回复'));
  await supervisor.look('agent-silent');
  const desk = deskOf(agent.page);
  await desk.rows('待回复').first().click();
  await agent.look('desk-late');
  await desk.say('亲，久等啦，我是安然');
  await see(consumer.chat.said('久等啦'));
  await see(floor.alarms.getByText('已解除 2 条'));
  await soon(() => silent.count()).toBe(0);
  await floor.alarms.getByText('已解除 2 条').click();
  await soon(() => floor.alarms.getByText(/^持续了 /).count()).toBe(2);
  await supervisor.look('alarms-resolved');
  expect(await floor.alarms.getByText(/条待处理/).count()).toBe(0);
});
