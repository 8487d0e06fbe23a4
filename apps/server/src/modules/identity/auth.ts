// Sign-in of members through better-auth: password, secure sessions. Not for consumers (consumer-session) or rights (permissions).
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { betterAuth } from 'better-auth';
import type { Config, Database } from '../../platform/index.ts';
import { withAuthContext } from './auth-context.ts';

/** The key that signs sessions: made at the first start, kept beside the data, readable by its owner only. Of several processes that start together the first one makes it. */
const loadSecret = (dataDir: string): string => {
  const path = join(dataDir, 'session-secret');
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    // Whole or not at all: another process may look at this very moment.
    const mine = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(mine, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    try { linkSync(mine, path); } catch (error) { if (!existsSync(path)) throw error; } finally { rmSync(mine); }
  }
  return readFileSync(path, 'utf8').trim();
};

/** Sign-up is closed: members are added by an owner or by the operator. Sessions live seven days and renew daily. */
const setUp = (config: Config, db: Database, secret: string, baseUrl: string) =>
  betterAuth({
    database: db.pool,
    secret,
    baseURL: baseUrl,
    basePath: '/api/auth',
    trustedOrigins: config.publicUrl ? [new URL(config.publicUrl).origin] : [],
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    session: { modelName: 'auth_sessions', expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 24 },
    user: { modelName: 'auth_users' },
    account: { modelName: 'auth_accounts' },
    verification: { modelName: 'auth_verifications' },
    rateLimit: { enabled: !config.test, window: 60, max: 100, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    advanced: { cookiePrefix: 'qindesk', useSecureCookies: baseUrl.startsWith('https:') },
    telemetry: { enabled: false },
    // A wrong password is nobody's fault of ours; it writes past the structured log.
    logger: { level: 'error' },
  });

/** What the product asks of better-auth. */
export interface Auth {
  /** Where requests come to, as they were made. */
  baseUrl: string;
  /** Answers a request under /api/auth. */
  answer(request: Request): Promise<Response>;
  /** Whose session the cookie is; null when nobody's. */
  findSession(cookie: string): Promise<{ userId: string; token: string } | null>;
  /** A password as it is stored. */
  hash(password: string): Promise<string>;
}

export const createAuth = (config: Config, db: Database, secret: string, baseUrl: string): Auth => {
  const auth = setUp(config, db, secret, baseUrl);
  return {
    baseUrl,
    answer: (request) => withAuthContext(() => auth.handler(request)),
    findSession: async (cookie) => {
      const found = await withAuthContext(() => auth.api.getSession({ headers: new Headers({ cookie }) }));
      return found && { userId: found.user.id, token: found.session.token };
    },
    hash: async (password) => (await auth.$context).password.hash(password),
  };
};
export { loadSecret };
