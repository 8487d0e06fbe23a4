// English everywhere; the desk and the widget by keyboard alone; names, contrast and focus as far as they can be measured.
import { expect, test } from 'vitest';
import { chatOf, deskOf, gone, see, signIn, soon, trainingMs, visitShop, type Consumer } from './people.ts';
import { findChinese, findFaint, findNameless, findUnmarkedFocus } from './readable.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('languages-and-keys');
let first: Consumer;
let second: Consumer;
let agent: Seat;

/** What shops, people and the maker of the language switch write in Chinese themselves. */
const content = /^(中文|青禾服饰|青禾服饰旗舰店|何小雨|安然|沈青禾|苏曼|陆知行|严一|默认分组|售前咨询|售后服务|访客\w*|[\u4e00-\u9fff])$/;
const names = /青禾服饰旗舰店|青禾服饰|何小雨|安然|沈青禾|苏曼|陆知行|严一|默认分组|售前咨询|售后服务|访客/g;
/** Chinese on the screen that is not content. */
const stranger = (texts: string[]): string[] => texts.filter((text) => !content.test(text) && /[\u4e00-\u9fff]/.test(text.replaceAll(names, '')));

test('the desk is served by keyboard alone', async () => {
  agent = await signIn(stage(), '何小雨', desktop);
  const desk = deskOf(agent.page);
  await desk.goOnline();
  for (const words of ['第一位想问尺码', '第二位想问发货']) {
    const consumer = await visitShop(stage(), '/demo/apparel/products/QH-1004', desktop);
    if (words.startsWith('第一位')) first = consumer;
    else second = consumer;
    await consumer.chat.launcher.click();
    await consumer.chat.button('转人工客服').click();
    await see(consumer.chat.dialog.getByText('客服 何小雨 为您服务'));
    await consumer.chat.say(words);
    await see(desk.rows('待回复').getByText(words));
  }
  const { keyboard } = agent.page;
  await keyboard.press('Alt+ArrowDown');
  await see(desk.said('第一位想问尺码'));
  await keyboard.type('亲，您平时穿什么码呢');
  await keyboard.press('Control+Enter');
  await see(first.chat.said('您平时穿什么码呢'));
  await see(desk.said('第二位想问发货'));

  await keyboard.press('/');
  await see(agent.page.getByRole('region', { name: '快捷回复' }));
  await keyboard.type('稍等');
  await see(agent.page.getByRole('region', { name: '快捷回复' }).getByText('我马上帮您核实'));
  await keyboard.press('Control+Enter');
  await see(second.chat.said('我马上帮您核实'));
  await keyboard.press('Control+k');
  await see(agent.page.getByRole('region', { name: '素材库答案' }));
  await keyboard.type('什么时候发货');
  await see(agent.page.getByRole('region', { name: '素材库答案' }).getByRole('button', { name: '什么时候发货', exact: true }));
  await agent.look('library-by-keyboard');
  await keyboard.press('Enter');
  await soon(() => second.chat.thread.getByText(/发出|发货/).count()).toBeGreaterThan(1);
  await keyboard.press('Alt+p');
  await see(agent.page.getByRole('region', { name: '商品卡片' }));
  await keyboard.press('Escape');
  await gone(agent.page.getByRole('region', { name: '商品卡片' }));
  await keyboard.type('回到了输入框');
  expect(await desk.field.inputValue()).toBe('回到了输入框');
  await keyboard.press('Enter');

  await keyboard.press('Alt+m');
  await keyboard.type('这位很着急');
  await keyboard.press('Enter');
  await see(desk.log.getByText('这位很着急'));
  await keyboard.press('Alt+m');
  await keyboard.press('Alt+w');
  await see(agent.page.getByRole('dialog', { name: /^结束与访客/ }));
  await keyboard.press('1');
  await see(second.chat.dialog.getByText('这次服务您还满意吗？'));
  await gone(agent.page.getByRole('dialog', { name: /^结束与访客/ }));
  await keyboard.press('?');
  await see(agent.page.getByRole('dialog', { name: '快捷键' }));
  await agent.look('shortcuts');
  await keyboard.press('Escape');
  await gone(agent.page.getByRole('dialog', { name: '快捷键' }));
  await keyboard.press('Alt+ArrowUp');
  await see(desk.said('第一位想问尺码'));
  await agent.look('desk-by-keyboard');
});

test('the widget is used by keyboard alone, and the focus stays inside and comes back', async () => {
  const visitor = await visitShop(stage(), '/demo/apparel', desktop);
  const { chat, page } = visitor;
  await see(chat.launcher);
  await chat.launcher.focus();
  await page.keyboard.press('Enter');
  await see(chat.button('什么时候发货'));
  await page.keyboard.type('什么快递');
  await page.keyboard.press('Enter');
  await see(chat.said('默认发青鸟速运'), trainingMs);
  const active = () => page.evaluate(() => { const inner = document.querySelector('qindesk-widget')?.shadowRoot?.activeElement; return inner ? (inner.getAttribute('aria-label') ?? inner.textContent ?? '') : ''; });
  const reached = new Set<string>();
  for (let i = 0; i < 24; i++) { await page.keyboard.press('Tab'); reached.add(await active()); }
  expect(reached).not.toContain('');
  for (const name of ['转人工客服', '偏远地区发货吗', '发送图片或视频', '请输入您的问题', '收起']) expect(reached).toContain(name);
  for (let i = 0; i < 24 && await active() !== '可以指定快递吗'; i++) await page.keyboard.press('Tab');
  await visitor.look('widget-focus');
  await page.keyboard.press('Enter');
  await see(chat.said('不能指定其他快递'));
  await page.keyboard.press('Escape');
  await gone(chat.dialog);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('QINDESK-WIDGET');
  await page.keyboard.press('Enter');
  await see(chat.dialog);
});

