// A text to be copied whole, with its button.
import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useOfficeText } from './text.ts';

/** Where the browser forbids the clipboard (a page without https), the text is selected instead. */
export const CopyBox = ({ label, text }: { label: string; text: string }) => {
  const t = useOfficeText();
  const { message } = App.useApp();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (button: HTMLElement): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      const code = button.closest('.office-copy')?.querySelector('pre');
      if (code) getSelection()?.selectAllChildren(code);
      void message.info(t('office.copyByHand'));
    }
  };
  return (
    <div className="office-copy" role="group" aria-label={label}>
      <div className="top"><span className="office-soft">{label}</span>
        <Button size="small" icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />} onClick={(event) => void copy(event.currentTarget)}>{t(copied ? 'office.copied' : 'office.copy')}</Button></div>
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
};
