// The trainer's other quarter of an hour: what the robot answered is judged right, wrong, or as what it should have been; and a group of missed questions becomes a new one.
import { expect, test } from 'vitest';
import { openGuest } from './crowd.ts';
import { gone, see, signIn, soon, trainingMs } from './people.ts';
import { findChinese } from './readable.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('judging-walk');
let trainer: Seat;
const laptop = { viewport: { width: 1280, height: 800 } } as const;
const asked = ['用的什么快递呀', '请问几天能发货', '我身高165体重110穿什么码', '衣服会掉色吗', '能不能便宜点', '退货运费谁出呢'];
const missed = ['你们那边招寒假工吗', '想去你们那做兼职 13800138000', '暑假工要不要', '有没有兼职可以做'];
const panel = (name: string) => trainer.page.getByRole('dialog', { name });
const open = async (name: string): Promise<void> => { await trainer.page.getByRole('button', { name, exact: true }).click(); await see(panel(name)); };
const noneStandsOut = async (name: string): Promise<void> => {
  expect(await trainer.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(await panel(name).evaluate((element) => [...element.querySelectorAll('.said, button, .link, .what, .should')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > window.innerWidth + 1 && each.closest('.ant-tabs-nav') === null).map((each) => each.textContent))).toEqual([]);
};

test('what consumers asked is listed with what the robot made of it, newest first', async () => {
  for (const words of [...asked, ...missed]) {
    const guest = await openGuest(stage().product.address, 'apparel');
    await guest.say(words);
    await guest.hears('亲', trainingMs);
    guest.leave();
  }
  trainer = await signIn(stage(), '陆知行', laptop);
  await open('应答记录');
  await see(panel('应答记录').getByText('近 30 天还没有判过回答'), trainingMs);
  await soon(() => panel('应答记录').getByText(/^用的什么快递呀$/).count()).toBe(1);
  await see(panel('应答记录').getByText('想去你们那做兼职 ***'));
  await trainer.look('to-judge');
  await noneStandsOut('应答记录');
});

test('an answer is judged right, another wrong, a third as what it should have been; the figure follows; a judgement is taken back', async () => {
  const log = panel('应答记录');
  const row = (text: string) => log.locator('li.entry', { hasText: text });
  await row('用的什么快递呀').getByRole('button', { name: '「用的什么快递呀」判对' }).click();
  await see(row('用的什么快递呀').getByText('陆知行判'));
  await see(log.getByText('近 30 天判过 1 条回答，1 条判对'));
  const answered = log.getByRole('button', { name: /判错$/ });
  const before = await answered.count();
  await answered.first().focus();
  await trainer.page.keyboard.press('Enter');
  await see(log.getByText('近 30 天判过 2 条回答，1 条判对'));
  await soon(() => answered.count()).toBe(before - 1);
  await log.getByRole('combobox', { name: '「想去你们那做兼职 ***」应为哪个问题' }).click();
  await trainer.look('should-be');
  await trainer.page.getByTitle('素材库里没有').click();
  await see(row('想去你们那做兼职').getByText('素材库里没有'));
  await trainer.look('judged');
  await row('用的什么快递呀').getByRole('button', { name: '撤回对「用的什么快递呀」的判断' }).click();
  await see(row('用的什么快递呀').getByRole('button', { name: '「用的什么快递呀」判对' }));
  await see(log.getByText('近 30 天判过 1 条回答，0 条判对'));
  await log.getByText('判过', { exact: true }).click();
  await soon(() => log.locator('li.entry').count()).toBe(2);
  await trainer.look('judged-list');
});

test('a failure says so and can be tried again', async () => {
  const { page } = trainer;
  await page.route('**/decisions?**', (route) => route.abort());
  await page.reload();
  await open('应答记录');
  await see(panel('应答记录').getByRole('button', { name: /重\s?试/ }), trainingMs);
  await page.unroute('**/decisions?**');
  await panel('应答记录').getByRole('button', { name: /重\s?试/ }).click();
  await soon(() => panel('应答记录').locator('li.entry').count()).toBeGreaterThan(3);
  await page.keyboard.press('Escape');
  await gone(panel('应答记录'));
});

test('a group of missed questions opens a new question that holds them; saved, it is no longer offered', async () => {
  const { page } = trainer;
  await open('优化建议');
  await panel('优化建议').getByRole('tab', { name: /^没答上来的问题/ }).click({ timeout: trainingMs });
  await trainer.look('missed');
  await panel('优化建议').getByRole('button', { name: /新建问题$/ }).click();
  const editor = page.getByRole('region', { name: '新建问题' });
  await see(editor);
  const title = await editor.getByRole('textbox', { name: '问题名' }).inputValue();
  const phrasings = (await editor.getByRole('textbox', { name: /^问法/ }).inputValue()).split('\n');
  expect([title, ...phrasings].sort()).toEqual(missed.map((text) => text.replace(/ \d+/, '')).sort());
  await trainer.look('begun');
  await editor.getByRole('textbox', { name: '第 1 条答案的文字' }).fill('亲，目前没有招聘计划哦');
  await page.keyboard.press('Control+s');
  await see(page.getByRole('region', { name: `编辑：${title}` }));
  await open('优化建议');
  await panel('优化建议').getByRole('tab', { name: /^没答上来的问题/ }).click({ timeout: trainingMs });
  await see(panel('优化建议').getByRole('button', { name: '已在草稿里' }));
  expect(await panel('优化建议').getByRole('button', { name: /新建问题/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
});

/** Asks in the trial window, and looks at what it says. */
const tryOut = async (button: RegExp, field: string, look: string): Promise<void> => {
  const { page } = trainer;
  // The last question can be scrolled to, whole.
  const list = page.getByRole('region', { name: /^(素材库|Library)$/ });
  expect(await list.evaluate((element) => { const rows = element.querySelector('.ant-table-tbody-virtual-holder, .ant-table-body'); return rows !== null && rows.getBoundingClientRect().bottom <= element.getBoundingClientRect().bottom; })).toBe(true);
  await trainer.look(`${look}-library`);
  await page.getByRole('button', { name: button }).click();
  const box = page.getByRole('textbox', { name: field });
  await box.fill(['什么时候发货', '2026112100001', '13800138000', '有没有兼职可以做'].join('\n'));
  await page.keyboard.press('Enter');
  await soon(() => page.locator('.studio-trial li.trial').count(), trainingMs).toBe(4);
  await trainer.look(`${look}-trial`);
  await page.locator('.studio-trial li.trial').first().scrollIntoViewIfNeeded();
  await trainer.look(`${look}-trial-first`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
};

test('in English, and on a phone, it reads as well', async () => {
  const content = new Set([...asked, ...missed].join(''));
  for (const [name, options] of [['desktop', laptop], ['phone', phone]] as const) {
    trainer = await signIn(stage(), '陆知行', { ...options, locale: 'en-US' });
    await open('Decisions');
    await see(panel('Decisions').locator('li.entry').first(), trainingMs);
    await trainer.look(`english-${name}`);
    await noneStandsOut('Decisions');
    expect((await findChinese(trainer.page)).filter((text) => /判|应答|准确/.test(text) && ![...text].every((each) => content.has(each)))).toEqual([]);
    await trainer.page.keyboard.press('Escape');
    await open('Suggestions');
    for (const tab of [/^Too alike/, /^Too few/, /^No answer/]) {
      await panel('Suggestions').getByRole('tab', { name: tab }).click({ timeout: trainingMs });
      await trainer.look(`english-${name}-suggestions`);
      await noneStandsOut('Suggestions');
    }
    await trainer.page.keyboard.press('Escape');
    await gone(panel('Suggestions'));
    await tryOut(/^Try it/, 'Ask as a consumer', `english-${name}`);
    await see(trainer.page.getByText('Only an order number was given; nothing is asked'));
  }
  trainer = await signIn(stage(), '陆知行', phone);
  await open('应答记录');
  await see(panel('应答记录').locator('li.entry').first(), trainingMs);
  await trainer.look('phone');
  await noneStandsOut('应答记录');
  await trainer.page.keyboard.press('Escape');
  await gone(panel('应答记录'));
  await tryOut(/^试一试/, '以顾客的口吻提问', 'phone');
  await see(trainer.page.getByText('只发了订单号，没有提问'));
});

test('the office shows how right the answers were judged beside what the wish for precision costs', async () => {
  for (const [name, options] of [['desktop', desktop], ['phone', phone]] as const) {
    const owner = await signIn(stage(), '沈青禾', options);
    await owner.page.goto('/office?tab=shop');
    await see(owner.page.getByText(/近 30 天判过 1 条回答/), trainingMs);
    await owner.page.getByText(/近 30 天判过 1 条回答/).scrollIntoViewIfNeeded();
    await owner.look(`dial-${name}`);
  }
});
