// The trainer's quiet quarter of an hour: what is too alike, a thin question that takes over phrasings (one, several, and back), what was not answered; by keyboard, on a phone, and when it fails.
import { expect, test } from 'vitest';
import { gone, see, signIn, soon, trainingMs } from './people.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('suggestions-walk');
let trainer: Seat;
const panel = () => trainer.page.getByRole('dialog', { name: '优化建议' });
const openPanel = async (): Promise<void> => { await trainer.page.getByRole('button', { name: '优化建议' }).click(); await see(panel()); };

test('what is too alike is listed with both questions', async () => {
  trainer = await signIn(stage(), '陆知行', desktop);
  await see(trainer.page.getByRole('main', { name: '素材库' }));
  await openPanel();
  await see(panel().getByRole('tab', { name: /^相近易混/ }), trainingMs);
  await see(panel().getByText(/^相近 \d+%$/));
  await trainer.look('collisions');
  const first = panel().getByRole('tabpanel', { name: /^相近易混/ }).getByRole('button', { name: /^打开「/ }).first();
  const title = await first.innerText();
  await first.click();
  await see(trainer.page.getByRole('region', { name: `编辑：${title}` }));
});

test('a new question with one phrasing is thin; phrasings are taken over, one and several, and taken back', async () => {
  const { page } = trainer;
  const { grants } = await (await page.request.get('/v1/me')).json() as { grants: { shops: { id: string }[] }[] };
  const shop = `/v1/shops/${grants[0]?.shops[0]?.id}`;
  const origin = new URL(page.url()).origin;
  expect((await page.request.post(`${shop}/questions`, { headers: { origin }, data: { title: '水果收到烂了怎么赔', phrasings: ['苹果烂了一半'], answers: [{ type: 'text', text: '亲，可以的' }] } })).status()).toBeLessThan(300);
  expect((await page.request.post(`${shop}/library/publications`, { headers: { origin }, data: {} })).status()).toBeLessThan(300);
  await page.reload();
  await openPanel();
  await panel().getByRole('tab', { name: /^说法太少/ }).click({ timeout: trainingMs });
  await see(panel().getByRole('tabpanel', { name: /^说法太少/ }).getByText('水果收到烂了怎么赔'));
  const list = panel().getByRole('list', { name: '「水果收到烂了怎么赔」可以加的说法' });
  await see(list);
  await trainer.look('thin');
  await list.getByRole('button', { name: /^把「/ }).first().focus();
  await page.keyboard.press('Enter');
  await see(list.getByText('已在草稿里'));
  await soon(() => list.getByText('已在草稿里').count()).toBe(1);
  for (const at of [0, 1]) await list.getByRole('checkbox').nth(at).check();
  await panel().getByRole('button', { name: '加入选中的 2 条' }).click();
  await soon(() => list.getByText('已在草稿里').count()).toBe(3);
  await trainer.look('adopted');
  await page.getByText('已加入草稿 2 条').getByRole('button', { name: /撤\s?销/ }).click();
  await soon(() => list.getByText('已在草稿里').count()).toBe(1);
  await list.getByRole('button', { name: /^从草稿里撤下/ }).click();
  await gone(list.getByText('已在草稿里'));
});

test('a failure says so and can be tried again; nothing missed is told in words', async () => {
  const { page } = trainer;
  await page.route('**/library/suggestions', (route) => route.abort());
  await page.reload();
  await openPanel();
  await see(panel().getByRole('button', { name: /重\s?试/ }), trainingMs);
  await trainer.look('failed');
  await page.unroute('**/library/suggestions');
  await panel().getByRole('button', { name: /重\s?试/ }).click();
  await panel().getByRole('tab', { name: /^没答上来的问题/ }).click();
  await see(panel().getByText('近 14 天没有反复出现、又没答上来的问题'));
  await page.keyboard.press('Escape');
  await gone(panel());
});

test('on a phone nothing stands out of the screen', async () => {
  trainer = await signIn(stage(), '陆知行', phone);
  const { page } = trainer;
  await openPanel();
  for (const [name, word] of [['collisions', '相近易混'], ['thin', '说法太少']] as const) {
    await panel().getByRole('tab', { name: new RegExp(`^${word}`) }).click({ timeout: trainingMs });
    await trainer.look(`phone-${name}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await panel().evaluate((element) => [...element.querySelectorAll('.said, button, .link')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > window.innerWidth + 1 && each.closest('.ant-tabs-nav') === null).map((each) => each.textContent))).toEqual([]);
  }
});
