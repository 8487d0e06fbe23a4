// Chinese words of the sign-in page.
export const zh = {
  'signIn.title': '登录 Qindesk',
  'signIn.welcome': '亲，欢迎回来',
  'signIn.lead': '每一句“在吗”，都有人接得住。',
  'signIn.point.robot': '机器人先答，答不准就转给人，附上摘要',
  'signIn.point.desk': '会话、商品、订单在一屏里，不用来回切',
  'signIn.point.floor': '每条排队、每位客服，主管都看得见',
  'signIn.email': '邮箱',
  'signIn.email.missing': '请填写邮箱',
  'signIn.email.wrong': '邮箱格式不对',
  'signIn.password': '密码',
  'signIn.password.missing': '请填写密码',
  'signIn.go': '登录',
  'signIn.forgot': '忘了密码？请联系你的管理员重设。',
  'signIn.wrong': '邮箱或密码不对',
  'signIn.demo': '演示账号，点一下直接进入',
  'signIn.demo.as': '以{name}（{title}）的身份登录',
} as const;
