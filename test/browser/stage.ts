// Chromium with several people at the same time, each in a context of their own; what they saw is kept in screenshots/. Not for what they do (people.ts).
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed } from 'vitest';
import { inRoot } from '../../tools/run/root.mjs';
import { startProduct, type Product } from './product.ts';

export const desktop = { viewport: { width: 1440, height: 900 } } as const satisfies BrowserContextOptions;
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 } as const satisfies BrowserContextOptions;

/** One person at one machine. */
export interface Seat {
  page: Page;
  /** Every frame that came to this machine by a socket. */
  heard: string[];
  /** Keeps what this person sees now as screenshots/<story>/<number>-<name>.png. */
  look(name: string): Promise<void>;
}

export interface Stage {
  product: Product;
  seat(options: BrowserContextOptions): Promise<Seat>;
  /** What pages complained of: errors that nobody caught, and lines of console.error. */
  complaints: string[];
  seats: Seat[];
  close(): Promise<void>;
}

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** An action that finds nothing fails after this long: a busy machine is slow, a missing button is missing. */
export const patienceMs = 20_000;

const listen = (page: Page, heard: string[], complaints: string[]): void => {
  page.on('pageerror', (error) => complaints.push(`${page.url()} threw: ${error.stack ?? error.message}`));
  // A request that was lost is told by the browser itself; what it does to the screen is what the tests look at.
  page.on('console', (line) => { if (line.type() === 'error' && !/Failed to load resource|WebSocket connection to|net::ERR_/.test(line.text())) complaints.push(`${page.url()}: ${line.text()}`); });
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(payload.toString())));
};

/** A running product and a browser. */
export const openStage = async (story: string): Promise<Stage> => {
  const folder = inRoot('screenshots', story);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const open = (): Promise<Browser> => chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] || '/usr/bin/chromium', headless: true, args: flags, env: { ...process.env, FONTCONFIG_FILE: inRoot('test/browser/fonts.conf') } });
  const [product, browser] = await Promise.all([startProduct(), open()]);
  const complaints: string[] = [];
  const seats: Seat[] = [];
  let looks = 0;
  return {
    product, complaints, seats,
    seat: async (options) => {
      const context = await browser.newContext({ baseURL: product.address, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', ...options });
      context.setDefaultTimeout(patienceMs);
      const page = await context.newPage();
      const heard: string[] = [];
      listen(page, heard, complaints);
      const look = async (name: string): Promise<void> => {
        looks += 1;
        await page.screenshot({ path: join(folder, `${String(looks).padStart(2, '0')}-${name}.png`), animations: 'disabled' });
      };
      const seat: Seat = { page, heard, look };
      seats.push(seat);
      return seat;
    },
    close: async () => {
      await browser.close();
      await product.stop();
    },
  };
};

/**
 * A stage for the file. Its tests are the steps of one story: when one fails, everybody's screen is kept and the steps after it are not walked.
 * At the end no page may have complained.
 */
export const useStage = (story: string): (() => Stage) => {
  let stage: Stage | undefined;
  let broken = false;
  const get = (): Stage => { if (stage === undefined) throw new Error('the stage is not open'); return stage; };
  beforeAll(async () => { stage = await openStage(story); });
  beforeEach((context) => {
    if (broken) context.skip();
    onTestFailed(async () => {
      broken = true;
      for (const [number, seat] of get().seats.entries()) await seat.look(`failed-${number}`).catch(() => undefined);
    });
  });
  afterAll(async () => {
    await stage?.close();
    expect(stage?.complaints ?? []).toEqual([]);
  });
  return get;
};
