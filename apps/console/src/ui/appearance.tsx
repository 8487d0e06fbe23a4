// Light, dark or as the machine says; and antd's theme and locale. Not for the colours (theme.ts).
import { App, ConfigProvider } from 'antd';
import enUs from 'antd/locale/en_US';
import zhCn from 'antd/locale/zh_CN';
import { createContext, use, useLayoutEffect, useMemo, type ReactNode } from 'react';
import { useMedia } from './media.ts';
import { useSetting } from './settings.ts';
import { useLanguage } from './text.tsx';
import { antdThemeOf, cssVariables, type Shade } from './theme.ts';

/** What the person chose; `system` follows the machine. */
export type ShadeChoice = Shade | 'system';

const ShadeContext = createContext<{ shade: Shade; choice: ShadeChoice; choose: (choice: ShadeChoice) => void }>({ shade: 'light', choice: 'system', choose: () => {} });

/** The shade in force and the switch. */
export const useShade = () => use(ShadeContext);

/** Sets the CSS variables and antd's theme for everything below. */
export const Appearance = ({ children }: { children: ReactNode }) => {
  const { language } = useLanguage();
  const [kept, keep] = useSetting('shade', 'system');
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const choice: ShadeChoice = kept === 'light' || kept === 'dark' ? kept : 'system';
  const shade: Shade = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice;
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['shade'] = shade;
    root.style.colorScheme = shade;
    for (const [name, value] of Object.entries(cssVariables(shade))) root.style.setProperty(name, value);
  }, [shade]);
  const theme = useMemo(() => { const config = antdThemeOf(shade); return { ...config, token: { ...config.token, motion: !calm } }; }, [shade, calm]);
  const context = { shade, choice, choose: keep };
  return (
    <ShadeContext value={context}>
      <ConfigProvider theme={theme} locale={language === 'zh' ? zhCn : enUs} button={{ autoInsertSpace: false }}>
        <App component={false}>{children}</App>
      </ConfigProvider>
    </ShadeContext>
  );
};
