// Product cards: search the shop's products and send one. The one in focus comes first.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { productRoutes, type ProductId, type ProductView, type ShopId } from '@qindesk/protocol';
import { http } from '../../live/http.ts';
import { money } from '../../ui/format.ts';
import { useBilingual, useLanguage } from '../../ui/text.tsx';
import { useText } from '../text.ts';
import { Tray } from './tray.tsx';

interface ProductPickerProps { shopId: ShopId; focus: ProductView | null; onSend: (id: ProductId) => void; onLeave: () => void }

/** The tray of products. */
export const ProductPicker = ({ shopId, focus, onSend, onLeave }: ProductPickerProps) => {
  const t = useText();
  const { language } = useLanguage();
  const pick = useBilingual();
  const [search, setSearch] = useState('');
  const words = useDeferredValue(search.trim());
  const read = useQuery({
    queryKey: ['products', shopId, words], placeholderData: keepPreviousData, staleTime: 60_000,
    queryFn: async ({ signal }) => (await http.call(productRoutes.listProducts, { params: { id: shopId }, query: { search: words }, signal })).items,
  });
  const items = words === '' && focus !== null && read.data ? [focus, ...read.data.filter((product) => product.id !== focus.id)] : read.data;
  return (
    <Tray<ProductView> title={t('desk.product.title')} placeholder={t('desk.product.search')} search={search} onSearch={setSearch} items={items} keyOf={(product) => product.id} nameOf={(product) => pick(product.title)}
      onPick={(product) => onSend(product.id)} onLeave={onLeave} error={read.error} onRetry={() => void read.refetch()} hint={t('desk.product.hint')}
      empty={words === '' ? t('desk.product.none') : t('desk.product.noneFound', { words })}
      draw={(product) => (
        <span className="tray-goods">
          <span className="goods-picture">{product.picture && <img src={product.picture} alt="" loading="lazy" />}</span>
          <span><span className="tray-title"><b className="one-line">{pick(product.title)}</b>{product.id === focus?.id && <Tag variant="filled" color="orange">{t('desk.product.inFocus')}</Tag>}</span>
            <span className="tray-text"><b className="figure">{money(product.priceMinor, product.currency, language)}</b> · {t('desk.product.stock', { count: product.stock })}</span></span>
        </span>
      )} />
  );
};
