// Lines that no shop's library answers, written by hand: the far-out-of-scope side of calibration. Never answers to anything.

/** Everyday questions, chatter and half sentences, Chinese then English; blocks of lines separated by bars. */
const LINES = `
今天晚上吃什么好 | 天空为什么是蓝色的 | 推荐一部好看的电影 | 明天会下雨吗 | 怎么学好英语口语 | 坐高铁去海边要几个小时 | 感冒了多喝水有用吗 | 谁是世界上最高的人 | 月亮离地球有多远
猫咪不吃饭怎么回事 | 高考多少分能上重点大学 | 小孩发烧三十八度怎么办 | 怎样才能早点睡着 | 这道数学题怎么解 | 唐朝一共有几个皇帝 | 写一首关于秋天的诗 | 帮我翻译成日语 | 电脑开机很慢怎么解决 | 手机屏幕碎了在哪修
股票最近会涨吗 | 彩票今晚开什么号 | 附近有什么好玩的地方 | 去云南旅游几月份最合适 | 考驾照科目二有什么技巧 | 女朋友生气了怎么哄 | 新房装修先做水电还是先吊顶 | 养金鱼多久换一次水 | 跑步减肥一天跑多久 | 红烧肉怎么做才不腻
属兔的今年运气怎么样 | 梦见掉牙是什么意思 | 双十节是哪一天 | 哪个星座最花心 | 这首歌叫什么名字 | 篮球比赛几点开始 | 世界杯冠军是谁 | 周杰伦有哪些歌 | 三国演义的作者是谁 | 黄河发源于哪里
怎么申请护照 | 公积金可以提取几次 | 社保断交一个月有影响吗 | 结婚证丢了去哪里补 | 小学几岁可以报名 | 个人所得税怎么算 | 离职要提前多少天说 | 五险一金都包括什么 | 租房合同要注意什么 | 怎么开一家奶茶店
牙疼吃什么药 | 鼻子总是出血是什么原因 | 血压高不能吃什么 | 怀孕几个月会有胎动 | 近视能治好吗 | 打疫苗后能喝酒吗 | 失眠挂什么科 | 皮肤过敏几天能好 | 颈椎不舒服怎么锻炼 | 痛风能吃海鲜吗
二手车过户需要什么手续 | 汽车多久保养一次 | 加九十二号汽油还是九十五号 | 电动车能跑多少公里 | 车子打不着火了 | 违章扣六分怎么处理 | 机油灯亮了还能开吗 | 驾驶证到期怎么换 | 倒车入库老是压线 | 轮胎气压多少合适
电视连不上网 | 路由器怎么设置密码 | 微信怎么恢复聊天记录 | 抖音怎么涨粉丝 | 表格怎么求和 | 照片怎么变清晰 | 游戏怎么升级最快 | 这个软件闪退怎么办 | 电脑蓝屏什么意思 | 怎么注册一个邮箱
哈哈哈哈 | 吃饭了吗
好的知道了 | 嗯嗯好的 | 那算了吧 | 我知道了 | 没事了 | 等一下 | 稍等我看看 | 刚才那个 | 你说什么 | 什么意思 | 没看懂 | 不是这个 | 我再想想 | 你帮我看看 | 我发给你看 | 就这样吧 | 可以的 | 没有了 | 随便 | 那就好 | 真的假的 | 我说的不是这个 | 上面那个 | 怎么说呢 | 然后呢 | 还有吗 | 我晕 | 无语了 | 不会吧 | 原来如此
昨天就说过了 | 我跟你们同事讲过了 | 你们之前不是这样说的 | 我就想问问 | 我已经等不及了 | 我也不太清楚 | 这是我朋友帮忙弄的 | 我妈妈想要 | 我老公说的 | 群里有人发的 | 别人告诉我的 | 我在外面不方便 | 晚点再说 | 我先去忙了 | 回头再联系
石头剪刀布怎么才能赢 | 长城有多长 | 企鹅会飞吗 | 光速是多少 | 水在几度会结冰 | 恐龙是怎么灭绝的 | 为什么海水是咸的 | 一光年等于多少公里 | 蜜蜂为什么会蜇人 | 地震来了怎么办
孩子不爱写作业怎么教育 | 婆媳关系怎么处理 | 同事总是抢我功劳 | 面试要穿什么衣服去 | 简历怎么写好看 | 年终总结怎么写 | 请假条模板 | 辞职信怎么写 | 毕业论文选什么题目 | 考研难不难
种花用什么土 | 多肉叶子发黄怎么办 | 狗狗拉肚子吃什么 | 仓鼠能活几年 | 乌龟怎么冬眠 | 蚊子太多怎么办 | 下水道堵了怎么通 | 墙面发霉怎么处理 | 空调不制冷了 | 冰箱结冰太厚
how do bees make honey | who invented the bicycle | why do leaves change colour | how many bones are in the body | which planet is the largest | how do i get wine out of a carpet | what year did the war end | who painted this picture | how do vaccines work | why does my knee hurt when i run
how do i teach my dog to sit | what is the tallest building in asia | how does a jet engine work | which team won the cup | how do i draw a horse | is coffee bad for you | how do i remove a virus from my laptop | what are the rules of chess | why do cats purr | how do magnets work
who was the first king of england | how do i write a cover letter | what should i name my hamster | how do i whistle | what is photosynthesis | how do you play this chord | does the sun move | what happens when ice melts | how do i plant a lemon tree | who discovered gravity
what should i cook tonight | who won the match yesterday | how tall is that mountain | why is the sky blue | recommend a good movie | how do i learn to play the guitar | what is the capital of peru
how far away is the moon | who wrote this song | my cat does not want to eat | how do planes stay in the air
which stocks are going up | what time does the museum open | why do i keep sneezing | what does this dream mean | write a poem about autumn | how do i get rid of ants
when was the telephone invented | how deep is the ocean | how do i grow tomatoes | is pluto a planet | who is the president of france | how long do turtles live | what rhymes with orange | how do i tie a tie | what is a black hole
wait a second | i see | that is not what i meant | hold on | let me think about it | my friend told me so | i will come back later | haha | that one | the other thing | sounds good | i already told your colleague
`;

/** The lines one by one. */
export const BACKGROUND: readonly string[] = LINES.trim().split(/ \| |\n/u);
