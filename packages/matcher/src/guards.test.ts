// Checks what demotes an answer: negation, numbers and the type of question, and what must not.
import { describe, expect, it } from 'vitest';
import { guardReasons, isHeldBack, traitRange, traitsOf } from './guards.ts';

function reasons(text: string, phrasings: string[]): string[] {
  return guardReasons(traitsOf(text), traitRange(phrasings)).map((reason) => reason.split(':')[0]!);
}

describe('guards', () => {
  it('demotes a denial of what no phrasing denies', () => {
    expect(reasons('我不想退货了', ['我想退货', '怎么退货'])).toEqual(['negation']);
    expect(reasons('i do not want to cancel', ['i want to cancel', 'cancel it'])).toEqual(['negation']);
  });
  it('demotes the affirmative of what every phrasing denies', () => {
    expect(reasons('可以取消', ['取消不了', '不能取消'])).toEqual(['negation']);
  });
  it('is silent where phrasings are of both kinds', () => {
    expect(reasons('还没发货', ['什么时候发货', '怎么还不发货'])).toEqual([]);
  });
  it('does not take A-not-A questions and fixed words for denials', () => {
    for (const text of ['能不能退', '有没有货', '七天无理由退货', '不好意思退货', '不锈钢的', '特别想退']) expect(traitsOf(text).negated, text).toBe(false);
  });
  it('demotes another number, in figures or in words', () => {
    expect(reasons('15天还能退吗', ['七天内能退吗', '7天可以退吗'])).toEqual(['number']);
    expect(reasons('七天还能退吗', ['7天能退吗', '7天可以退吗'])).toEqual([]);
  });
  it('demotes another type of question', () => {
    expect(reasons('多久能退款', ['怎么退款', '如何退款'])).toEqual(['question-type']);
    expect(reasons('why was i charged', ['how do i pay', 'how can i pay'])).toEqual(['question-type']);
  });
  it('lets a statement match any type of question', () => {
    expect(reasons('要退款', ['怎么退款', '如何退款'])).toEqual([]);
  });
  it('holds back what is not sure, or denies, or counts otherwise; another type of question only until it is surer than that', () => {
    const [where, why, denies, number] = ['question-type: where asked, phrasings ask how', 'question-type: why asked, phrasings ask how', 'negation: the text denies, no phrasing does', 'number: 15 asked, 7 in the phrasings'];
    expect(isHeldBack([], 0.9, 0.9)).toBe(false);
    expect([0.94, 0.96].map((confidence) => isHeldBack([where], confidence, 0.9))).toEqual([true, false]);
    for (const reason of [why, denies, number, 'negative-phrasing: nearer', 'question-type: how, why asked, phrasings ask can']) expect(isHeldBack([reason], 0.999, 0.9), reason).toBe(true);
    expect(isHeldBack([where, number], 0.999, 0.9)).toBe(true);
  });
});
