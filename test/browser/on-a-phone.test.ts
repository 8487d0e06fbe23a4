// The console on a phone: an agent serves with one thumb, and no place is wider than the screen. Also what a view shows that could not be read.
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { deskOf, see, signIn, soon, visitShop, type Consumer } from './people.ts';
import { findFaint } from './readable.ts';
import { phone, useStage, type Seat } from './stage.ts';

const stage = useStage('on-a-phone');
let agent: Seat;
let consumer: Consumer;

/** How much wider than the screen the page is. */
const overflow = (page: Page): Promise<number> => page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth);

test('an agent signs in, goes online and serves on a phone', async () => {
  const { page } = (agent = await signIn(stage(), '何小雨', phone));
  const desk = deskOf(page);
  await agent.look('desk-empty');
  await desk.goOnline();
  consumer = await visitShop(stage(), '/demo/apparel/products/QH-1001', phone);
  await consumer.chat.launcher.tap();
  await consumer.chat.button('转人工客服').tap();
  await see(consumer.chat.dialog.getByText('客服 何小雨 为您服务'));
  await consumer.chat.say('这条裙子身高160能穿吗');
  await see(desk.rows('待回复').getByText('这条裙子身高160能穿吗'));
  await agent.look('desk-list');
  await desk.rows('待回复').first().tap();
  await see(desk.said('这条裙子身高160能穿吗'));
  await agent.look('desk-thread');
  await desk.tool('快捷回复').tap();
  await page.getByRole('region', { name: '快捷回复' }).getByRole('button', { name: '要身高体重', exact: true }).tap();
  await agent.look('desk-quick-reply');
  await page.getByRole('button', { name: '发送', exact: true }).tap();
  await see(consumer.chat.said('麻烦告诉我身高、体重'));
  await page.getByRole('button', { name: '顾客信息' }).tap();
  await see(desk.context.getByText('晚风收腰连衣裙'));
  await agent.look('desk-context');
  await desk.context.getByRole('button', { name: '关闭' }).tap();
  await page.getByRole('button', { name: '转接' }).tap();
  await see(page.getByRole('dialog', { name: /转接给$/ }).getByText('安然'));
  await agent.look('desk-transfer');
  await page.getByRole('dialog', { name: /转接给$/ }).getByRole('button', { name: '取消' }).tap();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await findFaint(page)).toEqual([]);
  await page.getByRole('link', { name: '返回会话列表' }).tap();
  await see(desk.rows('进行中').first());
});

test('floor, library and office fit a phone', async () => {
  const owner = await signIn(stage(), '沈青禾', phone);
  for (const [path, ready] of [['/floor', '今天的咨询比上周同一天多吗？'], ['/library', '怎么选尺码'], ['/library?question=new', '问题名'], ['/office?tab=members', 'owner@qinghe.example'], ['/office?tab=groups', '默认分组'], ['/office?tab=shop', '机器人名字'], ['/office?tab=contracts', '还没有合约'], ['/office?tab=widget', '1. 放进页面']] as const) {
    await owner.page.goto(path);
    await see(owner.page.getByText(ready));
    await owner.look(path.replaceAll(/\W+/g, '-').slice(1));
    expect.soft(await overflow(owner.page), path).toBeLessThanOrEqual(0);
    expect.soft(await findFaint(owner.page), path).toEqual([]);
  }
  await owner.page.goto('/floor');
  await owner.page.getByRole('tab', { name: /^进行中的会话/ }).tap();
  await owner.page.getByRole('button', { name: /^静默查看/ }).first().tap();
  await see(owner.page.getByRole('dialog', { name: /的会话$/ }).getByText('麻烦告诉我身高、体重'));
  await owner.look('floor-silent');
});

test('a view that cannot be read says so and how to go on; one that may not be seen says that', async () => {
  const { page } = agent;
  await page.route('**/v1/conversations/*/context', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: JSON.stringify({ code: 'unavailable', message: { zh: '服务暂时不可用，内容没有丢，稍后会重试', en: 'unavailable' }, retryable: true }) }));
  await page.reload();
  const desk = deskOf(page);
  await desk.rows('进行中').first().tap();
  await see(desk.said('这条裙子身高160能穿吗'));
  await page.getByRole('button', { name: '顾客信息' }).tap();
  await see(desk.context.getByRole('heading', { name: '这里没有加载出来' }));
  await agent.look('context-failed');
  await page.unroute('**/v1/conversations/*/context');
  await desk.context.getByRole('button', { name: '重试' }).tap();
  await see(desk.context.getByText('晚风收腰连衣裙'));
  await page.goto('/floor');
  await see(page.getByText('你的角色看不到监控数据'));
  await agent.look('floor-no-right');
  await page.goto('/nowhere');
  await see(page.getByRole('heading', { name: '没有这个页面' }));
  await soon(() => page.title()).toContain('Qindesk');
});
