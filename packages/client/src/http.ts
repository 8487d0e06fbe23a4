// Requests over HTTP, typed by the routes of the protocol. Answers are trusted, not parsed: the server validated them, and zod is too heavy for a page.
import type { Route, RouteInput, RouteOutput } from '@qindesk/protocol';
import { readRefusal } from './read-refusal.ts';
import { toRefusedError } from './refused-error.ts';
import { uploadWithProgress } from './upload-with-progress.ts';

export type HttpMethod = Route['method'];
/** Query values: `undefined` and `null` are left out, a list repeats its name. */
export type QueryValue = string | number | boolean | null | undefined;
export interface RequestInput {
  query?: object | undefined;
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
  timeoutMs?: number;
}
export interface RawInput {
  query?: object | undefined;
  body?: Uint8Array | Blob | string;
  contentType?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
}
export interface UploadView {
  url: string;
  bytes: number;
  contentType: string;
}
export interface UploadOptions {
  /** 0 … 1; only in browsers. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

export interface HttpOptions {
  /** Origin of the server, `''` for the page's own. A function is asked before every request: there may be several servers. */
  baseUrl: string | (() => string);
  /** Bearer token of a consumer; members are known by their cookie. */
  token?: () => string | undefined;
  fetch?: typeof globalThis.fetch;
  headers?: Record<string, string> | (() => Record<string, string>);
  /** Default 15 s. */
  timeoutMs?: number;
}

export interface Http {
  /** Calls a route of the protocol. Throws `RefusedError`. */
  call<R extends Route>(route: R, input?: RouteInput<R> & Pick<RequestInput, 'signal' | 'timeoutMs'>): Promise<RouteOutput<R>>;
  /** The same without the route object, for pages that must stay small. Throws `RefusedError`. */
  request<T>(method: HttpMethod, path: string, input?: RequestInput): Promise<T>;
  /** Stores a file. Throws `RefusedError`. */
  upload(file: Blob | Uint8Array, contentType: string, options?: UploadOptions): Promise<UploadView>;
  /** Sends bytes and returns the untouched answer: downloads and imports. Throws `RefusedError` unless it is a success. */
  raw(method: HttpMethod, path: string, input?: RawInput): Promise<Response>;
}

const defaultTimeoutMs = 15_000;
/** A picture of 8 MB on a slow phone line takes longer than a question. */
const uploadTimeoutMs = 120_000;
const uploadPath: typeof import('@qindesk/protocol').uploadPath = '/v1/files';

const fillPath = (path: string, params: Record<string, unknown> | undefined): string =>
  path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params?.[name] ?? '')));

const withQuery = (path: string, query: object | undefined): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}) as [string, QueryValue | QueryValue[]][]) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
};

/** A client for one server and one identity. */
export const createHttp = (options: HttpOptions): Http => {
  const base = (): string => (typeof options.baseUrl === 'function' ? options.baseUrl() : options.baseUrl).replace(/\/+$/, '');
  const doFetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const headers = (contentType?: string): Record<string, string> => {
    const token = options.token?.();
    return {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(typeof options.headers === 'function' ? options.headers() : options.headers),
    };
  };

  /** One exchange; the time limit covers `read` too, so that a body that stops half way does not hang the caller. */
  const exchange = async <T>(method: HttpMethod, path: string, input: RawInput, read: (response: Response) => Promise<T>): Promise<T> => {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    if (input.signal?.aborted) onAbort();
    input.signal?.addEventListener('abort', onAbort);
    const timer = setTimeout(onAbort, input.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs);
    try {
      const response = await doFetch(base() + withQuery(path, input.query), {
        method,
        headers: headers(input.contentType),
        signal: stop.signal,
        ...(input.body === undefined ? {} : { body: input.body as NonNullable<RequestInit['body']> }),
      });
      if (!response.ok) throw readRefusal(response.status, await response.text());
      return await read(response);
    } catch (error) {
      // The caller's own abort comes back as it is; all else that is not a refusal means that the server could not be reached.
      throw input.signal?.aborted ? error : toRefusedError(error);
    } finally {
      clearTimeout(timer);
      input.signal?.removeEventListener('abort', onAbort);
    }
  };

  const request: Http['request'] = <T>(method: HttpMethod, path: string, { body, ...input }: RequestInput = {}): Promise<T> =>
    exchange(method, path, body === undefined ? input : { ...input, body: JSON.stringify(body), contentType: 'application/json' }, async (response) => {
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    });

  return {
    raw: (method, path, input = {}) => exchange(method, path, input, (response) => Promise.resolve(response)),
    request,
    call: (route, input = {}) =>
      request(route.method, fillPath(route.path, input.params as Record<string, unknown> | undefined), input as RequestInput),
    upload: (file, contentType, { onProgress, signal } = {}) => {
      if (onProgress !== undefined && 'XMLHttpRequest' in globalThis) {
        return uploadWithProgress<UploadView>(base() + uploadPath, file, headers(contentType), uploadTimeoutMs, onProgress, signal);
      }
      return exchange('POST', uploadPath, { body: file, contentType, timeoutMs: uploadTimeoutMs, ...(signal === undefined ? {} : { signal }) }, async (response) => (await response.json()) as UploadView);
    },
  };
};
