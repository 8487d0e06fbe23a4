// What people say in the simulation. Not for who says it when.

/** Questions as consumers type them; the library knows some of them. */
export const questions: readonly string[] = [
  '什么快递', '什么时候发货', '包邮吗', '能便宜点吗', '有优惠券吗', '这个会缩水吗', '160斤穿多大', '我身高165体重110穿什么码', '有红色的吗', '那黑色的呢', '会起球吗', '怎么洗',
  '可以退吗', '七天无理由吗', '退货运费谁出', '发票怎么开', '几天能到', '发顺丰吗', '能改地址吗', '我的快递到哪了', '收到少了一件', '质量怎么样', '有现货吗', '什么面料的',
  '保质期多久', '需要自己清洗内脏吗', '化冻了还能吃吗', '阿拉斯加鳕鱼和大西洋鳕鱼有什么区别', '一份多少克', '孩子能吃吗', '坏了赔吗', '冰袋化了', '在吗', '你好', '好的', '谢谢',
  '?', '嗯嗯', '今天下单明天能到吗', '怎么还没发货', '你们店在哪', '量子纠缠是什么', 'do you ship abroad', 'where is my parcel', '這個尺碼偏大嗎', '這件衣服會褪色嗎',
];

/** Words after which the robot must hand over [BT2]. */
export const humanWords: readonly string[] = ['转人工', '人工客服', '我要找真人', '别用机器人', '我要投诉你们', 'talk to a human please'];

/** What agents answer. */
export const replies: readonly string[] = ['亲，在的', '亲，马上帮您核实一下', '亲，今天16点前付款当天发出', '亲，这款建议拍大一码哦', '好的亲', '亲，已经帮您登记了', '亲，稍等一下哈', '亲，还有其他可以帮您的吗'];
