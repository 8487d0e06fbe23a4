// The people of the demonstration: three organisations, who works there, and with which words they sign in. Names are made up.
import type { Role } from '@qindesk/protocol';
import type { DemoSlug } from './content.ts';

export const demoPassword = 'qindesk-demo';

export interface DemoPerson { email: string; name: string; role: Role; capacity: number; title: { zh: string; en: string }; groups: readonly DemoGroup[] }
/** `default` is the group every shop has. */
export type DemoGroup = 'default' | '售前咨询' | '售后服务';
export interface DemoOrganisation { kind: 'merchant' | 'provider'; code: string; name: string; shop: DemoSlug | null; people: readonly DemoPerson[] }

const person = (email: string, name: string, role: Role, zh: string, en: string, groups: readonly DemoGroup[] = [], capacity = 5): DemoPerson => ({ email, name, role, capacity, groups, title: { zh, en } });

export const demoOrganisations: readonly DemoOrganisation[] = [
  { kind: 'merchant', code: 'demo-qinghe', name: '青禾服饰', shop: 'apparel', people: [
    person('owner@qinghe.example', '沈青禾', 'owner', '青禾服饰 · 店主', 'Qinghe Apparel · owner'),
    person('supervisor@qinghe.example', '苏曼', 'supervisor', '青禾服饰 · 客服主管', 'Qinghe Apparel · supervisor'),
    person('agent1@qinghe.example', '何小雨', 'agent', '青禾服饰 · 客服（售前）', 'Qinghe Apparel · agent (before sale)', ['default', '售前咨询']),
    person('agent2@qinghe.example', '安然', 'agent', '青禾服饰 · 客服（售后）', 'Qinghe Apparel · agent (after sale)', ['default', '售后服务']),
    person('trainer@qinghe.example', '陆知行', 'trainer', '青禾服饰 · 机器人训练师', 'Qinghe Apparel · trainer'),
    person('inspector@qinghe.example', '严一', 'inspector', '青禾服饰 · 质检员', 'Qinghe Apparel · inspector'),
  ] },
  { kind: 'merchant', code: 'demo-coastline', name: '海岸线生鲜', shop: 'fresh', people: [
    person('owner@coastline.example', '方海', 'owner', '海岸线生鲜 · 店主', 'Coastline Fresh · owner'),
    person('supervisor@coastline.example', '江澜', 'supervisor', '海岸线生鲜 · 客服主管', 'Coastline Fresh · supervisor'),
    person('agent@coastline.example', '于晓', 'agent', '海岸线生鲜 · 客服', 'Coastline Fresh · agent', ['default', '售前咨询', '售后服务']),
  ] },
  { kind: 'provider', code: 'demo-yunfu', name: '云服客服', shop: null, people: [
    person('owner@yunfu.example', '云起', 'owner', '云服客服 · 负责人（服务商）', 'Yunfu · owner (provider)'),
    person('supervisor@yunfu.example', '云舒', 'supervisor', '云服客服 · 主管（服务商）', 'Yunfu · supervisor (provider)'),
    person('agent1@yunfu.example', '纪帆', 'agent', '云服客服 · 客服（服务商，接海岸线）', 'Yunfu · agent (provider, serves Coastline)', ['default', '售前咨询'], 6),
    person('agent2@yunfu.example', '乔木', 'agent', '云服客服 · 客服（服务商，接海岸线）', 'Yunfu · agent (provider, serves Coastline)', ['default', '售后服务'], 6),
  ] },
];

/** The provider and the shop that handed part of its reception to it. */
export const demoContract = { merchant: 'demo-coastline', provider: 'demo-yunfu', shop: 'fresh' } as const;

/** `shop` is set for a merchant's people; with `role` a program can choose its account (the CLI takes the owner's). */
export interface DemoAccount { email: string; password: string; name: string; title: { zh: string; en: string }; role: Role; shop: DemoSlug | null }

/** Every account of the demonstration, in the order in which a sign-in page shows them. */
export const demoAccounts = (): DemoAccount[] =>
  demoOrganisations.flatMap((organisation) => organisation.people.map(({ email, name, title, role }) => ({ email, password: demoPassword, name, title, role, shop: organisation.shop })));

/** Sentences that agents of each shop have at hand. */
export const demoQuickReplies: Record<DemoSlug, readonly { title: string; text: string }[]> = {
  apparel: [
    { title: '问候', text: '亲，您好，我是青禾服饰的客服，很高兴为您服务～请问想了解哪一款呢？' },
    { title: '稍等核实', text: '亲，我马上帮您核实，大约需要一两分钟，请不要离开哦。' },
    { title: '要身高体重', text: '亲，麻烦告诉我身高、体重和平时穿的码，我来帮您推荐合适的尺码～' },
    { title: '退换流程', text: '亲，签收7天内不影响二次销售都可以退换：订单里点“申请售后”，选好原因提交，审核通过后按页面地址寄回即可。' },
    { title: '好评感谢', text: '亲，感谢支持青禾～穿着满意的话，欢迎带图评价，有任何问题随时找我们。' },
    { title: '结束语', text: '亲，还有其他可以帮您的吗？没有的话就不打扰啦，祝您生活愉快！' },
  ],
  fresh: [
    { title: '问候', text: '亲，您好，这里是海岸线生鲜，请问有什么可以帮您？' },
    { title: '要照片', text: '亲，很抱歉给您带来不好的体验。麻烦拍一下外箱面单、冰袋和商品的照片发过来，我马上为您处理。' },
    { title: '解冻方法', text: '亲，建议提前一晚放冷藏室慢慢解冻，当天吃完，解冻后不要再冷冻哦。' },
    { title: '发货时间', text: '亲，每天16点前付款当天发出，全程冷链，一般次日到隔日达。' },
    { title: '坏果赔付', text: '亲，签收24小时内反馈，坏多少赔多少，照片核实后款项原路退回。' },
    { title: '结束语', text: '亲，感谢您选择海岸线，祝您用餐愉快，有问题随时找我们～' },
  ],
};
