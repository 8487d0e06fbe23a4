// The people of the demonstration shops who work in the simulation, and how they sign in. Not for what they do (agent, supervisor).
import { createHttp, type Http } from '@qindesk/client';
import { consumerRoutes, peopleRoutes, type MeView } from '@qindesk/protocol';
import { pause } from './pause.ts';

const password = 'qindesk-demo';
export const shopSlugs = ['apparel', 'fresh'] as const;
export const agentEmails = ['agent1@qinghe.example', 'agent2@qinghe.example', 'agent@coastline.example', 'agent1@yunfu.example', 'agent2@yunfu.example'] as const;
export const supervisorEmails = ['supervisor@qinghe.example', 'supervisor@coastline.example'] as const;
/** Who may change the members of their organisation. */
export const ownerEmails = ['owner@qinghe.example', 'owner@coastline.example', 'owner@yunfu.example'] as const;

/** A member who has signed in. */
export interface SignedIn { me: MeView; http: Http; cookie: string }

/** Repeats what fails because the server is away, until the signal comes. */
export const insist = async <T>(act: () => Promise<T>, stop?: AbortSignal): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      const { refusal } = error as { refusal?: { retryable: boolean } };
      if (refusal?.retryable === false || tries >= 100 || !(await pause(200, stop))) throw error;
    }
  }
};

/** Signs in by password, at any node; throws when the demonstration does not know the address. */
export const signIn = async (baseUrl: () => string, email: string): Promise<SignedIn> => {
  const response = await fetch(`${baseUrl()}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }), signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`);
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const http = createHttp({ baseUrl, headers: { cookie }, timeoutMs: 8000 });
  return { me: await http.call(peopleRoutes.me), http, cookie };
};

/** A shop as a consumer's page knows it. */
export interface ShopFront { id: string; slug: string; hot: { id: string; title: string }[] }

export const readShopFront = async (baseUrl: () => string, slug: string): Promise<ShopFront> => {
  const widget = await createHttp({ baseUrl }).call(consumerRoutes.widget, { params: { shop: slug } });
  return { id: widget.shop.id, slug, hot: widget.hot.map((question) => ({ id: question.questionId, title: question.title })) };
};
