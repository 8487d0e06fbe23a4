// Checks what a question holds after phrasings were taken over or out again.
import { describe, expect, it } from 'vitest';
import { phrasingsAfter } from './adopt-phrasings.ts';

const question = { title: '什么时候发货', phrasings: ['多久发货', '几天能发？'] };

describe('phrasingsAfter', () => {
  it('adds at the end what is new, once', () => {
    expect(phrasingsAfter(question, { add: ['几时发', '几时发？', '多久能寄出'] })).toEqual(['多久发货', '几天能发？', '几时发', '多久能寄出']);
  });
  it('changes nothing for what the question holds already, its title included', () => {
    expect(phrasingsAfter(question, { add: ['几天能发', '什么时候发货？'] })).toBeNull();
    expect(phrasingsAfter(question, { remove: ['不在里面'] })).toBeNull();
  });
  it('takes out what was taken over, and leaves the rest as it stood', () => {
    const after = phrasingsAfter(question, { add: ['几时发', '多久能寄出'] }) ?? [];
    expect(phrasingsAfter({ ...question, phrasings: after }, { remove: ['几时发', '多久能寄出'] })).toEqual(question.phrasings);
  });
});
