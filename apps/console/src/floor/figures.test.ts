// Tests of the strip's figures: what asks for attention, and what is said below.
import { expect, test } from 'vitest';
import type { BoardView } from '@qindesk/protocol';
import { fill } from '../ui/fill.ts';
import { figuresOf, toneOfWait } from './figures.ts';
import type { FloorSay } from './text.ts';
import { zh } from './words.zh.ts';

const say = ((key: keyof typeof zh, params?: Record<string, string | number>) => fill(zh[key], params)) as FloorSay;
const none = { averageMs: null, medianMs: null, p90Ms: null, count: 0 };
const board = (figures: Partial<BoardView['figures']>, trend: BoardView['trend'] = []): BoardView => ({
  merchantId: 'org', shopId: null, at: '2026-03-02T08:00:00.000Z', definitionVersion: 1, groups: [], agents: [], trend,
  figures: { asked: 0, received: 0, receiving: 0, withRobot: 0, queued: 0, waiting: 0, longestWaitMs: null, firstResponse: none, response: none, queueTime: none, robotReceived: 0, robotHandedOver: 0, robotShare: null, satisfaction: null, rated: 0, abandoned: 0, ...figures },
} as unknown as BoardView);
const figure = (key: string, of: BoardView) => figuresOf(of, { waitS: 60, silentS: 120 }, say, 'zh').find((each) => each.key === key);

test('a wait is watched from half of the alarm’s line on, and bad from the line on', () => {
  expect([null, 29_999, 30_000, 59_999, 60_000].map((ms) => toneOfWait(ms, 60))).toEqual(['calm', 'calm', 'watch', 'watch', 'bad']);
});

test('with an empty queue the longest wait is an agent’s, and measured by the agent’s line', () => {
  expect(figure('longestWait', board({ longestWaitMs: 61_000 }))).toMatchObject({ tone: 'watch', below: '等客服回复', since: '2026-03-02T07:58:59.000Z' });
  expect(figure('longestWait', board({ longestWaitMs: 61_000, queued: 1 }))).toMatchObject({ tone: 'bad', below: '超过 1分 告警' });
});

test('nothing measured is a dash and says so', () => {
  expect(figure('firstResponse', board({}))).toMatchObject({ text: '–', below: '还没有数据', value: null });
});

test('asked is set against the same time of last week', () => {
  const trend = [{ at: '2026-03-02T07:55:00.000Z', asked: 5, lastWeek: 4 }, { at: '2026-03-02T12:00:00.000Z', asked: 0, lastWeek: 90 }] as BoardView['trend'];
  expect(figure('asked', board({ asked: 5 }, trend))?.below).toBe('比上周同期多 25%');
});

test('a queue that nobody has been taken from is not called unused', () => {
  expect(figure('queued', board({ queued: 5 }))?.below).toBe('还没有客服接起来');
});
