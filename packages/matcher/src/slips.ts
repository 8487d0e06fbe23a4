// Slips of the input method that many make and that are no words by themselves. Not for guessing: what could be meant is left to the ear (repair), and what is right elsewhere is left alone (小米有, 实木有, 西安转, 头发漂, 指定单号).
const SLIPS: Readonly<Record<string, string>> = {
  劵: '券', 优惠卷: '优惠券', 购物卷: '购物券', 代金卷: '代金券', 现金卷: '现金券', 消费卷: '消费券', 抵用卷: '抵用券', 抵扣卷: '抵扣券', 满减卷: '满减券', 兑换卷: '兑换券', 提货卷: '提货券', 新人卷: '新人券',
  帐号: '账号', 帐户: '账户', 帐单: '账单', 到帐: '到账', 入帐: '入账', 转帐: '转账', 对帐: '对账', 记帐: '记账',
  下定单: '下订单', 登陆: '登录', 按装: '安装', 快弟: '快递', 运废: '运费', 尺马: '尺码',
  肿么办: '怎么办', 怎莫: '怎么', 什莫: '什么', 神马: '什么', 灰常: '非常',
};

/** A tent has arrived (到帐篷), a list says what was packed (按装箱单), a storm comes ashore (台风登陆): there the same characters are parts of other words. */
const ANY = new RegExp(`(?<!台风)(?:${Object.keys(SLIPS).join('|')})(?![篷修箱])`, 'gu');

/** The text as it was meant to be typed. */
export function withoutSlips(text: string): string {
  return text.replace(ANY, (slip) => SLIPS[slip]!);
}
