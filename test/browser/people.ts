// What people do, named as they would say it: everything by role and label. Not for what a story checks.
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { patienceMs, type Seat, type Stage } from './stage.ts';

type Options = Parameters<Stage['seat']>[0];

/** Until it can be seen. */
export const see = (locator: Locator, timeout = patienceMs): Promise<void> => locator.first().waitFor({ state: 'visible', timeout });
/** Until it cannot be seen any more. */
export const gone = (locator: Locator, timeout = patienceMs): Promise<void> => locator.first().waitFor({ state: 'hidden', timeout });
/** Asks again and again until the answer is what the matcher after it expects. */
export const soon = <T>(read: () => Promise<T> | T, timeout = patienceMs) => expect.poll(read, { timeout, interval: 60 });

/** A shop's robot is trained on its library at the server's first start; on a busy machine that takes its time. */
export const trainingMs = 90_000;

/** A file for a chooser: what is seen of something on the page. */
export const pictureOf = async (thing: Locator, name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> => ({ name, mimeType: 'image/png', buffer: await thing.screenshot() });
/** Clicks what opens a file chooser and gives it the file. */
export const choose = async (page: Page, opener: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> => {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), opener.click()]);
  await chooser.setFiles(file);
};

/** The chat on a shop's page, in either language. */
export const chatOf = (page: Page) => {
  const widget = page.locator('qindesk-widget');
  const dialog = widget.getByRole('dialog', { name: /^(客服对话|Chat)/ });
  const field = dialog.getByRole('textbox').last();
  const thread = dialog.getByRole('log');
  return {
    widget, dialog, field, thread,
    launcher: widget.getByRole('button', { name: /^(联系客服|Chat with us)/ }),
    button: (name: string | RegExp) => dialog.getByRole('button', { name, exact: typeof name === 'string' }),
    said: (words: string | RegExp) => thread.getByText(words),
    say: async (words: string): Promise<void> => { await field.fill(words); await field.press('Enter'); },
  };
};
export type Consumer = Seat & { chat: ReturnType<typeof chatOf> };

/** A consumer on a page of a demonstration shop; the chat is not open yet. */
export const visitShop = async (stage: Stage, path: string, options: Options): Promise<Consumer> => {
  const seat = await stage.seat(options);
  await seat.page.goto(path);
  return { ...seat, chat: chatOf(seat.page) };
};

/** A member at the console, signed in by one click on the demonstration's account. */
export const signIn = async (stage: Stage, name: string, options: Options): Promise<Seat> => {
  const seat = await stage.seat(options);
  await seat.page.goto('/');
  await seat.page.getByRole('button', { name: new RegExp(`^(以${name}（|Sign in as ${name})`) }).click();
  await see(seat.page.getByRole('navigation', { name: /^(工作区|Places)$/ }));
  return seat;
};

/** The desk, in Chinese. */
export const deskOf = (page: Page) => {
  const list = page.getByRole('complementary', { name: '我的会话' });
  const thread = page.getByRole('main');
  const field = page.getByRole('textbox', { name: '回复内容' });
  return {
    list, thread, field,
    section: (name: string) => list.getByRole('region', { name }),
    rows: (name: string) => list.getByRole('region', { name }).getByRole('link'),
    log: thread.getByRole('log'),
    said: (words: string | RegExp) => thread.getByRole('log').getByText(words),
    context: page.getByRole('complementary', { name: '顾客信息' }),
    tool: (name: string) => page.getByRole('toolbar', { name: '输入工具' }).getByRole('button', { name }),
    button: (name: string | RegExp) => page.getByRole('button', { name }),
    say: async (words: string): Promise<void> => { await field.fill(words); await field.press('Enter'); },
    goOnline: async (): Promise<void> => {
      await page.getByRole('button', { name: '上线接待' }).click();
      await see(page.getByRole('button', { name: /^我的状态: 在线/ }));
    },
  };
};

/** The supervisor's floor, in Chinese. */
export const floorOf = (page: Page) => ({
  open: async (): Promise<void> => { await page.getByRole('link', { name: /^监控/ }).click(); await see(page.getByRole('main', { name: '主管监控' })); },
  /** What stands large in one figure, e.g. `1` or `–`. */
  figure: async (name: string): Promise<string> => (await page.getByRole('group', { name, exact: true }).innerText()).split('\n').map((line) => line.trim()).filter(Boolean)[1] ?? '',
  tab: (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) }),
  alarms: page.getByRole('complementary', { name: '告警' }),
  drawer: page.getByRole('dialog', { name: /的会话$/ }),
});
