// Finding an answer by an agent's words.
import type { QuestionId } from '@qindesk/protocol';
import { describe, expect, it } from 'vitest';
import type { PublishedQuestion } from './published-library.ts';
import { indexAnswers, rankAnswers } from './rank-answers.ts';

const question = (title: string, given: Partial<PublishedQuestion> = {}): PublishedQuestion => ({ id: title as QuestionId, title, category: '', mode: 'both', phrasings: [], negatives: [], answers: [], followUps: [], hot: false, ...given });
const index = indexAnswers({ version: 1, questions: [
  question('怎么申请退货', { phrasings: ['不想要了能退吗'], answers: [{ type: 'text', text: '亲，在订单里点退货' }] }), question('多久能发货', { phrasings: ['什么时候发出'] }), question('怎么开发票', { mode: 'auto' }),
  question('Size chart', { phrasings: ['which SIZE fits'], category: '尺码' }), question('优惠券怎么领', { hot: true }),
] });
const titles = (search: string): string[] => rankAnswers(index, search, 10).map((one) => one.title);

describe('ranking answers for the desk', () => {
  it('puts the question with the words in its title first', () => expect(titles('退货')[0]).toBe('怎么申请退货'));
  it('finds by phrasing, category and the answer’s own words', () => {
    expect(titles('不想要')).toEqual(['怎么申请退货']);
    expect(titles('尺码')).toEqual(['Size chart']);
    expect(titles('点退货')[0]).toBe('怎么申请退货');
  });
  it('does not mind case and width', () => expect(titles('ｓｉｚｅ')).toEqual(['Size chart']));
  it('never offers what is for the robot only', () => expect(titles('开发票')).not.toContain('怎么开发票'));
  it('lists hot questions first when nothing is searched, and nothing for what is not there', () => {
    expect(titles('')[0]).toBe('优惠券怎么领');
    expect(titles('xyzzy')).toEqual([]);
  });
});
