// The first lines of an office page: what it is, one sentence, its shop picker and its actions.
import { ShopOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useBilingual } from '../ui/text.tsx';
import type { OfficeScope } from './scope.ts';
import { useOfficeText } from './text.ts';

/** `scope` is given where the page is about one shop. */
export const PageHead = ({ title, text, scope, children }: { title: string; text: string; scope?: OfficeScope; children?: ReactNode }) => {
  const t = useOfficeText();
  const pick = useBilingual();
  return (
    <header className="office-head">
      <div className="words"><h1>{title}</h1><p>{text}</p></div>
      {scope && scope.shops.length > 1 && (
        <Select prefix={<ShopOutlined aria-hidden />} aria-label={t('office.shop')} value={scope.shop?.id as string} popupMatchSelectWidth={false} onChange={(shop) => void scope.set({ shop })}
          options={scope.shops.map((shop) => ({ value: shop.id as string, label: pick(shop.name) }))} />
      )}
      {scope?.shops.length === 1 && scope.shop && <span className="office-soft">{pick(scope.shop.name)}</span>}
      {children}
    </header>
  );
};
