// The whole walk: a consumer asks, the robot answers and hands over, an agent serves, a supervisor steps in and passes on, the agent closes, the consumer rates.
import { expect, test } from 'vitest';
import { choose, deskOf, floorOf, gone, pictureOf, see, signIn, soon, trainingMs, visitShop, type Consumer } from './people.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('whole-walk');
const secret = '仅内部：老客户，可以送一双竹青色袜套';
let consumer: Consumer;
let agent: Seat;
let supervisor: Seat;
let name = '';
let photo: Awaited<ReturnType<typeof pictureOf>>;

test('a consumer on a product page is welcomed and answered by the robot, and a follow-up link is an exact question', async () => {
  consumer = await visitShop(stage(), '/demo/apparel/products/QH-1001', phone);
  const { chat, look } = consumer;
  await look('product-page');
  photo = await pictureOf(consumer.page.locator('article img').first(), '实拍.png');
  await chat.launcher.tap();
  await see(chat.dialog.getByText('我是青禾服饰的智能客服小禾'));
  await see(chat.button('什么时候发货'));
  await see(chat.dialog.getByRole('region', { name: '您正在看的商品' }).getByText('晚风收腰连衣裙'));
  await look('welcome');
  await chat.say('什么快递');
  await see(chat.said('默认发青鸟速运'), trainingMs);
  await see(chat.button('偏远地区发货吗'));
  await look('robot-answers');
  await chat.button('偏远地区发货吗').tap();
  await see(chat.said('新疆、西藏、内蒙古、青海都发'));
  await look('follow-up');
});

test('what the robot cannot answer goes to a person by one tap, and the consumer sees the place in the queue [BT2] [RT5]', async () => {
  const { chat, look } = consumer;
  await chat.say('你们老板养的猫叫什么名字');
  await soon(() => chat.thread.getByText(/没太听明白|您想问的是不是|转接人工/).count()).toBeGreaterThan(0);
  await chat.button('转人工客服').tap();
  await see(chat.dialog.getByText('您是下一位'));
  await see(chat.button('不排了'));
  await look('in-the-queue');
});

test('an agent goes online and sees the question with its waiting time, what is unread, the robot’s summary and the product in focus', async () => {
  agent = await signIn(stage(), '何小雨', desktop);
  const desk = deskOf(agent.page);
  await see(agent.page.getByRole('heading', { name: '你现在是「离线」' }));
  await agent.look('desk-empty');
  await desk.goOnline();
  const row = desk.rows('待回复').first();
  await see(row);
  expect(await row.innerText()).toMatch(/待回复\s*\d+:\d\d/);
  await see(row.getByLabel(/条未读$/));
  await agent.look('desk-new');
  await row.click();
  await see(desk.thread.getByRole('region', { name: '机器人交接' }).getByText('“什么快递” ✓ 用的是什么快递'));
  await see(desk.context.getByRole('region', { name: '正在看的商品' }).getByText('晚风收腰连衣裙'));
  await see(desk.said('你们老板养的猫叫什么名字'));
  name = await desk.thread.getByRole('heading', { level: 1 }).innerText().then((text) => text.split('\n')[0] ?? '');
  await agent.look('desk-opened');
  await see(consumer.chat.dialog.getByText('客服 何小雨 为您服务'));
  await consumer.look('agent-is-here');
});

test('the agent answers by typing, from the library, by a quick reply, with a product card and with a picture; the consumer sees each', async () => {
  const desk = deskOf(agent.page);
  const { chat } = consumer;
  await desk.say('亲，我们店里的猫叫团团，欢迎来看～');
  await see(chat.said('店里的猫叫团团'));

  await agent.page.keyboard.press('Control+k');
  await agent.page.getByRole('textbox', { name: '搜问题或答案' }).fill('七天无理由');
  await agent.page.getByRole('region', { name: '素材库答案' }).getByRole('button', { name: '七天无理由退货规则', exact: true }).click();
  await see(chat.said(/七天|7天/));

  await desk.field.press('/');
  await agent.look('quick-replies');
  await agent.page.getByRole('region', { name: '快捷回复' }).getByRole('button', { name: '要身高体重', exact: true }).click();
  await soon(() => desk.field.inputValue()).toContain('麻烦告诉我身高、体重');
  await desk.field.press('Enter');
  await see(chat.said('麻烦告诉我身高、体重'));

  await desk.tool('商品卡片').click();
  await agent.page.getByRole('region', { name: '商品卡片' }).getByRole('button', { name: /晚风收腰连衣裙/ }).first().click();
  await see(chat.thread.getByRole('link', { name: '查看 晚风收腰连衣裙' }));

  await choose(agent.page, desk.tool('发图片或视频'), photo);
  await see(agent.page.getByRole('list', { name: '待发的图片' }).getByRole('img', { name: '实拍.png' }));
  await desk.field.press('Enter');
  await see(chat.thread.getByRole('button', { name: /^查看大图/ }));
  await consumer.look('agent-has-answered');
  await agent.look('desk-has-answered');
});

