// Unit tests of the heartbeat: who is asked, who is given up, and that nobody's turn falls together with everybody's.
import { describe, expect, test } from 'vitest';
import { createHeartbeat, type Beating } from './heartbeat.ts';

const rounds = (ms: number): number => ms / 250;
const newcomer = (): Beating => ({ pulse: 'heard', turn: 0 });

const setUp = () => {
  const asked: Beating[] = [];
  const given: Beating[] = [];
  const heart = createHeartbeat<Beating>((one) => asked.push(one), (one) => { given.push(one); heart.remove(one); });
  const pass = (ms: number): void => { for (let i = 0; i < rounds(ms); i++) heart.beat(); };
  return { asked, given, heart, pass };
};

describe('a heartbeat', () => {
  test('asks one that is silent for two of its turns, and gives it up at the next', () => {
    const { asked, given, heart, pass } = setUp();
    const one = newcomer();
    heart.add(one);
    pass(15_000);
    expect(asked).toEqual([]);
    pass(15_000);
    expect(asked).toEqual([one]);
    expect(given).toEqual([]);
    pass(15_000);
    expect(given).toEqual([one]);
    expect([...heart.all()]).toEqual([]);
  });

  test('keeps one that answers', () => {
    const { asked, given, heart, pass } = setUp();
    const one = newcomer();
    heart.add(one);
    for (let i = 0; i < 5; i++) { pass(30_000); one.pulse = 'heard'; }
    expect(asked.length).toBeGreaterThan(3);
    expect(given).toEqual([]);
  });

  test('never asks one that speaks by itself', () => {
    const { asked, heart, pass } = setUp();
    const one = newcomer();
    heart.add(one);
    for (let i = 0; i < 20; i++) { pass(14_000); one.pulse = 'heard'; }
    expect(asked).toEqual([]);
  });

  test('spreads a crowd over its turns', () => {
    const { asked, heart, pass } = setUp();
    for (let i = 0; i < 6000; i++) heart.add(newcomer());
    pass(15_000);
    let most = 0;
    for (let i = 0; i < rounds(15_000); i++) { const before = asked.length; heart.beat(); most = Math.max(most, asked.length - before); }
    expect(asked).toHaveLength(6000);
    expect(most).toBe(100);
  });
});
