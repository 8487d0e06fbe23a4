// Common characters that sound alike, tones aside: what an input method offers when the wrong one is taken. For altering test questions, not for matching.

/** Each group: a syllable without its tone, then its characters. A character with several readings stands where it is read most often. */
const GROUPS = `
a啊阿 ai爱矮哎碍艾埃 an按安案暗岸俺 ang昂肮 ao奥傲熬澳袄
ba把吧八爸巴拔罢霸 bai百白败拜摆柏 ban办班半般板版搬伴 bang帮棒榜绑邦膀 bao报包保宝抱薄爆饱 bei被杯备背北倍贝悲 ben本奔笨苯 beng崩蹦泵绷
bi比必笔币毕闭逼鼻避壁 bian变便边编遍辨 biao表标彪膘 bie别憋瘪 bin宾滨彬斌 bing并病冰饼兵丙 bo播波拨博伯玻勃 bu不部步布补捕
cai才菜猜财彩采材踩 can参餐惨残蚕灿 cang藏仓苍舱 cao草操曹槽 ce测侧策册厕 ceng曾层蹭 cha查差茶插叉察 chai拆柴钗 chan产缠掺颤馋
chang长常场厂唱尝畅 chao超朝炒抄潮吵 che车扯撤彻 chen陈沉晨趁衬尘 cheng成称程城承乘诚 chi吃迟持尺池齿翅 chong充冲虫崇宠 chou抽丑愁臭筹 chu出处初除触储厨
chuan穿传船串川 chuang床窗创闯 chui吹垂锤 chun春纯唇蠢 ci次此词刺辞磁 cong从聪葱匆 cu粗促醋 cuan窜篡 cui催脆翠崔 cun存村寸 cuo错措挫搓
da大打达答搭 dai带代待贷袋戴 dan单但蛋淡担胆 dang当党挡档荡 dao到道倒导刀岛 de的得德 deng等登灯瞪邓 di第地低底递滴敌 dian点店电典垫颠
diao掉吊钓雕 die跌叠碟爹 ding定订顶丁钉 dong东动懂冬洞冻 dou都豆斗抖逗 du度读毒独堵赌肚 duan段短断端锻 dui对队堆兑 dun顿吨蹲盾 duo多夺朵躲
e额饿恶俄鹅 en恩摁 er二而儿耳尔
fa发法罚乏 fan反饭范烦返犯翻 fang方放房防访仿 fei费非飞肥废肺 fen分份粉纷愤奋 feng风封丰疯缝峰 fu付服符复福负富副府扶幅
gai该改盖概 gan干感敢赶甘 gang刚钢港岗 gao高告搞稿糕 ge个各歌哥格隔割 gen跟根亘 geng更耕梗 gong工公功共供攻 gou够购狗沟勾 gu估故顾古股骨固鼓
gua挂瓜刮 guai怪拐乖 guan关管官观惯馆 guang光广逛 gui贵规归柜鬼跪 gun滚棍 guo过国果锅裹
ha哈蛤 hai还海害孩 han含寒喊汉汗 hang航杭 hao好号毫耗豪 he和合喝何盒核河 hei黑嘿 hen很恨狠 heng横恒衡 hong红洪宏哄 hou后候厚猴 hu户湖护互胡虎
hua话花化画划滑 huai坏怀淮 huan换环欢缓患 huang黄慌皇荒 hui会回汇灰辉惠 hun混婚昏魂 huo货活火或获伙
ji几机及级记急寄积季计继 jia家加价假夹架 jian件见间减检简键 jiang将讲降奖江酱 jiao叫交教较脚角 jie接借介界解节街结 jin今进金近紧仅 jing经京精静警竟 jiong窘炯
jiu就旧久九酒救 ju具据举句局剧 juan卷捐倦 jue觉决绝掘 jun军均君菌
ka卡咖喀 kai开凯楷 kan看砍刊堪 kang抗康扛 kao靠考烤 ke可客课克科刻 ken肯啃恳 keng坑吭 kong空控恐孔 kou口扣寇 ku苦库裤哭 kua夸跨垮 kuai快块筷
kuan款宽 kuang况狂矿框 kui亏愧葵 kun困捆昆 kuo扩括阔
la拉啦辣腊 lai来赖莱 lan蓝烂拦栏懒 lang浪狼郎 lao老劳捞牢 le了乐勒 lei类累泪雷 leng冷愣 li里粒理力利立离例礼 lian连联脸练恋 liang两量亮凉良 liao料聊疗
lie列烈裂 lin林临淋邻 ling另零领灵铃 liu六流留刘 long龙隆笼 lou楼漏搂 lu路录陆露炉 luan乱卵 lun论轮伦 luo落罗络 lv绿率旅律虑
ma吗妈马码嘛骂 mai买卖麦埋 man满慢蛮 mang忙盲芒 mao毛帽贸猫 mei没每美妹煤 men们门闷 meng梦猛蒙 mi米密迷秘 mian面免棉眠 miao秒妙苗 mie灭蔑 min民敏 ming名明命鸣
mo摸末模莫磨 mou某谋 mu木目母幕
na那拿哪纳 nai奶耐乃 nan难南男 nao闹脑恼 nei内馁 ni你泥尼 nian年念粘 niang娘酿 niao鸟尿 nie捏聂 ning宁凝 niu牛扭纽 nong弄农浓 nu努怒奴 nuo诺挪
ou偶欧呕
pa怕爬帕 pai拍排牌派 pan盘判盼 pang旁胖庞 pao跑泡炮 pei配赔陪培 pen喷盆 peng碰朋捧 pi批皮屁匹 pian片骗偏篇 piao票飘漂 pin品拼频贫 ping平评瓶凭 po破迫坡泼 pu普铺扑
qi起启其气期七器齐 qia恰洽 qian前钱千签欠浅 qiang强抢墙枪 qiao桥巧敲瞧 qie切且茄 qin亲勤琴 qing请清情轻青 qiong穷琼 qiu求球秋 qu去取区曲趣 quan全权券劝圈 que却确缺 qun群裙
ran然染燃 rang让嚷 rao绕扰饶 re热惹 ren人任认忍 reng仍扔 rong容融荣 rou肉柔揉 ru如入乳 ruan软阮 rui瑞锐 ruo弱若
sa洒撒萨 sai赛塞腮 san三散伞 sang桑丧嗓 sao扫骚嫂 se色涩瑟 sha啥沙杀傻 shai晒筛 shan山闪善删 shang上商伤尚 shao少烧稍绍 she设社舍射蛇 shen什身深神审申 sheng生声省剩升
shi是时事使市试式实十失示始 shou收手首受售授 shu数书输属熟 shua刷耍 shuai摔帅衰 shuang双霜爽 shui水谁税睡 shun顺瞬 shuo说硕朔 si四死思丝司私 song送松宋 sou搜艘 su速诉素苏 suan算酸蒜
sui随岁碎虽 sun损孙笋 suo所锁缩
ta他她它塔 tai太台抬态 tan谈坦贪弹 tang汤糖躺烫 tao套讨逃淘 te特忑 teng疼腾 ti提题体替 tian天填添甜 tiao条跳挑调 tie贴铁 ting听停庭挺 tong通同统痛 tou头投偷透 tu图土突途 tuan团湍
tui推退腿颓 tun吞屯臀 tuo拖脱托
wa哇挖瓦娃 wai外歪 wan完万晚玩碗 wang网忘往望王 wei为未位微维喂 wen问文稳温 wo我握窝 wu无物五午误屋
xi系洗西息喜希细 xia下夏吓瞎 xian先现线显限 xiang想向像相详项 xiao小消销笑效校 xie些写谢鞋 xin新心信辛 xing行性星型 xiong兄胸熊 xiu修休秀 xu需许续须 xuan选宣旋 xue学雪血 xun寻询讯
ya呀压牙亚 yan验眼言烟严 yang样养洋痒 yao要药摇腰 ye也业夜页 yi一已以意易益 yin因音银引 ying应影英赢 yong用永勇 you有又由优邮友 yu于预余与语雨 yuan元员原远 yue月约越 yun运云允
za杂砸咋 zai在再载灾 zan咱赞暂 zang脏葬 zao早造糟枣 ze则责择 zeng增赠 zha炸扎渣 zhai摘债窄 zhan站占展战 zhang张账涨帐 zhao找照招 zhe这着者折 zhen真针阵 zheng正整证 zhi只知直支之制纸质指
zhong中种重终众 zhou周州洲 zhu主住注 zhua抓爪 zhuan转专砖 zhuang装状撞 zhui追坠 zhun准谆 zhuo桌捉 zi自字子资 zong总综 zou走奏 zu组足租 zui最嘴罪 zun尊遵 zuo做作坐左昨
`;

const read = Array.from(GROUPS.matchAll(/([a-z]+)(\p{Script=Han}+)/gu), ([, syllable = '', characters = '']) => ({ syllable, characters: Array.from(characters) }));

/** Groups of two and more characters of one syllable; no character stands in two of them. */
export const homophoneGroups: readonly { syllable: string; characters: readonly string[] }[] = read.filter(({ characters }) => characters.length > 1);

const fellows = new Map(homophoneGroups.flatMap(({ characters }) => characters.map((character) => [character, characters.filter((other) => other !== character)] as const)));

/** Other common characters that sound like this one; empty when the table has none. */
export function homophonesOf(character: string): readonly string[] {
  return fellows.get(character) ?? [];
}

/** All characters of the table: common ones, for a slip that takes just any. */
export const commonCharacters: readonly string[] = read.flatMap(({ characters }) => characters);
