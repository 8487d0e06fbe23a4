// The trainer's way from a sheet to an answer: a broken file is told row by row, a good one is looked through and stored, a question is edited, published, tried, and asked by a consumer.
import { expect, test } from 'vitest';
import { choose, gone, see, signIn, soon, trainingMs, visitShop } from './people.ts';
import { desktop, phone, useStage, type Seat } from './stage.ts';

const stage = useStage('library-walk');
let trainer: Seat;

const csv = (name: string, lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`) });
const header = '问题,类目,模式,问法,答案';
const broken = csv('坏的.csv', [
  header,
  '会员日是哪天,活动,both,会员日什么时候,亲，每月18号是会员日',
  ',活动,both,没有写问题的一行,亲，这一行没有问题',
  '袜子起球怎么办,商品,随便,袜子起球了,亲，反面轻柔洗',
  '周年庆有什么活动,活动,both,周年庆活动,',
  '会员日是哪天,活动,both,会员日几号,亲，每月18号',
]);
const good = csv('好的.csv', [
  header,
  '会员日是哪天,活动,both,会员日什么时候,亲，每月18号是会员日',
  '会员日是哪天,,,会员日几号,',
  '会员日是哪天,,,哪天是会员日,',
  '会员日是哪天,,,会员日是几号呀,',
  '周年庆有什么活动,活动,both,周年庆活动,亲，周年庆当天全场第二件半价',
  '周年庆有什么活动,,,周年庆打折吗,',
]);
const importDialog = () => trainer.page.getByRole('dialog', { name: '导入素材' });
const give = async (file: Parameters<typeof choose>[2]): Promise<void> => choose(trainer.page, importDialog().getByRole('button', { name: /把文件拖到这里|点击可换一个文件/ }), file);
const counts = () => trainer.page.getByText(/^\d+ 个问题 · \d+ 条问法$/).first().innerText();

test('a broken sheet is told row by row with its reasons, and nothing of it is stored', async () => {
  trainer = await signIn(stage(), '陆知行', desktop);
  const { page } = trainer;
  await see(page.getByRole('main', { name: '素材库' }));
  await see(page.getByText('已发布 v1'));
  await see(page.getByText(/^\d+ 个问题 · \d+ 条问法$/));
  const before = await counts();
  await trainer.look('library');
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await give(broken);
  const dialog = importDialog();
  await see(dialog.getByText('4 行有问题，什么都没有导入'));
  for (const [row, reason] of [['3', '问题不能为空'], ['4', '不认识的模式“随便”'], ['5', '没有答案'], ['6', '与第 2 行重复']] as const) await see(dialog.getByRole('row', { name: new RegExp(`^${row} .*${reason}`) }));
  expect(await dialog.getByRole('button', { name: '导入', exact: true }).isDisabled()).toBe(true);
  await trainer.look('broken-rows');
  await give({ name: '坏的.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from('PK\u0003\u0004 not a workbook') });
  await see(dialog.getByText(/这不是可读取的 xlsx 工作簿/));
  await trainer.look('broken-workbook');
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.reload();
  await soon(counts).toBe(before);
});

test('a good sheet is looked through first, then stored in the draft', async () => {
  const { page } = trainer;
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await give(good);
  const dialog = importDialog();
  await see(dialog.getByRole('heading', { name: '检查通过，导入后会这样：' }));
  expect((await dialog.getByRole('status').innerText()).replace(/\s+/g, ' ')).toContain('新增 2 更新 0 移除 0');
  await trainer.look('dry-run');
  await dialog.getByRole('button', { name: '导入', exact: true }).click();
  await see(dialog.getByText('已导入到草稿'));
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await see(page.getByText('草稿有改动'));
});

test('the trainer edits a question and publishes', async () => {
  const { page } = trainer;
  await page.getByRole('textbox', { name: '搜问题或问法' }).fill('会员日');
  await page.getByRole('button', { name: /^会员日是哪天/ }).click();
  const editor = page.getByRole('region', { name: '编辑：会员日是哪天' });
  await editor.getByRole('textbox', { name: '第 1 条答案的文字' }).fill('亲，每月18号是青禾会员日，全场满199减30～');
  const phrasings = editor.getByRole('textbox', { name: '问法（是这个意思）' });
  await phrasings.fill(`${await phrasings.inputValue()}\n会员日是什么时间`);
  await see(page.getByText('有未保存的修改'));
  await trainer.look('editor');
  await page.keyboard.press('Control+s');
  await see(page.getByText('已存到草稿'));
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByRole('tooltip').getByRole('button', { name: '发布' }).click();
  await see(page.getByText(/^已发布 v2，共 \d+ 个问题$/));
  await gone(page.getByText('草稿有改动'));
});

test('the trial window answers from what was published, and says why', async () => {
  const { page } = trainer;
  await page.keyboard.press('Control+j');
  const trial = page.getByRole('dialog', { name: '试一试' });
  await trial.getByRole('textbox', { name: '以顾客的口吻提问' }).fill('会员日是什么时间');
  await page.keyboard.press('Enter');
  await see(trial.getByText('全场满199减30'), trainingMs);
  await see(trial.getByText('直接回答'));
  await see(trial.getByText('和某条问法一字不差'));
  await see(trial.getByRole('list', { name: '候选问题' }).getByText('会员日是哪天'));
  await trainer.look('trial');
  await page.keyboard.press('Escape');
  await gone(trial);
});

test('the widget answers from it at once', async () => {
  const { chat, look } = await visitShop(stage(), '/demo/apparel', phone);
  await chat.launcher.tap();
  await chat.say('会员日是哪天');
  await see(chat.said('全场满199减30'), trainingMs);
  await look('widget-answers');
});
