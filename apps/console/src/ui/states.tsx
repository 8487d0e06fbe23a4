// The states every view has besides the good one: empty, failed, no right, crashed, not found. Not for loading bones, which follow each view's shape.
import { CloudOutlined, CompassOutlined, LockOutlined, WarningOutlined } from '@ant-design/icons';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { toRefusedError } from '@qindesk/client';
import { Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { useLanguage, useSharedText } from './text.tsx';

/** A whole view that has nothing to show: says why and what to do. */
export const Blank = ({ art, title, text, children }: { art?: ReactNode; title: string; text?: ReactNode; children?: ReactNode }) => (
  <section className="state" aria-label={title}>
    {art !== undefined && <div className="art" aria-hidden>{art}</div>}
    <h2>{title}</h2>
    {text !== undefined && <p>{text}</p>}
    {children !== undefined && <div className="actions">{children}</div>}
  </section>
);

/** The sentence of a failure, in the reader's language. */
export const useRefusalText = (): ((error: unknown) => string) => {
  const { language } = useLanguage();
  return (error) => toRefusedError(error).refusal.message[language];
};

/** A view that may not be seen. */
export const NoRight = () => {
  const t = useSharedText();
  return <Blank art={<LockOutlined />} title={t('ui.noRight.title')} text={t('ui.noRight.text')} />;
};

/** A whole view that did not load; a refusal of rights is told as such. */
export const Failed = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) => {
  const t = useSharedText();
  const say = useRefusalText();
  if (toRefusedError(error).refusal.code === 'not_allowed') return <NoRight />;
  return (
    <Blank art={<CloudOutlined />} title={t('ui.failed.title')} text={say(error)}>
      {onRetry && <Button onClick={onRetry}>{t('ui.retry')}</Button>}
    </Blank>
  );
};

/** A part of a view that did not load, while the rest stands. */
export const InlineFailure = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) => {
  const t = useSharedText();
  const say = useRefusalText();
  return (
    <div className="inline-failure" role="alert">
      <WarningOutlined aria-hidden />
      <span>{say(error)}</span>
      {onRetry && <Button size="small" onClick={onRetry}>{t('ui.retry')}</Button>}
    </div>
  );
};

/** What a route shows when drawing it threw, or when the server did not answer at all (then it tries again by itself). */
export const Crashed = ({ error, reset }: ErrorComponentProps) => {
  const t = useSharedText();
  const router = useRouter();
  const unreachable = toRefusedError(error) === error && toRefusedError(error).refusal.retryable;
  useEffect(() => {
    if (!unreachable) return undefined;
    const timer = setInterval(() => { reset(); void router.invalidate(); }, 4000);
    return () => clearInterval(timer);
  }, [unreachable, reset, router]);
  if (unreachable) return <Blank art={<CloudOutlined />} title={t('ui.unreachable.title')} text={t('ui.unreachable.text')} />;
  return (
    <Blank art={<WarningOutlined />} title={t('ui.crashed.title')} text={t('ui.crashed.text')}>
      <Button type="primary" onClick={() => location.reload()}>{t('ui.reload')}</Button>
    </Blank>
  );
};

/** An address that names nothing. */
export const NotFound = () => {
  const t = useSharedText();
  return <Blank art={<CompassOutlined />} title={t('ui.notFound.title')} text={t('ui.notFound.text')}><Button href="/">{t('ui.back')}</Button></Blank>;
};
