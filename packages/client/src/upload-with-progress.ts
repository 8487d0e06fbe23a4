// Uploads through XMLHttpRequest, the only way a browser tells how far an upload is. Not for Node.
import { readRefusal } from './read-refusal.ts';
import { refuse } from './refused-error.ts';

/** The part of XMLHttpRequest in use; named here because Node programs compile this file too. */
interface Xhr {
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: Blob | Uint8Array): void;
  abort(): void;
  timeout: number;
  readonly status: number;
  readonly responseText: string;
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  ontimeout: (() => void) | null;
  onabort: (() => void) | null;
}

/** POSTs the file and reports how much of it has left, 0 … 1. Throws `RefusedError`; an abort rejects with the signal's reason. */
export const uploadWithProgress = <T>(
  url: string, file: Blob | Uint8Array, headers: Record<string, string>, timeoutMs: number, onProgress: (share: number) => void, signal?: AbortSignal,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const { XMLHttpRequest } = globalThis as unknown as { XMLHttpRequest: new () => Xhr };
    const xhr = new XMLHttpRequest();
    xhr.open('POST', url);
    xhr.timeout = timeoutMs;
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    xhr.onerror = xhr.ontimeout = () => reject(refuse('unavailable'));
    xhr.onabort = () => reject(signal?.reason ?? refuse('unavailable'));
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(JSON.parse(xhr.responseText) as T);
      else reject(readRefusal(xhr.status, xhr.responseText));
    };
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    signal?.addEventListener('abort', () => xhr.abort());
    xhr.send(file);
  });
