// The closed list of refusals: code, HTTP status, whether a repeat may help, and the sentence shown to a person. Not for bugs (those are invariants).

interface RefusalKind {
  status: number;
  retryable: boolean;
  zh: string;
  en: string;
}

const kind = (status: number, retryable: boolean, zh: string, en: string): RefusalKind => ({ status, retryable, zh, en });

export const refusalKinds = {
  invalid: kind(400, false, '内容格式不对，请检查后重试', 'Something in the request is not in the expected form. Check it and try again.'),
  too_large: kind(413, false, '内容太大了，请精简后再发', 'This is too large. Make it smaller and send it again.'),
  unsupported_file: kind(415, false, '只支持 JPG、PNG、GIF、WebP 图片和 MP4 视频', 'Only JPG, PNG, GIF and WebP pictures and MP4 videos can be sent.'),
  not_signed_in: kind(401, false, '请先登录', 'Sign in first.'),
  wrong_credentials: kind(401, false, '账号或密码不对', 'The e-mail or the password is wrong.'),
  bad_token: kind(401, false, '身份已过期，请刷新页面', 'Your identity has expired. Reload the page.'),
  not_allowed: kind(403, false, '你没有这项权限，请联系主管', 'You may not do this. Ask your supervisor.'),
  bad_origin: kind(403, false, '来源不被信任', 'This origin is not trusted.'),
  not_found: kind(404, false, '没有找到，可能已被删除', 'Not found. It may have been removed.'),
  already_exists: kind(409, false, '已经存在', 'It exists already.'),
  conversation_closed: kind(409, false, '会话已结束，可以重新发起', 'The conversation is closed. Start a new one.'),
  not_your_turn: kind(409, false, '这个会话现在不由你接待', 'This conversation is not yours to answer now.'),
  move_not_possible: kind(409, false, '会话状态已变化，请刷新后再试', 'The conversation has moved on. Look again and retry.'),
  agent_full: kind(409, true, '对方的接待量已满，可以转到分组排队', 'That agent is at capacity. Transfer to a group to queue instead.'),
  agent_not_available: kind(409, true, '对方现在不在线', 'That agent is not online.'),
  version_conflict: kind(409, false, '别人刚刚改过，请刷新后再改', 'Somebody changed this a moment ago. Reload before editing.'),
  library_empty: kind(409, false, '素材库还没有可发布的问题', 'The library has no question to publish yet.'),
  library_rows_refused: kind(422, false, '有些行不对，什么都没有导入', 'Some rows are wrong. Nothing was imported.'),
  contract_not_active: kind(409, false, '合约不在生效期', 'The contract is not in force.'),
  protocol_version: kind(426, false, '版本太旧，请刷新页面', 'This page is too old. Reload it.'),
  rate_limited: kind(429, true, '太快了，请稍等再试', 'Too fast. Wait a moment and try again.'),
  overloaded: kind(503, true, '系统繁忙，正在自动重试', 'The system is busy. It will be tried again.'),
  unavailable: kind(503, true, '服务暂时不可用，内容没有丢，稍后会重试', 'The service is unavailable for a moment. Nothing is lost; it will be tried again.'),
  internal: kind(500, true, '出错了，我们已记录，请稍后再试', 'Something went wrong on our side. It was recorded; try again later.'),
} as const satisfies Record<string, RefusalKind>;

export type RefusalCode = keyof typeof refusalKinds;
export type Language = 'zh' | 'en';

/** What leaves the house when something is refused. `field` points into the input; `retryAfterMs` is set where waiting helps. */
export interface RefusalView {
  code: RefusalCode;
  message: { zh: string; en: string };
  retryable: boolean;
  retryAfterMs?: number;
  field?: string;
  rows?: { row: number; code: string; message: { zh: string; en: string } }[];
}

/** The public half of a refusal. */
export const refusalView = (code: RefusalCode, extra: Pick<RefusalView, 'retryAfterMs' | 'field' | 'rows'> = {}): RefusalView => ({
  code,
  message: { zh: refusalKinds[code].zh, en: refusalKinds[code].en },
  retryable: refusalKinds[code].retryable,
  ...extra,
});
