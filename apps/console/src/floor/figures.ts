// The board's figures in the order of the strip: value, word below, and whether it asks for attention. Not for drawing (figure-strip.tsx).
import type { BoardView, Language } from '@qindesk/protocol';
import { percent, shortDuration } from './duration.ts';
import { sumSoFar } from './trend.ts';
import type { FloorSay } from './text.ts';

export type FigureKey = 'asked' | 'received' | 'receiving' | 'queued' | 'longestWait' | 'firstResponse' | 'response' | 'robotShare' | 'satisfaction' | 'abandoned';
export type Tone = 'calm' | 'watch' | 'bad';

export interface Figure {
  key: FigureKey;
  /** What stands large; for a wait that ticks, `since` stands instead. */
  text: string;
  since?: string;
  below: string;
  tone: Tone;
  /** For the small trend; null where nothing was measured. */
  value: number | null;
}

/** How urgent a wait is against the alarm's line: half of it is worth a look. */
export const toneOfWait = (waitMs: number | null, alarmS: number): Tone =>
  waitMs === null || waitMs < alarmS * 500 ? 'calm' : waitMs < alarmS * 1000 ? 'watch' : 'bad';

const againstLastWeek = (board: BoardView, say: FloorSay): string => {
  const { lastWeek } = sumSoFar(board.trend, Date.parse(board.at));
  if (lastWeek === 0) return say('floor.figures.noLastWeek');
  const change = Math.round(((board.figures.asked - lastWeek) / lastWeek) * 100);
  return change === 0 ? say('floor.figures.sameAsLastWeek') : say(change > 0 ? 'floor.figures.moreThanLastWeek' : 'floor.figures.lessThanLastWeek', { share: `${Math.abs(change)}%` });
};

const timesBelow = (times: BoardView['figures']['response'], say: FloorSay, language: Language): string =>
  times.count === 0 ? say('floor.figures.notMeasured') : say('floor.figures.medianP90', { median: shortDuration(times.medianMs, language), p90: shortDuration(times.p90Ms, language) });

/** The shortest alarm lines of the shops in view, in seconds. */
export interface AlarmLines { waitS: number; silentS: number }

/** The ten figures of the strip. */
export function figuresOf(board: BoardView, lines: AlarmLines, say: FloorSay, language: Language): Figure[] {
  const f = board.figures;
  const plain = (key: FigureKey, value: number, below: string, tone: Tone = 'calm'): Figure => ({ key, text: value.toLocaleString('en-US'), below, tone, value });
  const shared = (key: FigureKey, share: number | null, below: string): Figure => ({ key, text: percent(share), below, tone: 'calm', value: share });
  const timed = (key: FigureKey, times: BoardView['figures']['response']): Figure =>
    ({ key, text: shortDuration(times.averageMs, language), below: timesBelow(times, say, language), tone: 'calm', value: times.averageMs });
  const waits = f.longestWaitMs !== null;
  // With an empty queue the server tells the longest that an agent owes a word.
  const alarmS = f.queued > 0 ? lines.waitS : lines.silentS;
  return [
    plain('asked', f.asked, againstLastWeek(board, say)),
    plain('received', f.received, say('floor.figures.ofAsked', { share: percent(f.asked === 0 ? null : f.received / f.asked) })),
    plain('receiving', f.receiving, say('floor.figures.withRobot', { n: f.withRobot })),
    plain('queued', f.queued, f.waiting > 0 ? say('floor.figures.leftMessages', { n: f.waiting }) : f.queueTime.count > 0 ? say('floor.figures.queueTime', { t: shortDuration(f.queueTime.averageMs, language) }) : say(f.queued > 0 ? 'floor.figures.noneAssigned' : 'floor.figures.noQueueYet')),
    {
      key: 'longestWait', text: '–', tone: toneOfWait(f.longestWaitMs, alarmS), value: f.longestWaitMs,
      ...(waits ? { since: new Date(Date.parse(board.at) - (f.longestWaitMs ?? 0)).toISOString() } : {}),
      below: waits && f.queued === 0 ? say('floor.figures.owedByAgent') : waits ? say('floor.figures.alarmLine', { t: shortDuration(alarmS * 1000, language) }) : say('floor.figures.nobodyQueued'),
    },
    timed('firstResponse', f.firstResponse),
    timed('response', f.response),
    shared('robotShare', f.robotShare, f.robotReceived === 0 ? say('floor.figures.robotIdle') : say('floor.figures.handedOver', { n: f.robotHandedOver, all: f.robotReceived })),
    shared('satisfaction', f.satisfaction, f.rated === 0 ? say('floor.figures.noRating') : say('floor.figures.rated', { n: f.rated })),
    plain('abandoned', f.abandoned, f.queueTime.count + f.abandoned === 0 ? say(f.queued > 0 ? 'floor.figures.nobodyLeft' : 'floor.figures.noQueueYet') : say('floor.figures.ofQueued', { share: percent(f.abandoned / (f.queueTime.count + f.abandoned)) })),
  ];
}
