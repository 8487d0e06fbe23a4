// Groups of a shop and who serves them, a provider's agents among the own.
import { EditOutlined, PlusOutlined, TeamOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { peopleRoutes, presenceRoutes, type GroupView, type MemberId, type OrganisationId, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Blank, Failed } from '../ui/states.tsx';
import { GroupEditor } from './group-editor.tsx';
import { useMembers } from './members-feed.ts';
import { PageHead } from './page-head.tsx';
import type { OfficeScope } from './scope.ts';
import { useOfficeText } from './text.ts';

/** Somebody who may serve a group. */
export interface Candidate { id: MemberId; name: string; /** The provider's name; null for an own member. */ provider: string | null; role: string }

/** Own active members, and the agents of providers whose contracts are in force. */
export const useCandidates = (merchantId: OrganisationId | undefined, shopId: ShopId | undefined) => {
  const members = useMembers();
  const agents = useQuery({ queryKey: ['agents', merchantId, shopId], enabled: merchantId !== undefined, queryFn: ({ signal }) => http.call(presenceRoutes.listAgents, { params: { id: merchantId as OrganisationId }, query: {}, signal }) });
  const candidates = useMemo(() => {
    const own: Candidate[] = (members.data?.items ?? []).filter((member) => member.active).map((member) => ({ id: member.id, name: member.name, provider: null, role: member.role }));
    const known = new Set<string>(own.map((each) => each.id));
    return [...own, ...(agents.data?.items ?? []).filter((agent) => agent.provider && !known.has(agent.id)).map((agent) => ({ id: agent.id, name: agent.name, provider: agent.organisationName, role: 'agent' }))];
  }, [members.data, agents.data]);
  return { candidates, loading: members.isPending || agents.isPending, error: members.error ?? agents.error };
};

const shownFaces = 12;

const GroupCard = ({ group, candidates, mayWrite, onEdit }: { group: GroupView; candidates: readonly Candidate[]; mayWrite: boolean; onEdit: () => void }) => {
  const t = useOfficeText();
  const people = group.memberIds.flatMap((id) => candidates.find((each) => each.id === id) ?? []);
  const gone = group.memberIds.length - people.length;
  return (
    <li className="office-group" aria-label={group.name}>
      <div className="top">
        <h3 className="one-line">{group.name}</h3>
        {group.isDefault && <span className="office-tag">{t('office.groups.default')}</span>}
        <span className="office-soft figure">{t('office.groups.people', { n: people.length })}</span>
        {mayWrite && <Button size="small" type="text" icon={<EditOutlined aria-hidden />} onClick={onEdit} aria-label={t('office.groups.editOf', { name: group.name })}>{t('office.edit')}</Button>}
      </div>
      {people.length === 0 ? <p className="office-warn">{t('office.groups.nobody')}</p> : (
        <ul className="faces">
          {people.slice(0, shownFaces).map((each) => <li key={each.id} className={each.provider === null ? '' : 'provider'} title={each.provider ?? ''}><Avatar name={each.name} seed={each.id} size={20} /> {each.name}{each.provider !== null && <small className="one-line"> {each.provider}</small>}</li>)}
          {people.length > shownFaces && <li className="more figure">+{people.length - shownFaces}</li>}
        </ul>
      )}
      {gone > 0 && <p className="office-soft">{t('office.groups.gone', { n: gone })}</p>}
    </li>
  );
};

/** The page. */
export const GroupsPage = ({ scope }: { scope: OfficeScope }) => {
  const t = useOfficeText();
  const shopId = scope.shop?.id;
  const [editing, setEditing] = useState<GroupView | 'new' | null>(null);
  const groups = useQuery({ queryKey: ['groups', shopId], enabled: shopId !== undefined, queryFn: ({ signal }) => http.call(peopleRoutes.listGroups, { params: { id: shopId as ShopId }, signal }) });
  const { candidates, loading, error } = useCandidates(scope.own?.merchantId, shopId);
  const mayWrite = scope.may('groups.write');
  if (scope.shop === undefined) return <Blank title={t('office.noShop')} />;
  const items = groups.data?.items ?? [];
  const failure = groups.error ?? error;
  return (
    <section className="office-page" aria-label={t('office.tab.groups')}>
      <PageHead title={t('office.tab.groups')} text={t('office.groups.text')} scope={scope}>
        {mayWrite && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing('new')}>{t('office.groups.add')}</Button>}
      </PageHead>
      {groups.isPending || loading ? <Skeleton active paragraph={{ rows: 6 }} /> : failure !== null ? <Failed error={failure} onRetry={() => void groups.refetch()} />
        : items.length === 0 ? <Blank art={<TeamOutlined />} title={t('office.groups.empty')} text={t('office.groups.emptyText')} />
          : <ul className="office-cards">{items.map((group) => <GroupCard key={group.id} group={group} candidates={candidates} mayWrite={mayWrite} onEdit={() => setEditing(group)} />)}</ul>}
      {editing !== null && <GroupEditor key={editing === 'new' ? 'new' : editing.id} group={editing === 'new' ? null : editing} shopId={scope.shop.id} candidates={candidates} onClose={() => setEditing(null)} />}
    </section>
  );
};
