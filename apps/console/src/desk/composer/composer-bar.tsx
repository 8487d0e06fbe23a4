// The composer's row of tools above the field, and the foot with count and button below it.
import { BookOutlined, LockOutlined, PictureOutlined, SaveOutlined, ShoppingOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, type ReactNode } from 'react';
import { Hint } from '../../ui/hint.tsx';
import { useText } from '../text.ts';
import { acceptedTypes } from './attachments.tsx';
import { mostLetters } from './use-writing.ts';
import { WaitButton } from '../../ui/wait-button.tsx';

export type TrayName = 'quick' | 'library' | 'product';

interface BarProps { tray: TrayName | null; onTray: (tray: TrayName) => void; noting: boolean; onNote: () => void; onFiles: (files: Iterable<File>) => void; onKeep: (() => void) | undefined }

const Tool = ({ name, hint, icon, on = false, disabled = false, onClick }: { name: string; hint: string; icon: ReactNode; on?: boolean; disabled?: boolean; onClick: () => void }) => (
  <Hint title={on ? undefined : `${name} ${hint}`}><Button type="text" size="small" className={on ? 'tool on' : 'tool'} icon={icon} aria-label={name} aria-pressed={on} disabled={disabled} onClick={onClick} /></Hint>
);

/** The tools. */
export const ComposerBar = ({ tray, onTray, noting, onNote, onFiles, onKeep }: BarProps) => {
  const t = useText();
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className="composer-bar" role="toolbar" aria-label={t('desk.send.tools')}>
      <Tool name={t('desk.quick.title')} hint="/" icon={<ThunderboltOutlined />} on={tray === 'quick'} disabled={noting} onClick={() => onTray('quick')} />
      <Tool name={t('desk.library.title')} hint="Ctrl K" icon={<BookOutlined />} on={tray === 'library'} disabled={noting} onClick={() => onTray('library')} />
      <Tool name={t('desk.product.title')} hint="Alt P" icon={<ShoppingOutlined />} on={tray === 'product'} disabled={noting} onClick={() => onTray('product')} />
      <Tool name={t('desk.attach.title')} hint="" icon={<PictureOutlined />} disabled={noting} onClick={() => file.current?.click()} />
      <input ref={file} type="file" accept={acceptedTypes} multiple hidden aria-label={t('desk.attach.title')} onChange={(event) => { onFiles(event.target.files ?? []); event.target.value = ''; }} />
      {onKeep && <Tool name={t('desk.quick.keep')} hint="" icon={<SaveOutlined />} onClick={onKeep} />}
      <button type="button" role="switch" aria-checked={noting} className={`plain note-switch${noting ? ' on' : ''}`} onClick={onNote} title="Alt M"><LockOutlined aria-hidden /> {t('desk.note.mode')}</button>
    </div>
  );
};

/** Count, hint and button. */
export const ComposerFoot = ({ letters, noting, busy, empty, onSubmit }: { letters: number; noting: boolean; busy: boolean; empty: boolean; onSubmit: () => void }) => {
  const t = useText();
  const tooLong = letters > mostLetters;
  return (
    <div className="composer-foot">
      <span className={tooLong ? 'composer-count over' : 'composer-count'} role={tooLong ? 'alert' : undefined}>
        {letters > mostLetters - 500 ? t('desk.send.letters', { count: letters, most: mostLetters }) : noting ? t('desk.note.hint') : t('desk.send.hint')}
      </span>
      <WaitButton type="primary" loading={busy} disabled={empty || tooLong} onClick={onSubmit}>{noting ? t('desk.note.save') : t('desk.send')}</WaitButton>
    </div>
  );
};
