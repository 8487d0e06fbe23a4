// The person's own menu: who I am, language, appearance, alerts, shortcuts, sign-out.
import { BellOutlined, DesktopOutlined, LogoutOutlined, MoonOutlined, QuestionCircleOutlined, SunOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Popover, Segmented } from 'antd';
import { useState } from 'react';
import { forgetSession, signOut, useMe } from '../../live/session.ts';
import { stopLive } from '../../live/store.ts';
import { useShade, type ShadeChoice } from '../appearance.tsx';
import { Avatar } from '../avatar.tsx';
import { useLanguage, useSharedText } from '../text.tsx';
import { AlertSettings } from './alert-settings.tsx';
import { openShortcuts } from './shortcuts.tsx';

const Choices = () => {
  const t = useSharedText();
  const { language, setLanguage } = useLanguage();
  const { choice, choose } = useShade();
  return (
    <>
      <div className="account-row"><span id="choose-language">{t('ui.language')}</span>
        <Segmented aria-labelledby="choose-language" size="small" value={language} onChange={setLanguage} options={[{ value: 'zh' as const, label: '中文' }, { value: 'en' as const, label: 'English' }]} />
      </div>
      <div className="account-row"><span id="choose-shade">{t('ui.shade')}</span>
        <Segmented<ShadeChoice> aria-labelledby="choose-shade" size="small" value={choice} onChange={choose} options={[
          { value: 'light', icon: <SunOutlined />, title: t('ui.shade.light') }, { value: 'dark', icon: <MoonOutlined />, title: t('ui.shade.dark') }, { value: 'system', icon: <DesktopOutlined />, title: t('ui.shade.system') },
        ]} />
      </div>
    </>
  );
};

/** The round face at the foot of the rail, and its menu. */
export const AccountMenu = () => {
  const t = useSharedText();
  const me = useMe();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const leave = async (): Promise<void> => {
    setOpen(false);
    // The line first, or its goodbye would read like a session that somebody else ended; what was read last, while nothing on the screen asks for it any more.
    stopLive();
    await signOut();
    await navigate({ to: '/sign-in' });
    forgetSession();
  };
  const menu = (
    <div className="account-menu">
      <div className="account-who"><Avatar name={me.member.name} size={40} /><span><b>{me.member.name}</b><small>{me.organisation.name}</small><small>{me.member.email}</small></span></div>
      <Choices />
      <details className="account-alerts"><summary><BellOutlined aria-hidden />{t('ui.settings.alerts')}</summary><AlertSettings /></details>
      <button type="button" className="plain account-item" onClick={() => { setOpen(false); openShortcuts(); }}><QuestionCircleOutlined aria-hidden />{t('ui.shortcuts')}<kbd>?</kbd></button>
      <button type="button" className="plain account-item" onClick={() => void leave()}><LogoutOutlined aria-hidden />{t('ui.signOut')}</button>
    </div>
  );
  return (
    <Popover content={menu} trigger="click" placement="rightBottom" arrow={false} open={open} onOpenChange={setOpen}>
      <button type="button" className="plain rail-face" aria-haspopup="dialog" aria-expanded={open} aria-label={`${t('ui.account')}: ${me.member.name}`}><Avatar name={me.member.name} size={32} /></button>
    </Popover>
  );
};
