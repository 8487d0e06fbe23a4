// Pictures and videos chosen, pasted or dropped: uploaded at once, previewed, sent with the next Enter. Not for sending them (composer.tsx).
import { CloseOutlined, PlayCircleFilled, ReloadOutlined } from '@ant-design/icons';
import { refusalView, uploadLimitBytes } from '@qindesk/protocol';
import { RefusedError, toRefusedError } from '@qindesk/client';
import { useEffect, useReducer, useRef } from 'react';
import { http } from '../../live/http.ts';
import { useRefusalText } from '../../ui/states.tsx';
import { useText } from '../text.ts';

export interface Attachment {
  key: number;
  file: File;
  preview: string;
  share: number;
  error: RefusedError | null;
  /** Resolves to the address once it is stored; null where that failed. */
  stored: Promise<string | null>;
}

const accepted = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'video/mp4'];
/** For a file field. */
export const acceptedTypes = accepted.join(',');
let counter = 0;

/** The attachments of a composer. They do not outlive it: a file cannot be kept like a draft. */
export const useAttachments = (onRefused: (error: RefusedError) => void) => {
  const list = useRef<Attachment[]>([]);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const change = (key: number, change: Partial<Attachment>): void => {
    list.current = list.current.map((one) => (one.key === key ? { ...one, ...change } : one));
    redraw();
  };
  const upload = (key: number, file: File): Promise<string | null> =>
    http.upload(file, file.type, { onProgress: (share) => change(key, { share }) }).then(
      ({ url }) => { change(key, { share: 1 }); return url; },
      (error: unknown) => { change(key, { error: toRefusedError(error) }); return null; },
    );
  const add = (files: Iterable<File>): void => {
    for (const file of files) {
      if (!accepted.includes(file.type)) onRefused(new RefusedError(refusalView('unsupported_file')));
      else if (file.size > uploadLimitBytes) onRefused(new RefusedError(refusalView('too_large')));
      else {
        const key = ++counter;
        list.current = [...list.current, { key, file, preview: URL.createObjectURL(file), share: 0, error: null, stored: upload(key, file) }];
        redraw();
      }
    }
  };
  const remove = (key: number): void => {
    const one = list.current.find((candidate) => candidate.key === key);
    if (one) URL.revokeObjectURL(one.preview);
    list.current = list.current.filter((candidate) => candidate.key !== key);
    redraw();
  };
  const retry = (key: number): void => {
    const one = list.current.find((candidate) => candidate.key === key);
    if (one) change(key, { error: null, share: 0, stored: upload(key, one.file) });
  };
  useEffect(() => () => { for (const one of list.current) URL.revokeObjectURL(one.preview); }, []);
  return { items: list.current, current: () => list.current, add, remove, retry };
};

/** The row of previews above the field. */
export const AttachmentRow = ({ items, onRemove, onRetry }: { items: readonly Attachment[]; onRemove: (key: number) => void; onRetry: (key: number) => void }) => {
  const t = useText();
  const say = useRefusalText();
  if (items.length === 0) return null;
  return (
    <ul className="attachments" aria-label={t('desk.attach.list')}>
      {items.map((one) => (
        <li key={one.key} className={one.error ? 'failed' : undefined} title={one.error ? say(one.error) : one.file.name}>
          {one.file.type.startsWith('video/') ? <span className="attachment-video"><PlayCircleFilled /></span> : <img src={one.preview} alt={one.file.name} />}
          {one.share < 1 && one.error === null && <progress value={one.share} max={1} aria-label={t('desk.attach.uploading', { name: one.file.name })} />}
          {one.error !== null && <button type="button" className="plain attachment-retry" aria-label={`${t('ui.retry')}: ${one.file.name}`} onClick={() => onRetry(one.key)}><ReloadOutlined /></button>}
          <button type="button" className="plain attachment-drop" aria-label={t('desk.attach.remove', { name: one.file.name })} onClick={() => onRemove(one.key)}><CloseOutlined /></button>
        </li>
      ))}
    </ul>
  );
};
