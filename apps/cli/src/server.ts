// A signed-in member's connection to a Qindesk server. Not for what is asked of it (commands).
import { createHttp, RefusedError, type Http } from '@qindesk/client';
import { peopleRoutes, type MeView, type ShopView } from '@qindesk/protocol';
import { Problem } from './problem.ts';

export interface ServerOptions { url: string; email?: string | undefined; password?: string | undefined }
export interface SignedIn { http: Http; me: MeView }

/** An account that a demonstration installation offers to everybody. */
interface DemoAccount { email: string; password: string; role?: string; shop?: string | null }

const timeoutMs = 300_000;

/** Signs in. Throws RefusedError. */
const signIn = async (url: string, email: string, password: string): Promise<SignedIn> => {
  const anonymous = createHttp({ baseUrl: url, timeoutMs: 30_000 });
  const answer = await anonymous.raw('POST', '/api/auth/sign-in/email', { body: JSON.stringify({ email, password }), contentType: 'application/json' });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const http = createHttp({ baseUrl: url, timeoutMs, headers: { cookie } });
  return { http, me: await http.call(peopleRoutes.me) };
};

const demoAccounts = async (url: string): Promise<DemoAccount[]> => {
  try {
    return (await createHttp({ baseUrl: url, timeoutMs: 10_000 }).request<{ items: DemoAccount[] }>('GET', '/v1/demo-accounts')).items;
  } catch (error) {
    if (error instanceof RefusedError && error.status !== 0) return [];
    throw error;
  }
};

const shopsOf = (me: MeView): ShopView[] => me.grants.flatMap((grant) => grant.shops);
const findShop = (me: MeView, key: string): ShopView | undefined => shopsOf(me).find((shop) => [shop.id, shop.slug, shop.name.zh, shop.name.en].some((name) => name === key));

/** Signs in with what was given. */
export const connect = async ({ url, email, password }: ServerOptions): Promise<SignedIn> => {
  if (email && password) return signIn(url, email, password);
  // Asks first, so that "no server" is said before "no account".
  await demoAccounts(url);
  throw new Problem('Sign in with --email and --password, or with QINDESK_EMAIL and QINDESK_PASSWORD.');
};

const unknownShop = (key: string, me: MeView): Problem =>
  new Problem(`There is no shop "${key}" for ${me.member.email}. Shops: ${shopsOf(me).map((shop) => shop.slug).join(', ') || 'none'}.`, 1);

/** Signs in to where a shop (slug, id or name) can be reached: with what was given, else as the demonstration's owner of that shop. */
export const connectToShop = async (options: ServerOptions, shopKey: string): Promise<SignedIn & { shop: ShopView }> => {
  const owners = options.email || options.password ? [] : (await demoAccounts(options.url)).filter((account) => account.role === 'owner' && account.shop);
  if (owners.length === 0) {
    const signedIn = await connect(options);
    const shop = findShop(signedIn.me, shopKey);
    if (!shop) throw unknownShop(shopKey, signedIn.me);
    return { ...signedIn, shop };
  }
  let last: SignedIn | undefined;
  for (const account of [...owners].sort((a, b) => Number(b.shop === shopKey) - Number(a.shop === shopKey))) {
    last = await signIn(options.url, account.email, account.password);
    const shop = findShop(last.me, shopKey);
    if (shop) return { ...last, shop };
  }
  throw new Problem(`There is no shop "${shopKey}" in this demonstration. Shops: ${owners.map((account) => account.shop).join(', ')}.`, 1);
};
