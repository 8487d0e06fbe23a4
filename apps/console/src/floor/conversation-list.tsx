// The queue and the open conversations: choose one to watch silently, choose many to transfer.
import { CoffeeOutlined, EyeOutlined, SearchOutlined, SwapOutlined } from '@ant-design/icons';
import { Button, Input, Select, Skeleton, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import type { ConversationState, ConversationView } from '@qindesk/protocol';
import { Blank, Failed, InlineFailure } from '../ui/states.tsx';
import { PreviewWords } from '../ui/preview-words.tsx';
import { useBilingual } from '../ui/text.tsx';
import { Ticking, When } from '../ui/time-label.tsx';
import { useConversationFeed, type ListKind } from './conversation-feed.ts';
import { toneOfWait } from './figures.ts';
import type { FloorScope } from './scope.ts';
import { useTableHeight } from '../ui/table-height.ts';
import { useFloorText, type FloorSay } from './text.ts';
import { TransferDialog } from './transfer-dialog.tsx';

const states: readonly ConversationState[] = ['bot', 'queued', 'assigned', 'waiting'];

const Waiting = ({ since, alarmS }: { since: string | null; alarmS: number }) => (since === null ? <span className="soft">–</span>
  : <span className={`floor-wait ${toneOfWait(Date.now() - Date.parse(since), alarmS)}`}><Ticking since={since} /></span>);

interface ColumnSetting { t: FloorSay; pick: (text: { zh: string; en: string }) => string; kind: ListKind; alarmS: number; manyShops: boolean; onLook: (id: string) => void }

const columnsOf = ({ t, pick, kind, alarmS, manyShops, onLook }: ColumnSetting): TableColumnsType<ConversationView> => [
  {
    key: 'consumer', title: t('floor.conversations.consumer'), width: 260,
    render: (_, each) => (
      <button type="button" className="plain floor-consumer" onClick={() => onLook(each.id)} aria-label={t('floor.conversations.lookAt', { name: each.consumer.name })}>
        <strong className="one-line">{each.consumer.name}</strong>
        <span className="one-line soft" title={each.preview}><PreviewWords text={each.preview} /></span>
      </button>
    ),
  },
  kind === 'queue'
    ? { key: 'queuedFor', title: t('floor.conversations.queuedFor'), width: 100, render: (_, each) => <Waiting since={each.queuedAt} alarmS={alarmS} /> }
    : { key: 'state', title: t('floor.conversations.state'), width: 110, render: (_, each) => <span className={`floor-state ${each.state}`}>{t(`floor.conversations.states.${each.state}`)}</span> },
  ...(kind === 'queue' ? [] : [{ key: 'waiting', title: t('floor.conversations.waiting'), width: 100, render: (_: unknown, each: ConversationView) => <Waiting since={each.needsReplySince} alarmS={alarmS} /> }]),
  { key: 'group', title: t('floor.conversations.group'), width: 130, render: (_, each) => <span className="one-line">{each.group?.name ?? '–'}</span> },
  ...(kind === 'queue' ? [] : [{ key: 'agent', title: t('floor.conversations.agent'), width: 150, render: (_: unknown, each: ConversationView) => (each.assignee ? <span className="one-line" title={each.assignee.organisationName}>{each.assignee.name}</span> : <span className="soft">–</span>) }]),
  ...(manyShops ? [{ key: 'shop', title: t('floor.conversations.shop'), width: 130, render: (_: unknown, each: ConversationView) => <span className="one-line">{pick(each.shop.name)}</span> }] : []),
  { key: 'last', title: t('floor.conversations.last'), width: 110, render: (_, each) => <span className="soft">{each.lastMessageAt ? <When at={each.lastMessageAt} /> : '–'}</span> },
  { key: 'look', width: 56, align: 'end', render: (_, each) => <Button type="text" size="small" icon={<EyeOutlined aria-hidden />} title={t('floor.conversations.look')} aria-label={t('floor.conversations.lookAt', { name: each.consumer.name })} onClick={() => onLook(each.id)} /> },
];

/** One of the two lists. `groupId` narrows it to the group chosen in the bars. */
export const ConversationList = ({ kind, scope, groupId, alarmS, onLook }: { kind: ListKind; scope: FloorScope; groupId: string | null; alarmS: number; onLook: (id: string) => void }) => {
  const t = useFloorText();
  const pick = useBilingual();
  const height = useTableHeight(260);
  const { query, items } = useConversationFeed(kind, scope.merchant?.merchantId, scope.shopId, groupId);
  const [search, setSearch] = useState('');
  const [state, setState] = useState<ConversationState | 'all'>('all');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [moving, setMoving] = useState(false);
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return items.filter((each) => (state === 'all' || each.state === state) && (wanted === '' || `${each.consumer.name} ${each.preview} ${each.assignee?.name ?? ''}`.toLowerCase().includes(wanted)));
  }, [items, search, state]);
  // What has left the list is no longer chosen, though the box was ticked.
  const chosenOnes = shown.filter((each) => chosen.includes(each.id));
  const columns = columnsOf({ t, pick, kind, alarmS, manyShops: scope.shops.length > 1, onLook });

  if (query.isPending) return <div className="floor-list" aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 6 }} /></div>;
  if (query.isError && items.length === 0) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  if (items.length === 0) return <Blank art={<CoffeeOutlined />} title={t(kind === 'queue' ? 'floor.conversations.emptyQueue' : 'floor.conversations.emptyOpen')} text={t('floor.conversations.emptyHint')} />;
  return (
    <div className="floor-list">
      <div className="floor-tools">
        <Input allowClear className="find" prefix={<SearchOutlined aria-hidden />} value={search} onChange={(event) => setSearch(event.target.value)} placeholder={t('floor.conversations.search')} aria-label={t('floor.conversations.search')} />
        {kind === 'open' && <Select value={state} onChange={setState} className="choose" aria-label={t('floor.conversations.state')} popupMatchSelectWidth={false} options={[{ value: 'all', label: t('floor.conversations.allStates') }, ...states.map((each) => ({ value: each, label: t(`floor.conversations.states.${each}`) }))]} />}
        {chosenOnes.length > 0 && (
          <span className="floor-chosen">
            <span className="figure">{t('floor.conversations.chosen', { n: chosenOnes.length })}</span>
            <Button size="small" type="primary" icon={<SwapOutlined aria-hidden />} onClick={() => setMoving(true)}>{t('floor.conversations.transfer')}</Button>
            <Button size="small" type="text" onClick={() => setChosen([])}>{t('floor.conversations.clearChoice')}</Button>
          </span>
        )}
      </div>
      {query.isError && <InlineFailure error={query.error} onRetry={() => void query.refetch()} />}
      <Table size="small" rowKey="id" columns={columns} dataSource={shown} pagination={false} virtual={shown.length > 30} scroll={{ x: 860, ...(shown.length > 30 ? { y: height } : {}) }} locale={{ emptyText: t('floor.conversations.none') }}
        {...(scope.may('conversation.transfer_any') ? { rowSelection: {
          selectedRowKeys: [...chosen], onChange: (keys: React.Key[]) => setChosen(keys.map(String)), columnWidth: 44, getTitleCheckboxProps: () => ({ 'aria-label': t('floor.conversations.chooseAll') }),
          getCheckboxProps: (each: ConversationView) => ({ 'aria-label': t('floor.conversations.choose', { name: each.consumer.name }), disabled: each.can.transfer !== true }),
        } } : {})} />
      {query.hasNextPage && <Button block type="text" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('floor.conversations.more')}</Button>}
      <TransferDialog open={moving} conversations={chosenOnes} onClose={() => setMoving(false)} onMoved={(left) => { setChosen(left); void query.refetch(); }} />
    </div>
  );
};
