// The service cloud: a provider's agent serves the merchant's consumer under a contract, sees what it grants and no more, and loses everything when it ends. [SC1]
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { deskOf, floorOf, see, signIn, soon, trainingMs, visitShop, type Consumer } from './people.ts';
import { desktop, useStage, type Seat } from './stage.ts';

const stage = useStage('provider-walk');
let consumer: Consumer;
let provider: Seat;
let own: Seat;
let supervisor: Seat;
let conversationId = '';

/** What a member's machine still could try past the screens: to read by a request, to send and to watch by a socket. */
const tryAnyway = (page: Page, id: string) =>
  page.evaluate(async (conversation) => {
    const statuses = await Promise.all(['', '/messages', '/context'].map(async (path) => (await fetch(`/v1/conversations/${conversation}${path}`)).status));
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/socket`);
    const frames: { type: string; ref?: number | null; refusal?: { code: string } }[] = [];
    await new Promise((done) => { socket.onopen = done; });
    const answers = new Promise<void>((done) => {
      socket.onmessage = ({ data }) => { frames.push(JSON.parse(String(data))); if (frames.filter((frame) => frame.ref === 1 || frame.ref === 2).length === 2) done(); };
    });
    socket.send(JSON.stringify({ type: 'hello', protocol: 1, as: 'member', resume: [{ conversationId: conversation, afterSeq: 0 }] }));
    socket.send(JSON.stringify({ type: 'message.send', ref: 1, conversationId: conversation, clientId: 'after-the-end-1', body: { type: 'text', text: '亲，我先看一下您的问题' } }));
    socket.send(JSON.stringify({ type: 'conversation.watch', ref: 2, conversationId: conversation, afterSeq: 0 }));
    await answers;
    socket.close();
    return { statuses, refused: frames.filter((frame) => frame.type === 'refused').map((frame) => frame.refusal?.code), messages: frames.filter((frame) => frame.type === 'messages' || frame.type === 'backfill').length };
  }, id);

test('a signed consumer asks for the difference of two fish and sees it as a picture', async () => {
  consumer = await visitShop(stage(), '/demo/fresh', desktop);
  const { chat, page, look } = consumer;
  await page.getByLabel('切换身份').click();
  await look('who-am-i');
  await page.getByRole('link', { name: '林小满' }).click();
  await see(page.getByText('林小满').first());
  await chat.launcher.click();
  await chat.say('阿拉斯加鳕鱼和大西洋鳕鱼有什么区别');
  await see(chat.said('图里列好了对比'), trainingMs);
  await see(chat.button('查看大图 阿拉斯加鳕鱼与大西洋鳕鱼对比表'));
  await soon(() => chat.thread.getByRole('link', { name: /^查看 / }).count()).toBe(2);
  await look('comparison');
  await chat.button('查看大图 阿拉斯加鳕鱼与大西洋鳕鱼对比表').click();
  await see(chat.widget.getByRole('button', { name: '关闭大图' }));
  await look('comparison-large');
  await page.keyboard.press('Escape');
});

test('the provider’s agent serves, and sees phone and address masked', async () => {
  provider = await signIn(stage(), '纪帆', desktop);
  const desk = deskOf(provider.page);
  await desk.goOnline();
  await consumer.chat.button('转人工客服').click();
  await desk.rows('待回复').first().click();
  await see(desk.thread.getByRole('heading', { name: /^林小满/ }));
  await see(desk.context.getByText('138****0001').first());
  await see(desk.context.getByText('上海市***').first());
  await see(desk.context.getByText('已脱敏').first());
  await provider.look('provider-desk');
  expect(await provider.page.content()).not.toContain('13800000001');
  expect(provider.heard.join('\n')).not.toContain('13800000001');
  await desk.say('亲，我是纪帆，宝宝辅食推荐阿拉斯加鳕鱼哦');
  await see(consumer.chat.said('宝宝辅食推荐'));
  conversationId = new URL(provider.page.url()).pathname.split('/').at(-1) ?? '';
  expect(conversationId).toMatch(/^cnv_/);
});

test('the merchant’s supervisor sees the provider’s agent on the floor as one of its own', async () => {
  supervisor = await signIn(stage(), '江澜', desktop);
  const floor = floorOf(supervisor.page);
  await floor.open();
  const row = supervisor.page.getByRole('row', { name: /纪帆/ });
  await see(row.getByText('服务商 · 云服客服'));
  await soon(() => row.innerText()).toMatch(/在线[\s\S]*1 \/ 6/);
  await supervisor.look('floor-with-provider');
});

test('the merchant’s owner ends the contract: within 5 s the provider’s desk loses the conversation and cannot send, and the merchant’s own agent has it [SC1]', async () => {
  own = await signIn(stage(), '于晓', desktop);
  await deskOf(own.page).goOnline();
  await deskOf(provider.page).field.fill('亲，我再跟您说一句');
  const owner = await signIn(stage(), '方海', desktop);
  await owner.page.getByRole('link', { name: '服务云与管理' }).click();
  await owner.page.getByRole('menuitem', { name: '服务合约' }).click();
  await owner.look('contracts');
  await owner.page.getByRole('listitem', { name: '云服客服' }).getByRole('button', { name: '结束合约' }).click();
  const sure = owner.page.getByRole('dialog', { name: '结束和云服客服的合约？' });
  await see(sure);
  await owner.look('end-contract');
  await sure.getByRole('button', { name: '立即结束' }).click();
  await see(provider.page.getByRole('heading', { name: '现在没有生效的服务合约' }), 5000);
  expect(await deskOf(provider.page).field.count()).toBe(0);
  expect(await deskOf(provider.page).list.getByRole('link').count()).toBe(0);
  expect(await provider.page.getByText('宝宝辅食推荐').count()).toBe(0);
  await provider.look('provider-cut-off');
  await owner.look('contract-ended');

  expect(await tryAnyway(provider.page, conversationId)).toEqual({ statuses: [404, 404, 404], refused: ['not_found', 'not_found'], messages: 0 });
  // The same attempt succeeds for who holds it now: the refusals above are not the attempt's own fault.
  const hers = deskOf(own.page);
  await see(hers.rows('待回复').or(hers.rows('进行中')));
  expect(await tryAnyway(own.page, conversationId)).toMatchObject({ statuses: [200, 200, 200], refused: [] });
});

test('the consumer is served on by the merchant’s own agent, who sees the phone number', async () => {
  const hers = deskOf(own.page);
  await hers.list.getByRole('link').first().click();
  await see(hers.said('宝宝辅食推荐'));
  await see(hers.context.getByText('13800000001').first());
  await hers.say('亲，我是于晓，接着为您服务');
  await see(consumer.chat.said('接着为您服务'));
  await see(consumer.chat.dialog.getByText('客服 于晓 为您服务'));
  await own.look('own-agent-has-it');
  await consumer.look('consumer-goes-on');
  const row = supervisor.page.getByRole('row', { name: /纪帆/ });
  await soon(() => row.count()).toBe(0);
  await supervisor.look('floor-without-provider');
});
