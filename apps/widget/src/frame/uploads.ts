// Pictures and videos on their way: uploaded with progress, then sent as messages. What fails for want of a network is tried again when it is back.
import { createClientId, localRefusal, toRefusedError, type Http } from '@qindesk/client';
import type { RefusalView } from '@qindesk/protocol/errors';
import type { Notices } from './notices.ts';
import type { Store } from './store.ts';
import type { ChatState, Upload } from './state.ts';

const limitBytes: typeof import('@qindesk/protocol').uploadLimitBytes = (8 * 1024 * 1024) as typeof import('@qindesk/protocol').uploadLimitBytes;
const kinds = /^(image\/(jpeg|png|gif|webp)|video\/mp4)$/;

/** Why a file cannot be sent, before anything is uploaded. */
export const refusalOfFile = (file: { type: string; size: number }): RefusalView | null => {
  if (!kinds.test(file.type)) return localRefusal('unsupported_file');
  return file.size > limitBytes ? localRefusal('too_large') : null;
};

export interface UploadsOptions {
  http: Http;
  store: Store<ChatState>;
  notices: Notices;
  /** The file is stored; `preview` shows it without loading it again. */
  onStored: (kind: Upload['kind'], url: string, preview: string) => void;
}

export interface Uploads {
  add(files: Iterable<File>): void;
  retry(id: string): void;
  drop(id: string): void;
  retryAll(): void;
}

/** The uploads of this page; a reload forgets them. */
export const createUploads = ({ http, store, notices, onStored }: UploadsOptions): Uploads => {
  const files = new Map<string, { file: File; stop: AbortController }>();
  const change = (id: string, next: Partial<Upload>): void =>
    store.set({ uploads: store.get().uploads.map((upload) => (upload.id === id ? { ...upload, ...next } : upload)) });
  const remove = (id: string): void => {
    files.delete(id);
    store.set({ uploads: store.get().uploads.filter((upload) => upload.id !== id) });
  };

  const run = async (id: string): Promise<void> => {
    const held = files.get(id);
    const upload = store.get().uploads.find((one) => one.id === id);
    if (held === undefined || upload === undefined) return;
    change(id, { failed: null, share: 0 });
    try {
      const { url } = await http.upload(held.file, held.file.type, { onProgress: (share) => change(id, { share }), signal: held.stop.signal });
      remove(id);
      onStored(upload.kind, url, upload.preview);
    } catch (error) {
      if (!held.stop.signal.aborted) change(id, { failed: toRefusedError(error).refusal });
    }
  };

  return {
    add: (list) => {
      for (const file of list) {
        const refusal = refusalOfFile(file);
        if (refusal !== null) {
          notices.show(refusal);
          continue;
        }
        const id = createClientId();
        files.set(id, { file, stop: new AbortController() });
        const kind = file.type.startsWith('video') ? 'video' : 'image';
        store.set({ uploads: [...store.get().uploads, { id, kind, preview: URL.createObjectURL(file), share: 0, failed: null }] });
        void run(id);
      }
    },
    retry: (id) => void run(id),
    drop: (id) => {
      files.get(id)?.stop.abort();
      remove(id);
    },
    retryAll: () => {
      for (const upload of store.get().uploads) if (upload.failed?.retryable) void run(upload.id);
    },
  };
};
