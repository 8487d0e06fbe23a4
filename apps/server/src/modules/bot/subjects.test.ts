// By which words a library calls a shop's products.
import { describe, expect, it } from 'vitest';
import { subjectsOf, type NamedProduct } from './subjects.ts';

const question = (title: string) => ({ id: title, title });
const product = (id: string, title: string, category = ''): NamedProduct => ({ id, titles: [title], category });
const library = ['芒果怎么保存', '芒果甜吗', '大西洋鳕鱼有刺吗', '鳕鱼怎么做', '怎么开发票', 'Does the cod have bones', 'How do I cook cod', 'Where is my order'].map(question);
const products = [product('mango', '攀枝花凯特芒果 净重', '水果'), product('cod', '大西洋鳕鱼排 Atlantic cod with skin', '鱼类'), product('bag', '帆布包', '箱包')];
const subjects = subjectsOf(library, products);

describe('the words of a product', () => {
  it('are those of its titles and category that questions are called by, the one of most questions first', () => {
    expect(subjects.wordsOf(products[0] as NamedProduct)).toEqual(['芒果']);
    expect(subjects.wordsOf(products[1] as NamedProduct)).toEqual(['cod', '鳕鱼', '大西洋鳕鱼']);
    expect(subjects.wordsOf(products[2] as NamedProduct)).toEqual([]);
  });
  it('say which questions are about it, and which lines name it', () => {
    expect([...subjects.about(['芒果'])]).toEqual(['芒果怎么保存', '芒果甜吗']);
    expect([...subjects.about(['cod'])]).toEqual(['Does the cod have bones', 'How do I cook cod']);
    expect(subjects.namedIn('芒果放几天')).toEqual(['芒果']);
    expect(subjects.namedIn('Is this decoded?')).toEqual([]);
  });
  it('are none that many questions hold: those say nothing of a product', () => {
    const many = Array.from({ length: 40 }, (_, i) => question(`衣服问题${i}`));
    expect(subjectsOf(many, []).wordsOf(product('a', '好衣服'))).toEqual([]);
  });
  it('leave out small words of English', () => {
    expect(subjectsOf([question('How do I pay for this'), question('What is new')], []).wordsOf(product('a', 'The new coat for you'))).toEqual([]);
  });
});
