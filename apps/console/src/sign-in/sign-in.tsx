// The sign-in page: e-mail and password, or one of the demonstration's accounts. Not for sessions (live/session.ts).
import { AlertOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Form, Input, Segmented } from 'antd';
import { RefusedError } from '@qindesk/client';
import { signIn, useDemoAccounts, type DemoAccount } from '../live/session.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Mark } from '../ui/mark.tsx';
import { useRefusalText } from '../ui/states.tsx';
import { useBilingual, useLanguage } from '../ui/text.tsx';
import './sign-in.css';
import { useText } from './text.ts';
import { WaitButton } from '../ui/wait-button.tsx';

interface Credentials { email: string; password: string }

const useSignIn = () => {
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  return useMutation({
    mutationFn: ({ email, password }: Credentials) => signIn(email.trim(), password),
    onSuccess: async () => {
      await router.invalidate();
      await router.navigate({ to: next ?? '/', replace: true });
    },
  });
};

const SignInForm = ({ busy, onSubmit, failure }: { busy: boolean; failure: unknown; onSubmit: (credentials: Credentials) => void }) => {
  const t = useText();
  const say = useRefusalText();
  const wrong = failure instanceof RefusedError && failure.status === 401;
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} size="large" onFinish={onSubmit} aria-label={t('signIn.title')}>
      {failure !== null && <div className="inline-failure sign-in-failure" role="alert"><AlertOutlined aria-hidden /><span>{wrong ? t('signIn.wrong') : say(failure)}</span></div>}
      <Form.Item label={t('signIn.email')} name="email" rules={[{ required: true, message: t('signIn.email.missing') }, { type: 'email', message: t('signIn.email.wrong') }]} validateTrigger="onBlur">
        <Input type="email" autoComplete="username" autoFocus inputMode="email" />
      </Form.Item>
      <Form.Item label={t('signIn.password')} name="password" rules={[{ required: true, message: t('signIn.password.missing') }]} validateTrigger="onBlur">
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <WaitButton type="primary" htmlType="submit" block loading={busy}>{t('signIn.go')}</WaitButton>
      <p className="sign-in-forgot">{t('signIn.forgot')}</p>
    </Form>
  );
};

/** `Shop · role` reads better as a role under the shop's name. */
const byOrganisation = (accounts: readonly DemoAccount[], pick: (text: DemoAccount['title']) => string): Map<string, { account: DemoAccount; role: string }[]> => {
  const groups = new Map<string, { account: DemoAccount; role: string }[]>();
  for (const account of accounts) {
    const [first = '', ...rest] = pick(account.title).split(' · ');
    const organisation = rest.length > 0 ? first : '';
    groups.set(organisation, [...(groups.get(organisation) ?? []), { account, role: rest.length > 0 ? rest.join(' · ') : first }]);
  }
  return groups;
};

const DemoAccounts = ({ busy, onPick }: { busy: boolean; onPick: (account: DemoAccount) => void }) => {
  const t = useText();
  const pick = useBilingual();
  const accounts = useDemoAccounts();
  if (accounts.length === 0) return null;
  return (
    <section className="sign-in-demo" aria-label={t('signIn.demo')}>
      <h2>{t('signIn.demo')}</h2>
      {[...byOrganisation(accounts, pick)].map(([organisation, people]) => (
        <div key={organisation}>
          {organisation !== '' && <h3>{organisation}</h3>}
          <ul>{people.map(({ account, role }) => (
            <li key={account.email}>
              <button type="button" className="plain" disabled={busy} onClick={() => onPick(account)} aria-label={t('signIn.demo.as', { name: account.name, title: pick(account.title) })} title={account.email}>
                <Avatar name={account.name} size={28} />
                <span><b className="one-line">{account.name}</b><small className="one-line">{role}</small></span>
              </button>
            </li>
          ))}</ul>
        </div>
      ))}
    </section>
  );
};

const Story = () => {
  const t = useText();
  return (
    <aside className="sign-in-story">
      <div className="sign-in-brand"><Mark size={36} /><b>Qindesk</b></div>
      <div>
        <p className="sign-in-lead">{t('signIn.lead')}</p>
        <ul>{(['signIn.point.robot', 'signIn.point.desk', 'signIn.point.floor'] as const).map((point) => <li key={point}>{t(point)}</li>)}</ul>
      </div>
      <div className="sign-in-talk" aria-hidden>
        <p className="theirs">{t('signIn.talk.ask')}</p>
        <p className="robot">{t('signIn.talk.robot')}</p>
        <p className="own">{t('signIn.talk.agent')}</p>
      </div>
    </aside>
  );
};

/** The page. */
export const SignIn = () => {
  const t = useText();
  const { language, setLanguage } = useLanguage();
  const { why } = useSearch({ from: '/sign-in' });
  const attempt = useSignIn();
  return (
    <main className="sign-in">
      <Story />
      <div className="sign-in-side">
        <div className="sign-in-top"><span className="sign-in-small-mark"><Mark size={28} /></span>
          <Segmented aria-label={t('ui.language')} size="small" value={language} onChange={setLanguage} options={[{ value: 'zh' as const, label: '中文' }, { value: 'en' as const, label: 'English' }]} />
        </div>
        <div className="sign-in-box">
          <div className="sign-in-form">
            <h1>{t('signIn.welcome')}</h1>
            {why === 'signed_out' && <p className="sign-in-why" role="status">{t('ui.signedOut')}</p>}
            <SignInForm busy={attempt.isPending} failure={attempt.error} onSubmit={(credentials) => attempt.mutate(credentials)} />
          </div>
          <DemoAccounts busy={attempt.isPending} onPick={(account) => attempt.mutate(account)} />
        </div>
      </div>
    </main>
  );
};
