// Slips of the input method that many make and that mean nothing else. Not for guessing: what could be meant is left to the ear (repair).
const SLIPS: Readonly<Record<string, string>> = {
  劵: '券', 优惠卷: '优惠券', 购物卷: '购物券', 代金卷: '代金券', 现金卷: '现金券', 消费卷: '消费券', 抵用卷: '抵用券', 抵扣卷: '抵扣券', 满减卷: '满减券', 兑换卷: '兑换券', 提货卷: '提货券', 新人卷: '新人券', 领卷: '领券', 发卷: '发券', 卷码: '券码', 张卷: '张券',
  帐号: '账号', 帐户: '账户', 帐单: '账单', 到帐: '到账', 入帐: '入账', 转帐: '转账', 对帐: '对账', 记帐: '记账', 帐上: '账上', 开户行及帐: '开户行及账',
  定单: '订单', 登陆: '登录', 按装: '安装', 安转: '安装', 按转: '安装', 快弟: '快递', 快第: '快递', 退宽: '退款', 运废: '运费', 尺马: '尺码', 形号: '型号', 发漂: '发票',
  肿么: '怎么', 怎莫: '怎么', 什莫: '什么', 神马: '什么', 木有: '没有', 米有: '没有', 介个: '这个', 灰常: '非常',
};

const ANY = new RegExp(Object.keys(SLIPS).join('|'), 'gu');

/** The text as it was meant to be typed. */
export function withoutSlips(text: string): string {
  return text.replace(ANY, (slip) => SLIPS[slip]!);
}