test('the consumer sends a picture, and sees that it was read', async () => {
  const { chat, page } = consumer;
  await chat.say('身高165，体重110斤，这件穿什么码');
  await choose(page, chat.button('发送图片或视频'), photo);
  const desk = deskOf(agent.page);
  await see(desk.said('身高165，体重110斤'));
  await soon(() => desk.log.getByRole('img', { name: '图片' }).count()).toBe(2);
  await see(chat.thread.getByText('已读'));
  await desk.say('亲，165/110 建议拍 M 码，腰部有抽绳可以调节');
  await see(chat.said('建议拍 M 码'));
  await agent.look('desk-picture');
});

test('a supervisor sees the figures move, opens the conversation silently and takes it over', async () => {
  supervisor = await signIn(stage(), '苏曼', desktop);
  const floor = floorOf(supervisor.page);
  await floor.open();
  await soon(() => floor.figure('接待中')).toBe('1');
  await soon(() => floor.figure('咨询人数')).toBe('1');
  await supervisor.look('floor');
  const second = await visitShop(stage(), '/demo/apparel', desktop);
  await second.chat.launcher.click();
  await second.chat.say('怎么开发票');
  await soon(() => floor.figure('咨询人数')).toBe('2');
  await second.look('second-consumer');

  await floor.tab('进行中的会话').click();
  await supervisor.look('floor-open-conversations');
  await supervisor.page.getByRole('button', { name: `静默查看${name}的会话` }).first().click();
  await see(floor.drawer.getByText('建议拍 M 码'));
  await see(floor.drawer.getByText('静默查看中'));
  await supervisor.look('floor-silent');
  expect(await consumer.chat.dialog.getByText('苏曼').count()).toBe(0);
  expect(await agent.page.getByText('苏曼').count()).toBe(0);

  await floor.drawer.getByRole('button', { name: '接管会话' }).click();
  await supervisor.page.getByRole('tooltip').getByRole('button', { name: '接管会话' }).click();
  await floor.drawer.getByRole('button', { name: '去工作台' }).click();
  await see(consumer.chat.dialog.getByText('客服 苏曼 为您服务'));
  await see(supervisor.page.getByRole('button', { name: /^我的状态: .*接待量 1\/5/ }));
  await see(agent.page.getByRole('heading', { name: '会话已转走' }));
  await agent.look('desk-taken-over');
});

test('the supervisor replies and transfers it back with a note, which never reaches the consumer’s machine [CM8]', async () => {
  const desk = deskOf(supervisor.page);
  await desk.say('亲，我是主管苏曼，您的尺码我们再核对一下');
  await see(consumer.chat.said('我是主管苏曼'));
  await desk.button('转接').click();
  const dialog = supervisor.page.getByRole('dialog', { name: /转接给$/ });
  await dialog.getByRole('radio', { name: /何小雨/ }).click();
  await dialog.getByRole('textbox', { name: /给接手的同事留句话/ }).fill(secret);
  await supervisor.look('transfer');
  await dialog.getByRole('button', { name: '转给何小雨' }).click();

  const hers = deskOf(agent.page);
  await see(hers.section('待回复').or(hers.section('进行中')).getByRole('link'));
  await hers.list.getByRole('link').first().click();
  await see(hers.log.getByText(secret));
  await see(consumer.chat.dialog.getByText('客服 何小雨 为您服务'));
  await agent.look('desk-with-note');
  await hers.say('亲，核对好了，M 码有现货，今天就能发出');
  await see(consumer.chat.said('今天就能发出'));
  expect(await consumer.chat.widget.evaluate((host) => host.shadowRoot?.innerHTML.includes('竹青色'))).toBe(false);
  expect(consumer.heard.join('\n')).not.toContain('竹青色');
  // The same search finds what did reach it.
  expect(consumer.heard.join('\n')).toContain('今天就能发出');
});

test('the agent closes with a reason; the consumer rates with one tap; the agent and the floor see it', async () => {
  const desk = deskOf(agent.page);
  await supervisor.page.getByRole('link', { name: /^监控/ }).click();
  const floor = floorOf(supervisor.page);
  await soon(() => floor.figure('满意度')).toBe('–');
  await agent.page.keyboard.press('Alt+w');
  await agent.look('close-dialog');
  await agent.page.getByRole('dialog', { name: `结束与${name}的会话` }).getByRole('button', { name: '已解决' }).click();
  await see(agent.page.getByText(`与${name}的会话已结束`));

  const closed = desk.section('今天已结束').getByRole('link');
  await see(closed);
  await closed.first().click();
  await see(agent.page.getByText('会话已结束 · 已解决'));

  const { chat } = consumer;
  await see(chat.dialog.getByText('这次服务您还满意吗？'));
  await consumer.look('asked-to-rate');
  await chat.dialog.getByRole('button', { name: '非常满意' }).tap();
  await see(chat.dialog.getByText('谢谢您的评价'));
  await consumer.look('rated');
  await see(agent.page.getByText('评价 5 星'));
  await agent.look('desk-rated');
  await soon(() => floor.figure('满意度'), 10_000).toBe('100%');
  await supervisor.look('floor-rated');
  await chat.button('解决了问题').tap();
  await chat.button('提交补充').tap();
  await gone(chat.button('提交补充'));
  await consumer.look('rated-with-reason');
});
