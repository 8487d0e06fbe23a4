// Unit tests of the meter over lines that are played by hand: what counts as acknowledged, delivered, doubled, out of order, and from when time is taken.
import { describe, expect, test } from 'vitest';
import type { Pair } from './crowd.ts';
import type { Line } from './line.ts';
import { createMeter, eachNumber, numberAt, refIn } from './meter.ts';

interface Played { line: Line; sent: { ref: number; conversationId: string; clientId: string; body: { text: string } }[]; say(frame: object): void }

const play = (): Played => {
  const sent: Played['sent'] = [];
  const line: Line = { send: (text) => { sent.push(JSON.parse(text) as Played['sent'][number]); }, end: () => undefined, isOpen: true, hear: () => undefined, welcome: {}, ask: () => Promise.reject(new Error('not played')) };
  return { line, sent, say: (frame) => line.hear(Buffer.from(JSON.stringify(frame))) };
};
const setUp = (most = 10, watchers: Played[] = []) => {
  const [consumer, agent] = [play(), play()];
  const pair: Pair = { id: 'cnv_1', consumer: consumer.line, agent: agent.line };
  return { consumer, agent, meter: createMeter([pair], most, watchers.map(({ line }) => line)) };
};
const messages = (...texts: string[]): object => ({ type: 'messages', messages: texts.map((text, i) => ({ id: `msg_${i}`, conversationId: 'cnv_1', seq: i + 1, author: { kind: 'consumer' }, body: { type: 'text', text } })) });
const accepted = (ref: number): object => ({ type: 'accepted', ref, conversationId: 'cnv_1', clientId: 'x', messageId: 'msg_1', seq: 1, at: '' });

describe('reading frames without parsing them', () => {
  test('a number ends where the digits end; none is −1', () => {
    expect(numberAt(Buffer.from('a1023,'), 1)).toBe(1023);
    expect(numberAt(Buffer.from('a1023,'), 0)).toBe(-1);
    expect(numberAt(Buffer.from('7'), 0)).toBe(7);
  });
  test('the ref of a frame, and −1 for null and for none', () => {
    expect(refIn(Buffer.from('{"type":"accepted","ref":81,"seq":2}'))).toBe(81);
    expect(refIn(Buffer.from('{"type":"refused","ref":null}'))).toBe(-1);
    expect(refIn(Buffer.from('{"type":"pong"}'))).toBe(-1);
  });
  test('every text of ours in a frame, and no other', () => {
    const found: number[] = [];
    eachNumber(Buffer.from(JSON.stringify(messages('#5 亲', '5 没有', '#x', '在 #6', '#70 "#8"'))), (number) => found.push(number));
    expect(found).toEqual([5, 70]);
  });
});

describe('a meter', () => {
  test('lets consumer and agent take turns, in frames that the server takes', () => {
    const { consumer, agent, meter } = setUp();
    for (let i = 0; i < 3; i++) meter.send(0, 0);
    expect([consumer.sent.length, agent.sent.length]).toEqual([2, 1]);
    expect(consumer.sent[0]).toMatchObject({ type: 'message.send', conversationId: 'cnv_1' });
    expect(consumer.sent[0]?.clientId).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
  });

  test('is done with a message that was acknowledged and has arrived at the other side, whichever came first', () => {
    const { consumer, agent, meter } = setUp();
    const done: number[] = [];
    meter.onDone = (message) => done.push(message);
    meter.send(0, 0);
    meter.send(0, 0);
    const [first, second] = [consumer.sent[0], agent.sent[0]];
    consumer.say(accepted(first?.ref ?? -1));
    // One's own message comes back to oneself too.
    consumer.say(messages(first?.body.text ?? ''));
    expect([meter.accepted, meter.delivered, done]).toEqual([1, 0, []]);
    agent.say(messages(first?.body.text ?? ''));
    consumer.say(messages(second?.body.text ?? ''));
    expect(done).toEqual([0]);
    agent.say(accepted(second?.ref ?? -1));
    expect([meter.accepted, meter.delivered, done]).toEqual([2, 2, [0, 1]]);
  });

  test('sees what comes twice and what comes after a later one of the same sender', () => {
    const { consumer, agent, meter } = setUp();
    for (let i = 0; i < 4; i++) meter.send(0, 0);
    const [a, b] = consumer.sent.map(({ body }) => body.text);
    agent.say(messages(b ?? ''));
    agent.say(messages(a ?? ''));
    agent.say(messages(b ?? ''));
    expect([meter.delivered, meter.misordered, meter.doubled]).toEqual([2, 1, 1]);
  });

  test('takes the time from when a message was due, not from when it was sent', () => {
    const { consumer, meter } = setUp();
    meter.send(0, performance.now() - 500);
    consumer.say(accepted(consumer.sent[0]?.ref ?? -1));
    const times = meter.ackMs();
    expect(times).toHaveLength(1);
    expect(times[0]).toBeGreaterThanOrEqual(500);
    expect(meter.deliverMs()).toHaveLength(0);
  });

  test('knows refusals by their code, and leaves those of others alone', () => {
    const { consumer, meter } = setUp();
    meter.send(0, 0);
    consumer.say({ type: 'refused', ref: consumer.sent[0]?.ref, refusal: { code: 'overloaded' } });
    consumer.say({ type: 'refused', ref: null, refusal: { code: 'invalid' } });
    expect([meter.refused, Object.fromEntries(meter.refusals)]).toEqual([1, { overloaded: 1 }]);
  });

  test('counts what watchers hear, and not what was sent before it began', () => {
    const watcher = play();
    const { consumer, meter } = setUp(10, [watcher]);
    meter.send(0, 0);
    watcher.say(messages(consumer.sent[0]?.body.text ?? '', '#999999'));
    expect([meter.watched, meter.watchMs().length]).toEqual([1, 1]);
    const next = setUp();
    next.meter.send(0, 0);
    next.agent.say(messages(consumer.sent[0]?.body.text ?? ''));
    expect(next.meter.delivered).toBe(0);
  });

  test('takes no more than it has room for', () => {
    const { meter } = setUp(1);
    expect([meter.send(0, 0), meter.send(0, 0), meter.sent]).toEqual([0, -1, 1]);
  });
});
