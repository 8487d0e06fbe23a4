// The few refusals that this side makes by itself, word for word from the closed list (protocol/errors). A page need not carry all of it; a test holds the two equal.
import type { RefusalCode, RefusalView } from '@qindesk/protocol/errors';

const kind = (retryable: boolean, zh: string, en: string) => ({ retryable, message: { zh, en } });

const kinds = {
  unavailable: kind(true, '服务暂时不可用，内容没有丢，稍后会重试', 'The service is unavailable for a moment. Nothing is lost; it will be tried again.'),
  internal: kind(true, '出错了，我们已记录，请稍后再试', 'Something went wrong on our side. It was recorded; try again later.'),
  rate_limited: kind(true, '太快了，请稍等再试', 'Too fast. Wait a moment and try again.'),
  too_large: kind(false, '内容太大了，请精简后再发', 'This is too large. Make it smaller and send it again.'),
  unsupported_file: kind(false, '只支持 JPG、PNG、GIF、WebP 图片和 MP4 视频', 'Only JPG, PNG, GIF and WebP pictures and MP4 videos can be sent.'),
  not_found: kind(false, '没有找到，可能已被删除', 'Not found. It may have been removed.'),
  not_signed_in: kind(false, '请先登录', 'Sign in first.'),
} satisfies Partial<Record<RefusalCode, unknown>>;

export type LocalRefusalCode = keyof typeof kinds;

/** Codes that this side makes. */
export const localRefusalCodes = Object.keys(kinds) as LocalRefusalCode[];

/** A refusal made on this side. */
export const localRefusal = (code: LocalRefusalCode): RefusalView => ({ code, ...kinds[code] });
