// Adding a group, renaming one, choosing who serves it.
import { SearchOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Drawer, Input } from 'antd';
import { useId, useMemo, useState } from 'react';
import { memberId, peopleRoutes, type GroupView, type MemberId, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { Avatar } from '../ui/avatar.tsx';
import { useRefusalText } from '../ui/states.tsx';
import type { Candidate } from './groups-page.tsx';
import { useOfficeText } from './text.ts';

interface Props { group: GroupView | null; shopId: ShopId; candidates: readonly Candidate[]; onClose: () => void }

const AddById = ({ onAdd }: { onAdd: (id: MemberId) => void }) => {
  const t = useOfficeText();
  const id = useId();
  const [text, setText] = useState('');
  const given = memberId.safeParse(text.trim());
  return (
    <div className="office-field">
      <label htmlFor={id}>{t('office.groups.byId')}</label>
      <span className="office-inline"><Input id={id} value={text} onChange={(event) => setText(event.target.value)} placeholder="mem_…" spellCheck={false} status={text !== '' && !given.success ? 'error' : ''} />
        <Button disabled={!given.success} onClick={() => { if (given.success) { onAdd(given.data); setText(''); } }}>{t('office.groups.byIdAdd')}</Button></span>
      <p className="office-soft">{t('office.groups.byIdHint')}</p>
    </div>
  );
};

const useSaveGroup = ({ group, shopId, onClose }: Props) => {
  const t = useOfficeText();
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (input: { name: string; memberIds: MemberId[] }) => (group === null
      ? http.call(peopleRoutes.addGroup, { params: { id: shopId }, body: input }) : http.call(peopleRoutes.changeGroup, { params: { id: group.id }, body: input })),
    onSuccess: () => {
      void message.success(t('office.saved'));
      void queries.invalidateQueries({ queryKey: ['groups'] });
      void queries.invalidateQueries({ queryKey: ['agents'] });
      void queries.invalidateQueries({ queryKey: ['me'] });
      onClose();
    },
  });
};

/** The drawer. Members whose contract has ended are not sent again: the server would refuse the whole group. */
export const GroupEditor = (props: Props) => {
  const { group, candidates, onClose } = props;
  const t = useOfficeText();
  const say = useRefusalText();
  const field = useId();
  const [name, setName] = useState(group?.name ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<MemberId>>(() => new Set(group?.memberIds.filter((id) => candidates.some((each) => each.id === id))));
  const [extra, setExtra] = useState<readonly MemberId[]>([]);
  const [search, setSearch] = useState('');
  const save = useSaveGroup(props);
  const shown = useMemo(() => candidates.filter((each) => `${each.name} ${each.provider ?? ''}`.toLowerCase().includes(search.trim().toLowerCase())), [candidates, search]);
  const toggle = (id: MemberId, on: boolean): void => setChosen((before) => { const next = new Set(before); if (on) next.add(id); else next.delete(id); return next; });
  const addById = (id: MemberId): void => { if (!candidates.some((each) => each.id === id) && !extra.includes(id)) setExtra([...extra, id]); toggle(id, true); };
  return (
    <Drawer open onClose={onClose} size={440} title={group === null ? t('office.groups.add') : t('office.groups.editOf', { name: group.name })} rootClassName="office-drawer"
      footer={<span className="office-inline end"><Button onClick={onClose}>{t('ui.cancel')}</Button><Button type="primary" loading={save.isPending} disabled={name.trim() === ''} onClick={() => save.mutate({ name: name.trim(), memberIds: [...chosen] })}>{t('ui.save')}</Button></span>}>
      <div className="office-fields">
        {save.isError && <Alert type="error" showIcon title={say(save.error)} />}
        <div className="office-field"><label htmlFor={field}>{t('office.groups.name')}</label><Input id={field} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} placeholder={t('office.groups.nameHint')} /></div>
        <div className="office-field">
          <span>{t('office.groups.members')} <span className="office-soft figure">{t('office.groups.chosen', { n: chosen.size })}</span></span>
          <Input allowClear prefix={<SearchOutlined aria-hidden />} value={search} onChange={(event) => setSearch(event.target.value)} placeholder={t('office.members.search')} aria-label={t('office.members.search')} />
          <ul className="office-people">
            {shown.map((each) => (
              <li key={each.id}><Checkbox checked={chosen.has(each.id)} onChange={(event) => toggle(each.id, event.target.checked)}><span className="office-person"><Avatar name={each.name} seed={each.id} size={24} /><span className="one-line">{each.name} <span className="office-soft">{each.provider ?? t(`office.role.${each.role as 'agent'}`)}</span></span></span></Checkbox></li>
            ))}
            {extra.map((id) => <li key={id}><Checkbox checked={chosen.has(id)} onChange={(event) => toggle(id, event.target.checked)}><span className="office-code">{id}</span></Checkbox></li>)}
            {shown.length + extra.length === 0 && <li className="office-soft">{t('office.members.none')}</li>}
          </ul>
        </div>
        <AddById onAdd={addById} />
      </div>
    </Drawer>
  );
};
