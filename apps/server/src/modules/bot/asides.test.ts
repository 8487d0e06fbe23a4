// What closes or opens a talk, or only names something, is told from what asks, by the shipped trade and the demonstration's clothes shop [BT4].
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { match, trainModel } from '@qindesk/matcher';
import { asideIn, type Aside } from './asides.ts';
import { loadTrade } from './trade.ts';

const server = resolve(import.meta.dirname, '../../..');
const { trade } = loadTrade(resolve(server, '../../packages/matcher/weights/trade.bin'));
const library = readFileSync(resolve(server, 'demo/apparel/library.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { question: string; phrasings: string[] });
const model = trainModel(library.map(({ question, phrasings }) => ({ id: question, phrasings: [question, ...phrasings], negatives: [] })), { trade, refine: false });
const does = (text: string): Aside | null => asideIn(match(model, text));

it('farewells, thanks and plans close a talk, however they are put', () => {
  for (const text of ['好，那我先试试', '没有别的了 辛苦你啦', '我再考虑考虑吧', '那先这样 不打扰你了', '已经跟快递联系上了 谢谢', '懂了懂了', '稍等 我看一眼', 'thanks a lot, bye']) expect([text, does(text)]).toEqual([text, 'closes']);
});

it('who says that they have a question opens one', () => {
  for (const text of ['我想咨询一下', '有个问题想问问你']) expect([text, does(text)]).toEqual([text, 'opens']);
});

it('who only says what they bought names it, and a number, a phone or an address is one in any words', () => {
  for (const text of ['我前天买过一个热水器', '就是护手霜那一单']) expect([text, does(text)]).toEqual([text, 'names']);
  expect(['单号发你了 [订单x]', '我的号码[电话x]', '上海市青浦区***302'].map(does)).toEqual(['order', 'phone', 'address']);
});

it('what asks or wants something, answers a question or disagrees is neither, thanks or not', () => {
  for (const text of ['好的 那什么时候发货', '谢谢 还有运费谁出', '我试过了还是不行', '是的', '不是这个意思', '哈哈 这个会掉色吗', '先不用发货', '我不需要了 怎么取消', '再等等 没货了吗', '不要了 退了吧']) expect([text, does(text)]).toEqual([text, null]);
});
