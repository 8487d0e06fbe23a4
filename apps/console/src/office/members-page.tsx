// Members of the organisation: add, change role and capacity, deactivate.
import { CopyOutlined, EditOutlined, PlusOutlined, SearchOutlined, UserAddOutlined } from '@ant-design/icons';
import { App, Button, Input, Popconfirm, Skeleton, Table, Tooltip, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { MemberView } from '@qindesk/protocol';
import { Avatar } from '../ui/avatar.tsx';
import { Blank, Failed } from '../ui/states.tsx';
import { useTableHeight } from '../ui/table-height.ts';
import { AddMember } from './add-member.tsx';
import { ChangeMember } from './change-member.tsx';
import { useChangeMember, useMembers } from './members-feed.ts';
import { PageHead } from './page-head.tsx';
import type { OfficeScope } from './scope.ts';
import { useOfficeText, type OfficeSay } from './text.ts';

interface RowActs { mayOwn: boolean; ownId: string; provider: boolean; onEdit: (member: MemberView) => void; onActive: (member: MemberView, active: boolean) => void; onCopyId: (member: MemberView) => void }

const Acts = ({ member, acts }: { member: MemberView; acts: RowActs }) => {
  const t = useOfficeText();
  const self = member.id === acts.ownId;
  return (
    <span className="office-acts">
      {acts.provider && <Button size="small" type="text" icon={<CopyOutlined aria-hidden />} onClick={() => acts.onCopyId(member)} aria-label={t('office.members.copyIdOf', { name: member.name })}>{t('office.members.copyId')}</Button>}
      {acts.mayOwn && <Button size="small" type="text" icon={<EditOutlined aria-hidden />} onClick={() => acts.onEdit(member)} aria-label={t('office.members.editOf', { name: member.name })}>{t('office.edit')}</Button>}
      {acts.mayOwn && (member.active
        ? (
          <Popconfirm title={t('office.members.deactivateSure', { name: member.name })} description={t('office.members.deactivateText')} okText={t('office.members.deactivate')} okButtonProps={{ danger: true }} cancelText={t('ui.cancel')} onConfirm={() => acts.onActive(member, false)} disabled={self}>
            <Tooltip title={self ? t('office.members.notSelf') : undefined}><Button size="small" type="text" danger disabled={self} aria-label={t('office.members.deactivateOf', { name: member.name })}>{t('office.members.deactivate')}</Button></Tooltip>
          </Popconfirm>
        )
        : <Button size="small" type="text" onClick={() => acts.onActive(member, true)} aria-label={t('office.members.activateOf', { name: member.name })}>{t('office.members.activate')}</Button>)}
    </span>
  );
};

const columnsOf = (t: OfficeSay, acts: RowActs): TableColumnsType<MemberView> => [
  {
    key: 'name', title: t('office.members.name'), width: 240, sorter: (a, b) => a.name.localeCompare(b.name, 'zh'),
    render: (_, member) => <span className={`office-person ${member.active ? '' : 'inactive'}`}><Avatar name={member.name} seed={member.id} size={32} /><span><b className="one-line">{member.name}{member.id === acts.ownId && <span className="office-soft"> {t('office.members.you')}</span>}</b><span className="office-soft one-line">{member.email}</span></span></span>,
  },
  {
    key: 'role', title: t('office.members.role'), width: 140, filters: (['owner', 'supervisor', 'agent', 'trainer', 'inspector'] as const).map((role) => ({ text: t(`office.role.${role}`), value: role })), onFilter: (role, member) => member.role === role,
    render: (_, member) => <span className={`office-role ${member.role}`}>{t(`office.role.${member.role}`)}</span>,
  },
  { key: 'capacity', title: t('office.members.capacity'), width: 110, align: 'end', sorter: (a, b) => a.capacity - b.capacity, render: (_, member) => <span className="figure">{member.capacity}</span> },
  { key: 'active', title: t('office.members.state'), width: 100, render: (_, member) => <span className={`office-tag ${member.active ? 'good' : ''}`}>{t(member.active ? 'office.members.active' : 'office.members.inactive')}</span> },
  { key: 'acts', width: acts.provider ? 250 : 170, align: 'end', render: (_, member) => <Acts member={member} acts={acts} /> },
];

/** The page. */
export const MembersPage = ({ scope }: { scope: OfficeScope }) => {
  const t = useOfficeText();
  const { message } = App.useApp();
  const { data, error, isPending, refetch } = useMembers();
  const change = useChangeMember();
  const height = useTableHeight(230, 330);
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<MemberView | null>(null);
  const members = data?.items ?? [];
  const wanted = search.trim().toLowerCase();
  const shown = members.filter((member) => `${member.name} ${member.email}`.toLowerCase().includes(wanted));
  const acts: RowActs = {
    mayOwn: scope.mayOwn, ownId: scope.me.member.id, provider: scope.me.organisation.kind === 'provider', onEdit: setEditing,
    onActive: (member, active) => change.mutate({ id: member.id, change: { active } }, { onSuccess: () => void message.success(t(active ? 'office.members.activated' : 'office.members.deactivated', { name: member.name })) }),
    onCopyId: (member) => void navigator.clipboard.writeText(member.id).then(() => message.success(t('office.copied')), () => message.error(t('office.copyFailed'))),
  };
  return (
    <section className="office-page" aria-label={t('office.tab.members')}>
      <PageHead title={t('office.tab.members')} text={t('office.members.text', { organisation: scope.me.organisation.name })}>
        {scope.mayOwn && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>{t('office.members.add')}</Button>}
      </PageHead>
      {isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : error !== null ? <Failed error={error} onRetry={() => void refetch()} />
        : members.length === 0 ? <Blank art={<UserAddOutlined />} title={t('office.members.empty')} text={t('office.members.emptyText')} />
          : (
            <div className="office-sheet">
              <div className="tools"><Input allowClear prefix={<SearchOutlined aria-hidden />} value={search} onChange={(event) => setSearch(event.target.value)} placeholder={t('office.members.search')} aria-label={t('office.members.search')} /><span className="office-soft figure">{t('office.members.count', { active: members.filter((each) => each.active).length, all: members.length })}</span></div>
              <Table size="middle" rowKey="id" columns={columnsOf(t, acts)} dataSource={shown} pagination={false} showSorterTooltip={false} virtual={shown.length > 60} scroll={{ x: 760, ...(shown.length > 60 ? { y: height } : {}) }} locale={{ emptyText: t('office.members.none') }} />
            </div>
          )}
      <AddMember open={adding} provider={acts.provider} onClose={() => setAdding(false)} />
      <ChangeMember member={editing} self={editing?.id === scope.me.member.id} provider={acts.provider} onClose={() => setEditing(null)} />
    </section>
  );
};
