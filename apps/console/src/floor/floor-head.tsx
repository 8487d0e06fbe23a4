// The floor's first line: whose floor it is, and how fresh what it shows is.
import { ShopOutlined } from '@ant-design/icons';
import { Select, Tooltip } from 'antd';
import { clockTime, exactTime } from '../ui/format.ts';
import { useBilingual, useLanguage } from '../ui/text.tsx';
import type { Freshness } from './board-feed.ts';
import type { FloorScope } from './scope.ts';
import { useFloorText } from './text.ts';

const FreshMark = ({ freshness, at }: { freshness: Freshness; at: string | undefined }) => {
  const t = useFloorText();
  const { language } = useLanguage();
  const time = at === undefined ? '' : clockTime(Date.parse(at), language);
  const exact = at === undefined ? '' : exactTime(Date.parse(at), language);
  const words = { connecting: t('floor.connecting'), live: t('floor.live'), late: t('floor.stale', { at: time }), offline: at === undefined ? t('floor.offlineEmpty') : t('floor.offline', { at: time }) };
  return (
    <Tooltip title={freshness === 'live' ? t('floor.liveHint', { at: exact }) : exact}>
      <span className={`floor-fresh ${freshness}`} role="status" tabIndex={0}><i aria-hidden />{words[freshness]}</span>
    </Tooltip>
  );
};

/** Title, pickers, freshness (null: there is nothing to be fresh). A picker with one choice is not shown. */
export const FloorHead = ({ scope, freshness, at }: { scope: FloorScope; freshness: Freshness | null; at: string | undefined }) => {
  const t = useFloorText();
  const pick = useBilingual();
  const { merchant } = scope;
  return (
    <header className="floor-head">
      <h1>{t('floor.title')}</h1>
      {scope.all.length > 1 && (
        <Select className="floor-picker" showSearch={{ optionFilterProp: 'label' }} aria-label={t('floor.merchant')} value={merchant?.merchantId as string} popupMatchSelectWidth={false} onChange={(merchantId) => scope.set({ merchant: merchantId, shop: undefined, conversation: undefined })}
          options={scope.all.map((each) => ({ value: each.merchantId as string, label: each.name }))} />
      )}
      {(merchant?.shops.length ?? 0) > 1 && (
        <Select className="floor-picker" prefix={<ShopOutlined aria-hidden />} showSearch={{ optionFilterProp: 'label' }} aria-label={t('floor.shop')} value={scope.shopId ?? ''} popupMatchSelectWidth={false} onChange={(shopId) => scope.set({ shop: shopId || undefined })}
          options={[{ value: '', label: t('floor.allShops') }, ...(merchant?.shops ?? []).map((shop) => ({ value: shop.id as string, label: pick(shop.name) }))]} />
      )}
      {scope.all.length === 1 && merchant?.shops.length === 1 && merchant.shops[0] && <span className="floor-only">{pick(merchant.shops[0].name)}</span>}
      {freshness !== null && <FreshMark freshness={freshness} at={at} />}
    </header>
  );
};