test('every control has a name, text has contrast, and the focus can be seen: desk and widget, light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await agent.page.emulateMedia({ colorScheme });
    await first.page.emulateMedia({ colorScheme });
    await soon(() => agent.page.evaluate(() => document.documentElement.dataset['shade'])).toBe(colorScheme);
    await agent.look(`desk-${colorScheme}`);
    await first.look(`widget-${colorScheme}`);
    expect.soft(await findFaint(agent.page), `desk, ${colorScheme}`).toEqual([]);
    expect.soft(await findFaint(first.page), `widget, ${colorScheme}`).toEqual([]);
  }
  await agent.page.emulateMedia({ colorScheme: 'light' });
  expect.soft(await findNameless(agent.page.locator('body')), 'desk').toEqual([]);
  expect.soft(await findNameless(first.chat.dialog), 'widget').toEqual([]);
  await deskOf(agent.page).field.fill('');
  await agent.page.mouse.click(700, 5);
  expect.soft(await findUnmarkedFocus(agent.page, 24), 'desk').toEqual([]);
  await first.chat.field.focus();
  expect.soft(await findUnmarkedFocus(first.page, 12), 'widget').toEqual([]);
});

test('the same of the other places: sign-in, floor, library, office', async () => {
  const visitor = await stage().seat(desktop);
  await visitor.page.goto('/sign-in');
  await see(visitor.page.getByRole('button', { name: '登录', exact: true }));
  await visitor.look('sign-in');
  expect.soft(await findFaint(visitor.page), 'sign-in').toEqual([]);
  expect.soft(await findNameless(visitor.page.locator('body')), 'sign-in').toEqual([]);
  const owner = await signIn(stage(), '沈青禾', desktop);
  for (const [path, ready] of [['/floor', '今天的咨询比上周同一天多吗？'], ['/library', /^新建$/], ['/office?tab=members', 'owner@qinghe.example'], ['/office?tab=groups', '默认分组'], ['/office?tab=shop', '机器人名字'], ['/office?tab=contracts', '还没有合约'], ['/office?tab=widget', '1. 放进页面']] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await owner.page.emulateMedia({ colorScheme });
      if (colorScheme === 'light') await owner.page.goto(path);
      await see(owner.page.getByText(ready));
      await soon(() => owner.page.evaluate(() => document.documentElement.dataset['shade'])).toBe(colorScheme);
      await owner.look(`${path.replaceAll(/\W+/g, '-').slice(1)}-${colorScheme}`);
      expect.soft(await findFaint(owner.page), `${path}, ${colorScheme}`).toEqual([]);
    }
    expect.soft(await findNameless(owner.page.locator('body')), path).toEqual([]);
  }
});

test('the console speaks English when it is asked to, in every place', async () => {
  await agent.page.getByRole('button', { name: '我的账号: 何小雨' }).click();
  await agent.page.getByText('English', { exact: true }).click();
  await agent.page.keyboard.press('Escape');
  await see(agent.page.getByRole('navigation', { name: 'Places' }));
  await see(agent.page.getByRole('complementary', { name: 'My conversations' }));
  await agent.look('desk-english');
  const owner = await signIn(stage(), '沈青禾', { ...desktop, locale: 'en-US' });
  for (const [path, ready] of [['/desk', 'Go online'], ['/floor', 'Live'], ['/library', /^\d+ questions/], ['/office?tab=members', 'owner@qinghe.example'], ['/office?tab=shop', 'Robot'], ['/office?tab=contracts', 'No contracts yet']] as const) {
    await owner.page.goto(path);
    await see(owner.page.getByText(ready).first());
    await owner.look(`english-${path.replaceAll(/\W+/g, '-').slice(1)}`);
    if (path !== '/library' && path !== '/office?tab=shop') expect.soft(stranger(await findChinese(owner.page)), path).toEqual([]);
  }
});

test('the demonstration and its widget speak English', async () => {
  const visitor = await stage().seat({ ...phone, locale: 'zh-CN' });
  await visitor.page.goto('/demo/apparel/products/QH-1001?lang=en');
  await visitor.look('english-product');
  const chat = chatOf(visitor.page);
  await chat.launcher.tap();
  await see(chat.dialog.getByText('I am Xiaohe, the robot of Qinghe Apparel'));
  expect(await visitor.page.locator('html').getAttribute('lang')).toBe('en');
  await chat.say('I want to talk to a human');
  await see(chat.said(/handing you over to a colleague/));
  await see(chat.dialog.getByRole('button', { name: 'Joined' }).or(chat.dialog.getByRole('button', { name: 'In queue' })));
  await visitor.look('english-widget');
});
