// Handing a conversation to an agent or a group, with a note for whoever takes it.
import { SearchOutlined, TeamOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Modal, Segmented, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { peopleRoutes, presenceRoutes, type ConversationView, type GroupId, type MemberId } from '@qindesk/protocol';
import { http } from '../../live/http.ts';
import { useLive } from '../../live/store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { InlineFailure } from '../../ui/states.tsx';
import { useText } from '../text.ts';
import { orderTargets, type Target } from './transfer-targets.ts';
import { useTransfer } from './use-acts.tsx';
import { WaitButton } from '../../ui/wait-button.tsx';

type Choice = { memberId: MemberId; name: string } | { groupId: GroupId; name: string };

const AgentRow = ({ target, chosen, onChoose }: { target: Target; chosen: boolean; onChoose: () => void }) => {
  const t = useText();
  const { agent, obstacle } = target;
  return (
    <li>
      <button type="button" role="radio" aria-checked={chosen} className={`plain target${chosen ? ' chosen' : ''}`} disabled={obstacle !== null} onClick={onChoose}>
        <Avatar name={agent.name} seed={agent.id} size={32} />
        <span className="target-who"><span><b>{agent.name}</b>{agent.provider && <Tag variant="filled">{agent.organisationName}</Tag>}</span>
          <small><i className={`dot ${agent.state}`} aria-hidden /> {t(`ui.presence.${agent.state}`)}{obstacle !== null && ` · ${t(`desk.transfer.obstacle.${obstacle}`)}`}</small></span>
        <span className="target-load"><span className="figure">{agent.load}/{agent.capacity}</span><span className="load-bar"><i style={{ width: `${Math.min(100, (agent.load / Math.max(1, agent.capacity)) * 100)}%` }} className={agent.load >= agent.capacity ? 'full' : undefined} /></span></span>
      </button>
    </li>
  );
};

const Agents = ({ view, search, chosen, onChoose }: { view: ConversationView; search: string; chosen: Choice | undefined; onChoose: (choice: Choice) => void }) => {
  const t = useText();
  const memberId = useLive((state) => state.memberId);
  const read = useQuery({
    queryKey: ['agents', view.merchantId, view.shop.id], staleTime: 0, refetchInterval: 10_000,
    queryFn: async ({ signal }) => (await http.call(presenceRoutes.listAgents, { params: { id: view.merchantId }, query: { shopId: view.shop.id }, signal })).items,
  });
  if (read.error) return <InlineFailure error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Skeleton avatar active paragraph={{ rows: 3 }} />;
  const targets = orderTargets(read.data, memberId, view.assignee?.id ?? null, search);
  if (targets.length === 0) return <p className="soft targets-none">{t('desk.transfer.noAgents')}</p>;
  return (
    <ul className="targets" role="radiogroup" aria-label={t('desk.transfer.agents')}>
      {targets.map((target) => <AgentRow key={target.agent.id} target={target} chosen={chosen !== undefined && 'memberId' in chosen && chosen.memberId === target.agent.id} onChoose={() => onChoose({ memberId: target.agent.id, name: target.agent.name })} />)}
    </ul>
  );
};

const Groups = ({ view, search, chosen, onChoose }: { view: ConversationView; search: string; chosen: Choice | undefined; onChoose: (choice: Choice) => void }) => {
  const t = useText();
  const read = useQuery({
    queryKey: ['groups', view.shop.id], staleTime: 60_000,
    queryFn: async ({ signal }) => (await http.call(peopleRoutes.listGroups, { params: { id: view.shop.id }, signal })).items,
  });
  if (read.error) return <InlineFailure error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Skeleton active paragraph={{ rows: 3 }} />;
  const groups = read.data.filter((group) => group.name.toLowerCase().includes(search.trim().toLowerCase()));
  if (groups.length === 0) return <p className="soft targets-none">{t('desk.transfer.noGroups')}</p>;
  return (
    <ul className="targets" role="radiogroup" aria-label={t('desk.transfer.groups')}>
      {groups.map((group) => {
        const on = chosen !== undefined && 'groupId' in chosen && chosen.groupId === group.id;
        return (
          <li key={group.id}><button type="button" role="radio" aria-checked={on} className={`plain target${on ? ' chosen' : ''}`} onClick={() => onChoose({ groupId: group.id, name: group.name })}>
            <span className="target-group" aria-hidden><TeamOutlined /></span><span className="target-who"><b>{group.name}</b><small>{t('desk.transfer.members', { count: group.memberIds.length })}</small></span>
          </button></li>
        );
      })}
    </ul>
  );
};

/** The dialog. */
export const TransferDialog = ({ view, open, onLeave, onDone }: { view: ConversationView; open: boolean; onLeave: () => void; onDone: () => void }) => {
  const t = useText();
  const { message } = App.useApp();
  const [to, setTo] = useState<'agent' | 'group'>('agent');
  const [search, setSearch] = useState('');
  const [note, setNote] = useState('');
  const [choice, choose] = useState<Choice>();
  const transfer = useTransfer(view.id, () => {
    void message.success(t('desk.transfer.done', { name: choice?.name ?? '' }));
    onDone();
  });
  const submit = (): void => {
    if (choice === undefined) return;
    transfer.mutate({ ...('memberId' in choice ? { memberId: choice.memberId } : { groupId: choice.groupId }), ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  const clear = (): void => { choose(undefined); setNote(''); setSearch(''); transfer.reset(); };
  return (
    <Modal open={open} onCancel={onLeave} width={480} title={t('desk.transfer.title', { name: view.consumer.name })} destroyOnHidden afterClose={clear}
      footer={<><Button onClick={onLeave}>{t('ui.cancel')}</Button><WaitButton type="primary" disabled={choice === undefined} loading={transfer.isPending} onClick={submit}>{choice === undefined ? t('desk.transfer') : t('desk.transfer.to', { name: choice.name })}</WaitButton></>}>
      <div className="transfer">
        <div className="transfer-tools">
          <Segmented value={to} onChange={(next) => { setTo(next); choose(undefined); }} aria-label={t('desk.transfer')} options={[{ value: 'agent' as const, label: t('desk.transfer.agents') }, { value: 'group' as const, label: t('desk.transfer.groups') }]} />
          <Input allowClear prefix={<SearchOutlined aria-hidden />} value={search} placeholder={t('desk.transfer.search')} aria-label={t('desk.transfer.search')} onChange={(event) => setSearch(event.target.value)} />
        </div>
        <div className="transfer-body">{to === 'agent' ? <Agents view={view} search={search} chosen={choice} onChoose={choose} /> : <Groups view={view} search={search} chosen={choice} onChoose={choose} />}</div>
        {to === 'group' && <p className="soft">{t('desk.transfer.queueHint')}</p>}
        <Input.TextArea value={note} maxLength={1000} autoSize={{ minRows: 2, maxRows: 5 }} placeholder={t('desk.transfer.note')} aria-label={t('desk.transfer.note')} onChange={(event) => setNote(event.target.value)} />
        {transfer.error !== null && <InlineFailure error={transfer.error} />}
      </div>
    </Modal>
  );
};
