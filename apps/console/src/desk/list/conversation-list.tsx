// The left column: the member's conversations in three sections, with search, shop filter and order.
import { CheckCircleOutlined, FilterOutlined, SearchOutlined, SortAscendingOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Hint } from '../../ui/hint.tsx';
import type { ConversationView } from '@qindesk/protocol';
import { useMe } from '../../live/session.ts';
import { useLive } from '../../live/store.ts';
import { useOwnPresence, useSetPresence } from '../../ui/shell/presence-switch.tsx';
import { Blank, InlineFailure } from '../../ui/states.tsx';
import { useBilingual } from '../../ui/text.tsx';
import { useText } from '../text.ts';
import type { ListChoice, SectionKey, Sections } from './arrange-conversations.ts';
import { ConversationRow } from './conversation-row.tsx';
import './list.css';
import { WaitButton } from '../../ui/wait-button.tsx';

interface ListProps { sections: Sections; selected: string | undefined; choice: ListChoice; onChoose: (choice: ListChoice) => void; closedError: unknown; onRetryClosed: () => void }

const useShops = () => {
  const me = useMe();
  // Two contracts may grant the same shop.
  return [...new Map(me.grants.flatMap((grant) => grant.shops).map((shop) => [shop.id, shop])).values()];
};

const Tools = ({ choice, onChoose }: Pick<ListProps, 'choice' | 'onChoose'>) => {
  const t = useText();
  const pick = useBilingual();
  const shops = useShops();
  return (
    <div className="list-tools">
      <Input allowClear variant="filled" prefix={<SearchOutlined aria-hidden />} placeholder={t('desk.list.search')} aria-label={t('desk.list.search')} value={choice.search} onChange={(event) => onChoose({ ...choice, search: event.target.value })} />
      {shops.length > 1 && (
        <Dropdown trigger={['click']} menu={{ selectable: true, selectedKeys: [choice.shopId ?? 'all'], onClick: ({ key }) => onChoose({ ...choice, shopId: key === 'all' ? null : key }),
          items: [{ key: 'all', label: t('desk.list.allShops') }, ...shops.map((shop) => ({ key: shop.id as string, label: pick(shop.name) }))] }}>
          <Hint title={t('desk.list.filterShop')}><Button type={choice.shopId === null ? 'text' : 'primary'} ghost={choice.shopId !== null} icon={<FilterOutlined />} aria-label={t('desk.list.filterShop')} /></Hint>
        </Dropdown>
      )}
      <Dropdown trigger={['click']} menu={{ selectable: true, selectedKeys: [choice.sort], onClick: ({ key }) => onChoose({ ...choice, sort: key === 'recent' ? 'recent' : 'waiting' }),
        items: [{ key: 'waiting', label: t('desk.list.sort.waiting') }, { key: 'recent', label: t('desk.list.sort.recent') }] }}>
        <Hint title={t('desk.list.sort')}><Button type="text" icon={<SortAscendingOutlined />} aria-label={t('desk.list.sort')} /></Hint>
      </Dropdown>
    </div>
  );
};

const Section = ({ name, views, selected, severalShops, fold }: { name: SectionKey; views: ConversationView[]; selected: string | undefined; severalShops: boolean; fold?: boolean }) => {
  const t = useText();
  const [open, setOpen] = useState(!fold);
  if (views.length === 0) return null;
  const title = t(`desk.list.section.${name}`);
  return (
    <section aria-label={title} className={`list-section ${name}`}>
      <h2><button type="button" className="plain" aria-expanded={open} onClick={() => setOpen(!open)}>{title}<span className="figure">{views.length}</span></button></h2>
      {open && <ul>{views.map((view) => <ConversationRow key={view.id} view={view} selected={view.id === selected} severalShops={severalShops} />)}</ul>}
    </section>
  );
};

/** Nobody here: either nobody came, or the person is not taking anybody. */
const NobodyHere = ({ narrowed, onWiden }: { narrowed: boolean; onWiden: () => void }) => {
  const t = useText();
  const presence = useOwnPresence();
  const change = useSetPresence();
  if (narrowed) return <Blank title={t('desk.list.noneFound')} text={t('desk.list.noneFound.text')}><Button onClick={onWiden}>{t('desk.list.showAll')}</Button></Blank>;
  if (presence.state === 'online') return <Blank art={<CheckCircleOutlined />} title={t('desk.list.quiet')} text={t('desk.list.quiet.text')} />;
  return (
    <Blank title={t('desk.list.notTaking', { state: t(`ui.presence.${presence.state}`) })} text={t('desk.list.notTaking.text')}>
      <WaitButton type="primary" loading={change.isPending} onClick={() => change.mutate('online')}>{t('desk.list.goOnline')}</WaitButton>
    </Blank>
  );
};

const Bones = () => (
  <div aria-hidden>{Array.from({ length: 7 }, (_, index) => (
    <div key={index} className="row bones"><span className="bone" style={{ width: 40, height: 40, borderRadius: '50%' }} /><span className="row-main"><span className="bone" style={{ width: `${44 + (index * 17) % 30}%`, height: 13 }} /><span className="bone" style={{ width: `${60 + (index * 23) % 35}%`, height: 12, marginTop: 8 }} /></span></div>
  ))}</div>
);

/** The column. */
export const ConversationList = ({ sections, selected, choice, onChoose, closedError, onRetryClosed }: ListProps) => {
  const t = useText();
  const welcomed = useLive((state) => state.welcomed);
  const shops = useShops();
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => { body.current?.querySelector('.row.selected')?.scrollIntoView({ block: 'nearest' }); }, [selected]);
  const open = sections.waiting.length + sections.going.length;
  const narrowed = choice.search !== '' || choice.shopId !== null;
  const common = { selected, severalShops: shops.length > 1 };
  return (
    <aside className="list" aria-label={t('desk.list')}>
      <header className="list-head"><h1>{t('desk.list')}</h1><span className="figure list-count">{open}</span></header>
      <Tools choice={choice} onChoose={onChoose} />
      <div className="list-body" ref={body} aria-busy={!welcomed}>
        <Section name="waiting" views={sections.waiting} {...common} />
        <Section name="going" views={sections.going} {...common} />
        {open === 0 && (welcomed ? <div className="list-nobody"><NobodyHere narrowed={narrowed} onWiden={() => onChoose({ ...choice, search: '', shopId: null })} /></div> : <Bones />)}
        <Section name="closed" views={sections.closed} {...common} />
        {closedError !== null && <div className="list-failure"><InlineFailure error={closedError} onRetry={onRetryClosed} /></div>}
      </div>
    </aside>
  );
};
