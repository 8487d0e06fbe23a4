// The words of the demonstration pages, in both languages. Names and texts of products come from their shop.
import type { Language } from '@qindesk/protocol';

const zh = {
  demo: 'Qindesk 演示', demoLead: '两家演示店铺，一张客服台。进店随便问，再到客服台看看消息怎么被接住。', visit: '进店逛逛', console: '打开客服台', consoleLead: '客服、主管、训练师的工作台，登录页上有演示账号。',
  all: '全部', home: '全部商品', orders: '我的订单', chat: '联系客服', language: 'English', languageCode: 'en', you: '当前身份', anonymous: '游客', switchTo: '切换身份', signedHint: '切换身份后，网页会带上店铺签发的身份凭证，客服能看到对应的订单。',
  sold: '库存', soldOut: '已售罄', from: '起', options: '可选规格', attributes: '商品参数', sizeChart: '尺码表', description: '商品详情', buy: '立即购买', cart: '加入购物车',
  buyNote: '这是演示店铺，不会真的下单。有想了解的，点右下角问问客服吧。', promise: ['正品保障', '7天无理由', '闪电发货'], promiseFresh: ['产地直采', '冷链到家', '坏单包赔'],
  noOrders: '还没有订单', noOrdersAnonymous: '游客没有订单。在右上角切换成一位顾客看看。', order: '订单号', placed: '下单时间', paid: '实付', toPay: '待付', recipient: '收货人', logistics: '物流', askOrder: '咨询此订单', quantity: '数量', preparing: '演示店铺正在准备，请稍后刷新。',
  notFound: '没有找到这件商品', back: '回到店铺', footer: '演示用的虚构店铺，商品、人物与订单均为虚构。',
  states: { unpaid: '待付款', paid: '待发货', shipped: '运输中', delivered: '已签收', refunding: '退款中', refunded: '已退款', closed: '已关闭' },
};
const en: typeof zh = {
  demo: 'Qindesk demonstration', demoLead: 'Two demonstration shops and one customer-service desk. Ask in a shop, then watch how the desk takes it up.', visit: 'Visit the shop', console: 'Open the console', consoleLead: 'Where agents, supervisors and trainers work. The sign-in page lists demonstration accounts.',
  all: 'All', home: 'All products', orders: 'My orders', chat: 'Chat with us', language: '中文', languageCode: 'zh', you: 'You are', anonymous: 'Visitor', switchTo: 'Become somebody', signedHint: 'The page then carries an identity signed by the shop, and the agent sees their orders.',
  sold: 'In stock', soldOut: 'Sold out', from: 'from', options: 'Options', attributes: 'Facts', sizeChart: 'Size chart', description: 'About it', buy: 'Buy now', cart: 'Add to basket',
  buyNote: 'This is a demonstration shop: nothing is ordered. Ask the robot at the lower right instead.', promise: ['Genuine', '7-day returns', 'Quick dispatch'], promiseFresh: ['From the source', 'Cold all the way', 'Bad parcel refunded'],
  noOrders: 'No orders yet', noOrdersAnonymous: 'A visitor has no orders. Become a customer at the top right.', order: 'Order', placed: 'Placed', paid: 'Paid', toPay: 'To pay', recipient: 'Recipient', logistics: 'Delivery', askOrder: 'Ask about this order', quantity: 'Quantity', preparing: 'The demonstration shop is being prepared. Reload in a moment.',
  notFound: 'This product was not found', back: 'Back to the shop', footer: 'An invented shop for demonstration. Products, people and orders are invented.',
  states: { unpaid: 'To pay', paid: 'Paid', shipped: 'On its way', delivered: 'Delivered', refunding: 'Refund under way', refunded: 'Refunded', closed: 'Closed' },
};
export type Words = typeof zh;
export const words: Record<Language, Words> = { zh, en };

/** `¥199.00`; whole amounts without decimals. */
export const money = (minor: number, currency: string, language: Language): string =>
  new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: minor % 100 === 0 ? 0 : 2 }).format(minor / 100);

export const moment = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'Asia/Shanghai', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
