// The `?` dialog: what the keyboard can do. Not for doing it (each place binds its own keys).
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useSharedText } from '../text.tsx';

const asked = new EventTarget();
/** Opens the dialog from anywhere. */
export const openShortcuts = (): void => void asked.dispatchEvent(new Event('open'));

/** Whether a key press goes into a field, and is none of a place's business. */
export const isTyping = (event: KeyboardEvent): boolean => event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));

const groups = [
  { title: 'ui.shortcuts.list', rows: [['Alt', '↑', 'ui.shortcuts.previous'], ['Alt', '↓', 'ui.shortcuts.next'], ['Alt', 'N', 'ui.shortcuts.nextWaiting']] },
  { title: 'ui.shortcuts.write', rows: [
    ['Enter', 'ui.shortcuts.send'], ['Shift', 'Enter', 'ui.shortcuts.newLine'], ['Ctrl', 'Enter', 'ui.shortcuts.sendAndNext'], ['/', 'ui.shortcuts.quickReply'],
    ['Ctrl', 'K', 'ui.shortcuts.library'], ['#', 'ui.shortcuts.library'], ['Alt', 'P', 'ui.shortcuts.product'], ['Alt', 'M', 'ui.shortcuts.note'],
  ] },
  { title: 'ui.shortcuts.conversation', rows: [['Alt', 'T', 'ui.shortcuts.transfer'], ['Alt', 'W', 'ui.shortcuts.close'], ['Esc', 'ui.shortcuts.leave'], ['?', 'ui.shortcuts.help']] },
] as const;

/** The dialog; opened by `?` outside of fields, or by `openShortcuts`. */
export const Shortcuts = () => {
  const t = useSharedText();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = (): void => setOpen(true);
    const onKey = (event: KeyboardEvent): void => { if (event.key === '?' && !isTyping(event)) { event.preventDefault(); show(); } };
    asked.addEventListener('open', show);
    addEventListener('keydown', onKey);
    return () => { asked.removeEventListener('open', show); removeEventListener('keydown', onKey); };
  }, []);
  return (
    <Modal open={open} onCancel={() => setOpen(false)} title={t('ui.shortcuts')} footer={null} width={640} destroyOnHidden>
      <div className="shortcuts">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>{group.rows.map((row) => (
              <div key={row.join()}><dt>{row.slice(0, -1).map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{t(row[row.length - 1] as 'ui.shortcuts.send')}</dd></div>
            ))}</dl>
          </section>
        ))}
      </div>
    </Modal>
  );
};
