// What a decision shows of the candidates: what spoke for them, and nothing where nothing was weighed.
import { expect, it } from 'vitest';
import { match, trainModel } from '@qindesk/matcher';
import { candidatesOf } from './candidates.ts';

const model = trainModel([{ id: 'ship', phrasings: ['什么时候发货', '多久发货'], negatives: [] }, { id: 'sizes', phrasings: ['怎么选尺码', '穿多大码'], negatives: [] }]);
const shown = (text: string) => candidatesOf({ whole: { found: match(model, text), reasons: [] }, requests: [] }, null, { outcome: 'silent', confidence: 0, reasons: [] });

it('a line that was weighed shows what spoke for each; a phrasing word for word stands alone, without figures', () => {
  const [first, second] = shown('几时发货呀');
  expect([first?.questionId, second?.questionId]).toEqual(['ship', 'sizes']);
  expect(first?.parts?.words).toBeGreaterThan(0.1);
  expect(shown('什么时候发货')).toEqual([{ questionId: 'ship', title: '', probability: 1, phrasing: '什么时候发货' }]);
});
