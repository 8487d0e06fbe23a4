// What is handed over and not asked [BT4].
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTopics } from '@qindesk/matcher';
import { asksForDetails, bareDetails, detailIn, withoutDetails, type Detail } from './details.ts';

const details: Record<Detail, string[]> = {
  order: ['2026112100001', '订单号：2026112100001', '订单编号是 4023 1187 5512 0099 123', '240811-123456789012345', '单号2026112100001', '#1001234567', '我的订单号1001', '2026112100001这个订单', 'order number 1001', 'Order no. A10023',
    '2026112100001，2026112100002', '２０２６１１２１００００１'],
  parcel: ['SF1234567890123', 'sf1234567890123', 'YT8812345678901', '快递单号 773012345678901', '运单号：JD0123456789012', 'tracking number is 1Z999AA10123456784'.replace('1Z999AA1', 'ZA999111')],
  phone: ['13800138000', '138 0013 8000', '138-0013-8000', '+86 13800138000', '手机号13800138000', '我的电话是13800138000', '0571-88880000', '电话：88880000'],
  address: ['浙江省杭州市西湖区文三路12号禾苑3幢502室', '北京市朝阳区', '云州市梧桐区枫林路12号', '张三 13800138000 浙江省杭州市西湖区文三路12号', '收货地址：青石镇南街12号', '地址 河东街1号楼', '收件人：林小满', '江苏省苏州市工业园区发展大道1号', '工业园区枫林路12号',
    '湖南省长沙市解放东路88号菜鸟驿站', '12 Maple Road, Springfield 62704', 'My address is 5 Elm Street'],
  link: ['https://shop.example/item/12', '【淘宝】https://m.example/h.5abcd?tk=x CZ3457 「连衣裙女夏」点击链接直接打开', 'http://a.example/?id=1 https://b.example'],
};
/** What looks like it and asks, tells, or is something else. */
const others = [
  '2026112100001到哪了', '订单号在哪里看', '怎么查订单', '帮我看下2026112100001', '订单号多少', '这个单号查不到', '快递单号', '订单', '手机号写错了', '电话打不通', '我要改电话 13800138000', '改成13900139000', '地址写错了', '改地址：浙江省杭州市西湖区文三路12号',
  '能发到浙江省杭州市西湖区吗', '发到新疆要多久', '北京市朝阳区几天到', '快递放在小区驿站了', '165 110', '160cm 55kg', '198', '1299', '165110', '42码', '2026年11月21日', 'XL', 'M', '七天无理由', 'https://shop.example/item/12 这个有货吗', '这个链接打不开', 'where is 12 Maple Road', 'Can you ship to 5 Elm Street?',
  '在吗', '谢谢', '你好', 'hello', '', '   ', '？', '123', '你们店在哪个市哪个区', '我在学校门口', '12315', '2024-03-05', '20240601', '11111111', '楼下超市都比你这里便宜', '我家在村里 离县城三十公里', '明天到市区', '上海', '广东省',
];

describe('a bare detail [BT4]', () => {
  it.each(Object.entries(details).flatMap(([kind, lines]) => lines.map((line) => [line, kind])))('%s is a detail: %s', (line, kind) => { expect(detailIn(line)).toBe(kind); });
  it.each(others)('%s is none', (line) => { expect(detailIn(line)).toBeNull(); });

  it('is none of what consumers ask: of all written lines only those that are one are taken for one', () => {
    const folder = resolve(import.meta.dirname, '../../../../../packages/matcher');
    const taken = ['corpus/zh', 'corpus/en', 'eval/second-hand'].flatMap((part) => readdirSync(resolve(folder, part)).filter((name) => name.endsWith('.txt')).flatMap((name) =>
      parseTopics(readFileSync(resolve(folder, part, name), 'utf8'), name).flatMap((topic) => topic.lines.filter((line) => detailIn(line) !== null).map((line) => `${topic.id}: ${line}`))));
    expect(taken.filter((line) => !/^(address|chat|none)\./.test(line))).toEqual([]);
    expect(taken.length).toBeGreaterThan(60);
  });

  it('is what a round consists of, greetings aside, or it is none of it', () => {
    expect(bareDetails(['在吗', '2026112100001', 'SF1234567890123', '谢谢'])).toEqual(['order', 'parcel']);
    expect(bareDetails(['林小满\n13800138000\n云州市梧桐区枫林路12号'])).toEqual([]);
    expect(bareDetails(['收件人：林小满\n13800138000\n云州市梧桐区枫林路12号'])).toEqual(['address', 'phone']);
    expect(bareDetails(['2026112100001', '到哪了'])).toEqual([]);
    expect(bareDetails(['在吗', '你好'])).toEqual([]);
    expect(bareDetails([])).toEqual([]);
  });

  it('is left out of what the matcher reads where something is asked beside it', () => {
    expect(withoutDetails('SF1234567890123\n到哪了')).toBe('到哪了');
    expect(withoutDetails('2026112100001')).toBe('2026112100001');
    expect(withoutDetails('什么快递\n几天到')).toBe('什么快递\n几天到');
  });

  it('was asked for by whoever spoke of giving it', () => {
    expect([...asksForDetails('亲，麻烦提供一下订单号，我帮您看看')]).toEqual(['order', 'parcel']);
    expect([...asksForDetails('订单号发我一下哦')]).toEqual(['order', 'parcel']);
    expect([...asksForDetails('亲，把新的收货地址和电话发给我就行')].sort()).toEqual(['address', 'phone']);
    expect([...asksForDetails('Please send me your order number.')]).toEqual(['order', 'parcel']);
    for (const text of ['亲，默认发中通', '订单号在订单详情页可以看到', '发货后会有短信通知', '地址填错可以在订单里修改', 'Your order ships today.']) expect([...asksForDetails(text)], text).toEqual([]);
  });
});
