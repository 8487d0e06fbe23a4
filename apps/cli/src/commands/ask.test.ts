// Which questions are asked, and how answers are told.
import { describe, expect, it } from 'vitest';
import { Problem } from '../problem.ts';
import { askedOf, summaryOf } from './ask.ts';
import { textsOf } from './read-questions.ts';

describe('questions of a file', () => {
  it('are plain lines or jsonl, mixed, with a mark in front and empty lines between', () => {
    expect(textsOf('\uFEFF{"text": "在么"}\r\n\r\n  多久发货  \n{"text":" 能退吗 ","label":"x"}\n{笑}')).toEqual(['在么', '多久发货', '能退吗', '{笑}']);
  });
  it('are refused when a line is JSON without a text, or too long', () => {
    expect(() => textsOf('{"question":"a"}')).toThrow(Problem);
    expect(() => textsOf('长'.repeat(4001))).toThrow(/4000/);
  });
});

describe('the robot’s decisions', () => {
  const trial = (outcome: 'answer' | 'offer' | 'handover', earlier: string[] = []) => askedOf({
    id: 'dec_1', at: '', text: '多久发货', outcome, question: outcome === 'answer' ? { id: 'q' as never, title: '什么时候发货' } : null, earlier: earlier.map((title) => ({ id: title as never, title })), confidence: 0.987654, reasons: ['matched'], libraryVersion: 1, answers: [],
    candidates: ['a', 'b', 'c', 'd'].map((title) => ({ questionId: 'q' as never, title, probability: 0.2, phrasing: title })),
  });
  it('are told with question, confidence and reasons', () => {
    expect(trial('answer')).toEqual({ text: '多久发货', decision: 'answer', question: '什么时候发货', confidence: 0.9877, reasons: ['matched'] });
    expect(trial('answer', ['能开发票吗'])).toMatchObject({ question: '什么时候发货', earlier: ['能开发票吗'] });
    expect(trial('offer')).toMatchObject({ decision: 'offer', question: null, offers: ['a', 'b', 'c'] });
  });
  it('are counted', () => {
    expect(summaryOf([trial('answer'), trial('answer'), trial('offer'), trial('handover')])).toEqual({ answered: 2, offered: 1, asked: 0, handedOver: 1, silent: 0, total: 4 });
  });
});
