// The office: members, groups, shop settings, contracts, widget. A page each; the address says which.
import { ApartmentOutlined, AuditOutlined, CodeOutlined, LockOutlined, ShopOutlined, TeamOutlined } from '@ant-design/icons';
import { Menu } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { Blank } from '../ui/states.tsx';
import { ContractsPage } from './contracts-page.tsx';
import { GroupsPage } from './groups-page.tsx';
import { MembersPage } from './members-page.tsx';
import type { OfficeTab } from './routes.ts';
import { useOfficeScope, type OfficeScope } from './scope.ts';
import { ShopPage } from './shop-page.tsx';
import { useOfficeText } from './text.ts';
import { WidgetPage } from './widget-page.tsx';
import './office.css';

const pages: Record<OfficeTab, { icon: ReactNode; Page: (props: { scope: OfficeScope }) => ReactNode }> = {
  members: { icon: <TeamOutlined aria-hidden />, Page: MembersPage },
  groups: { icon: <ApartmentOutlined aria-hidden />, Page: GroupsPage },
  shop: { icon: <ShopOutlined aria-hidden />, Page: ShopPage },
  contracts: { icon: <AuditOutlined aria-hidden />, Page: ContractsPage },
  widget: { icon: <CodeOutlined aria-hidden />, Page: WidgetPage },
};

/** The place: its pages on the left (above, on a phone). */
export const OfficePlace = () => {
  const t = useOfficeText();
  const scope = useOfficeScope();
  const nav = useRef<HTMLElement>(null);
  // On a phone the pages lie side by side and the chosen one may be out of sight.
  useEffect(() => { nav.current?.querySelector('[role="menuitem"].ant-menu-item-selected')?.scrollIntoView({ block: 'nearest', inline: 'center' }); }, [scope.tab]);
  if (scope.tab === undefined) return <main className="office"><Blank art={<LockOutlined />} title={t('ui.noRight.title')} text={t('office.noRight')} /></main>;
  const { Page } = pages[scope.tab];
  return (
    <main className="office" aria-label={t('ui.place.office')}>
      <nav ref={nav} className="office-nav" aria-label={t('office.pages')}>
        <p className="organisation one-line">{scope.me.organisation.name}</p>
        <Menu mode="inline" selectedKeys={[scope.tab]} onClick={({ key }) => void scope.set({ tab: key as OfficeTab })} items={scope.tabs.map((tab) => ({ key: tab, icon: pages[tab].icon, label: t(`office.tab.${tab}`) }))} />
      </nav>
      <div className="office-scroll"><Page key={scope.tab} scope={scope} /></div>
    </main>
  );
};
