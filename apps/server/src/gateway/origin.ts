// Which pages may act with a member's cookie: our own only. Consumers carry a token instead and may come from any page.
import type { IncomingMessage } from 'node:http';
import type { Config } from '../platform/index.ts';

/** No Origin (not a browser) is trusted: a cookie cannot be stolen that way. */
export const isTrustedOrigin = (config: Pick<Config, 'publicUrl'>, request: Pick<IncomingMessage, 'headers'>): boolean => {
  const { origin } = request.headers;
  if (!origin) return true;
  try {
    const { host } = new URL(origin);
    return host === request.headers.host || (config.publicUrl !== null && host === new URL(config.publicUrl).host);
  } catch {
    return false;
  }
};
