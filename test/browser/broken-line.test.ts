// The server is killed with SIGKILL in the middle of a conversation and started again: both sides see it, lose nothing, and say nothing twice. [CM2] [CM3] [CM6]
import { expect, test } from 'vitest';
import { deskOf, gone, see, signIn, soon, visitShop, type Consumer } from './people.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('broken-line');
let consumer: Consumer;
let agent: Seat;

const asked = ['在断线那一刻问的第1句', '断线后问的第2句', '断线后问的第3句'];
const answered = ['断线后回的第1句', '断线后回的第2句'];
/** The marked sentences, in the order in which they stand on a screen. */
const marked = (text: string, mark: '问' | '回'): string[] => text.match(new RegExp(`(?:在断线那一刻|断线后)${mark}的第\\d句`, 'g')) ?? [];

test('a conversation is under way', async () => {
  consumer = await visitShop(stage(), '/demo/apparel/products/QH-1003', phone);
  agent = await signIn(stage(), '何小雨', desktop);
  await deskOf(agent.page).goOnline();
  const { chat } = consumer;
  await chat.launcher.tap();
  await chat.button('转人工客服').tap();
  await see(chat.dialog.getByText('客服 何小雨 为您服务'));
  await chat.say('这条牛仔裤会掉色吗');
  const desk = deskOf(agent.page);
  await desk.rows('待回复').first().click();
  await desk.say('亲，深色首次单独洗，少量浮色是正常的');
  await see(chat.said('少量浮色是正常的'));
});

test('both sides see that the line is broken, and what they write meanwhile waits in sight', async () => {
  const { chat } = consumer;
  const desk = deskOf(agent.page);
  // The server may or may not have stored it: neither side can know.
  await Promise.all([chat.say(asked[0] ?? ''), stage().product.kill()]);
  await see(chat.dialog.getByText('网络不太好，消息会在恢复后自动发出'));
  await see(agent.page.getByText('连接断开了，正在自动重连', { exact: false }));
  for (const words of asked.slice(1)) await chat.say(words);
  for (const words of answered) await desk.say(words);
  await see(chat.thread.getByText('等待发送'));
  await see(desk.log.getByText('联网后发出'));
  await chat.field.fill('消费者写到一半的话');
  await desk.field.fill('客服写到一半的话');
  await consumer.look('consumer-offline');
  await agent.look('agent-offline');
});

test('after the restart everything arrives exactly once and in order, and the drafts are still there', async () => {
  const { chat } = consumer;
  const desk = deskOf(agent.page);
  // Each comes back by itself; the good news stands for some seconds only.
  await Promise.all([
    stage().product.restart(),
    gone(chat.dialog.getByText('网络不太好，消息会在恢复后自动发出'), 60_000),
    see(agent.page.getByText('已重新连上，错过的消息都补上了'), 60_000).then(() => agent.look('agent-back')),
  ]);
  await gone(chat.thread.getByText('等待发送'));
  await gone(desk.log.getByText('联网后发出'));
  await soon(async () => marked(await chat.thread.innerText(), '回')).toEqual(answered);
  await soon(async () => marked(await desk.log.innerText(), '问')).toEqual(asked);
  expect(marked(await chat.thread.innerText(), '问')).toEqual(asked);
  expect(marked(await desk.log.innerText(), '回')).toEqual(answered);
  expect(await chat.field.inputValue()).toBe('消费者写到一半的话');
  expect(await desk.field.inputValue()).toBe('客服写到一半的话');
  // What could not be read meanwhile is read again by itself.
  await see(desk.context.getByRole('region', { name: '正在看的商品' }).getByText('高腰直筒牛仔裤'));
  await consumer.look('consumer-back');
  await agent.look('agent-all-there');
});

test('what is stored is the same: numbered without gap, each sentence once [CM1]', async () => {
  const id = new URL(agent.page.url()).pathname.split('/').at(-1) ?? '';
  const { messages } = await agent.page.evaluate(async (conversation) => (await fetch(`/v1/conversations/${conversation}/messages`)).json() as Promise<{ messages: { seq: number; body: { text?: string } }[] }>, id);
  expect(messages.map((message) => message.seq)).toEqual(messages.map((_, index) => index + 1));
  const text = messages.map((message) => message.body.text ?? '').join('\n');
  expect([marked(text, '问'), marked(text, '回')]).toEqual([asked, answered]);
});

test('a reload keeps the conversation and the drafts on both sides', async () => {
  await Promise.all([consumer.page.reload(), agent.page.reload()]);
  const { chat } = consumer;
  const desk = deskOf(agent.page);
  await chat.launcher.tap();
  await soon(async () => marked(await chat.thread.innerText(), '回')).toEqual(answered);
  await soon(async () => marked(await desk.log.innerText(), '问')).toEqual(asked);
  await soon(() => chat.field.inputValue()).toBe('消费者写到一半的话');
  await soon(() => desk.field.inputValue()).toBe('客服写到一半的话');
  await chat.field.press('Enter');
  await see(desk.said('消费者写到一半的话'));
  await desk.field.press('Enter');
  await see(chat.said('客服写到一半的话'));
  await consumer.look('consumer-goes-on');
});
