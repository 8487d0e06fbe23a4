// The launcher: a bubble in the corner of the shop's page. It loads the chat (frame/) at the first need, so that a page pays almost nothing for it.
import launcherCss from './launcher.css?inline';
import { readLastVisit, readSettings } from './read-settings.ts';
import type { Frame, QindeskApi } from './settings.ts';

/** Filled in by the build. */
const files = { frame: 'FILE_OF_frame', zh: 'FILE_OF_zh', en: 'FILE_OF_en' };

const labels = {
  zh: { open: '联系客服', unread: (count: number) => `联系客服，${count} 条新消息`, failed: '客服窗口没有打开，请检查网络后再点一次' },
  en: { open: 'Chat with us', unread: (count: number) => `Chat with us, ${count} new`, failed: 'The chat could not be opened. Check your network and try again.' },
};

const markup = `<button type="button" class="launcher"><svg viewBox="0 0 32 32" width="34" height="34" aria-hidden="true">
<path fill="#fff" d="M16 4C8.8 4 3 8.9 3 15c0 3.5 1.9 6.6 4.9 8.6-.2 1.5-.9 3-2 4.2 2.3-.2 4.4-1 6.1-2.3 1.3.3 2.6.5 4 .5 7.2 0 13-4.9 13-11S23.2 4 16 4Z"/>
<text x="16" y="19.5" text-anchor="middle" font-size="12" font-weight="700" fill="currentColor">亲</text></svg><span class="badge" hidden></span></button><div class="tip" role="status" hidden></div>`;

const start = (script: HTMLScriptElement): void => {
  const settings = readSettings(script);
  const text = labels[settings.language];
  const host = document.createElement('qindesk-widget');
  host.lang = settings.language === 'zh' ? 'zh-CN' : 'en';
  host.dataset.position = settings.position;
  const lastVisit = readLastVisit(settings.storageKey);
  if (lastVisit.accent !== '') host.style.setProperty('--accent', lastVisit.accent);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = markup;
  const button = root.querySelector('button') as HTMLButtonElement;
  const badge = root.querySelector('.badge') as HTMLSpanElement;
  const tip = root.querySelector('.tip') as HTMLDivElement;
  button.setAttribute('aria-label', text.open);
  button.setAttribute('aria-expanded', 'false');

  let loading: Promise<Frame> | null = null;
  let frame: Frame | null = null;
  const load = (): Promise<Frame> => {
    const bring = <T>(file: string): Promise<T> => import(/* @vite-ignore */ `${settings.base}/widget/${file}`) as Promise<T>;
    loading ??= Promise.all([
      bring<typeof import('./frame/mount.tsx')>(files.frame),
      bring<typeof import('./frame/words/zh.ts')>(files[settings.language]),
    ]).then(([{ mount }, { words }]) => {
      frame = mount({
        root,
        settings,
        words,
        onUnread: (count) => {
          badge.hidden = count === 0;
          badge.textContent = count > 99 ? '99+' : String(count);
          button.setAttribute('aria-label', count === 0 ? text.open : text.unread(count));
        },
        onOpenChange: (open) => {
          button.hidden = open;
          button.setAttribute('aria-expanded', String(open));
          if (!open) button.focus();
        },
      });
      return frame;
    });
    loading.catch(() => {
      loading = null;
    });
    return loading;
  };

  let tipTimer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    button.classList.add('busy');
    load()
      .then((loaded) => {
        tip.hidden = true;
        loaded.open();
      })
      .catch(() => {
        tip.textContent = text.failed;
        tip.hidden = false;
        clearTimeout(tipTimer);
        tipTimer = setTimeout(() => (tip.hidden = true), 6000);
      })
      .finally(() => button.classList.remove('busy'));
  };
  button.addEventListener('click', open);
  document.body.append(host);

  const api: QindeskApi = {
    open,
    close: () => frame?.close(),
    identify: (jwt) => {
      settings.jwt = jwt;
      frame?.identify(jwt);
    },
    focus: (focus) => {
      if (focus.product !== undefined) settings.product = focus.product;
      if (focus.order !== undefined) settings.order = focus.order;
      frame?.focus(focus);
    },
  };
  (window as unknown as { Qindesk: QindeskApi }).Qindesk = api;

  // Someone in the middle of a conversation hears from it on every page; for all others the code is only fetched once the page has nothing better to do.
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 2000));
  if (lastVisit.talking) load().catch(() => undefined);
  else idle(() => button.addEventListener('pointerenter', () => void load().catch(() => undefined), { once: true }));
};

const script = document.currentScript;
// A page that holds the tag twice gets one widget.
if (script instanceof HTMLScriptElement && !('Qindesk' in window)) {
  if (document.body === null) document.addEventListener('DOMContentLoaded', () => start(script));
  else start(script);
}
