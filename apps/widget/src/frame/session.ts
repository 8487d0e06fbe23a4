// Gets the widget ready to talk: the shop's names, and a token for the consumer. Keeps trying while the network is away.
import { toRefusedError, type Http } from '@qindesk/client';
import type { consumerRoutes, RouteOutput, WidgetView } from '@qindesk/protocol';
import type { RefusalView } from '@qindesk/protocol/errors';
import type { Settings } from '../settings.ts';
import type { KeptStore } from './kept.ts';

type Session = RouteOutput<typeof consumerRoutes.startSession>;

/** What kind of machine this is, as far as the agent should know. */
const device = (): string => /iPhone|iPad|Android|Windows|Mac|Linux/.exec(navigator.userAgent)?.[0] ?? '';

/** What the widget needs before the first word; of the product on the page, if there is one. */
export const readWidget = (http: Http, settings: Settings): Promise<WidgetView> =>
  http.request('GET', `/v1/widgets/${encodeURIComponent(settings.shop)}`, { query: { product: settings.product } });

const startSession = (http: Http, settings: Settings, shopId: string, token: string | undefined): Promise<Session> =>
  http.request('POST', '/v1/consumer-sessions', {
    body: { shopId, language: settings.language, device: device(), ...(token ? { token } : {}), ...(settings.jwt ? { jwt: settings.jwt } : {}) },
  });

export interface SignInOptions {
  http: Http;
  settings: Settings;
  kept: KeptStore;
  onWidget: (widget: WidgetView) => void;
  /** Not reached; it is tried again by itself. */
  onAway: () => void;
}

const firstWaitMs = 1_000;
const mostWaitMs = 15_000;

/** Waits, or until the network is back. */
const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
  });

/** Resolves once there is a token that a socket may show; returns the refusal where the shop or the identity is refused for good. */
export const signIn = async ({ http, settings, kept, onWidget, onAway }: SignInOptions): Promise<RefusalView | null> => {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(mostWaitMs, waitMs * 2)) {
    try {
      const widget = await readWidget(http, settings);
      kept.write({ widget: { ...widget, product: null } });
      onWidget(widget);
      const { token } = kept.read();
      // A kept token is shown as it is; only a new identity, or none, needs a session.
      if (token === undefined || settings.jwt !== null) kept.write({ token: (await startSession(http, settings, widget.shop.id, token)).token });
      return null;
    } catch (error) {
      const { refusal } = toRefusedError(error);
      if (!refusal.retryable) return refusal;
      onAway();
      await pause((refusal.retryAfterMs ?? 0) + waitMs * (0.5 + Math.random() / 2));
    }
  }
};
