// What platforms write in square brackets within a line: the name of an emoji ([捂脸]), or a mask where somebody's number or name stood ([电话x]). Neither says what is asked. Not for titles in brackets.

const EMOJI = `微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 龇牙 惊讶 难过 囧 抓狂 吐 偷笑 愉快 白眼 傲慢 困 惊恐 流汗 憨笑 大笑 悠闲 奋斗 咒骂 疑问 嘘 晕 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 哈欠 鄙视 委屈 快哭了 阴险
  亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 天啊 社会社会 旺柴 好的 打脸 哇 翻白眼 裂开 苦涩 叹气 嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利 抱拳 勾引 拳头 ok 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀
  炸弹 便便 月亮 太阳 庆祝 礼物 红包 发 福 烟花 爆竹 猪头 跳跳 发抖 转圈 飞吻 笑哭 花 比心 爱你 作揖 赞 表情 图片`.split(/\s+/u);

/** A mask of an address for mail is kept: who writes one wants something sent there. */
const CODE = new RegExp(`\\[(?:(?!邮箱)\\p{Script=Han}{2,5}x|${EMOJI.join('|')})\\]`, 'gu');

/** The text (lower case) with a blank for each. */
export function withoutCodes(text: string): string {
  return text.includes('[') ? text.replace(CODE, ' ') : text;
}
