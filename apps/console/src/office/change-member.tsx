// Changing a member's name, role and capacity.
import { App, Input, InputNumber, Modal } from 'antd';
import { useId, useState } from 'react';
import type { MemberView } from '@qindesk/protocol';
import { useChangeMember } from './members-feed.ts';
import { RoleChoice } from './role-choice.tsx';
import { useOfficeText } from './text.ts';

const Fields = ({ member, self, provider, onClose }: { member: MemberView; self: boolean; provider: boolean; onClose: () => void }) => {
  const t = useOfficeText();
  const { message } = App.useApp();
  const change = useChangeMember();
  const [draft, setDraft] = useState({ name: member.name, role: member.role, capacity: member.capacity });
  const ids = { name: useId(), capacity: useId() };
  const changed = draft.name.trim() !== member.name || draft.role !== member.role || draft.capacity !== member.capacity;
  const save = (): void => change.mutate({ id: member.id, change: {
    ...(draft.name.trim() === member.name ? {} : { name: draft.name.trim() }), ...(draft.role === member.role ? {} : { role: draft.role }), ...(draft.capacity === member.capacity ? {} : { capacity: draft.capacity }),
  } }, { onSuccess: () => { void message.success(t('office.saved')); onClose(); } });
  return (
    <Modal open title={t('office.members.editOf', { name: member.name })} onCancel={onClose} okText={t('ui.save')} cancelText={t('ui.cancel')} onOk={save} okButtonProps={{ disabled: !changed || draft.name.trim() === '' }} confirmLoading={change.isPending}>
      <div className="office-fields">
        <div className="office-field"><label htmlFor={ids.name}>{t('office.members.name')}</label><Input id={ids.name} maxLength={80} value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} /></div>
        <div className="office-field"><span>{t('office.members.role')}</span><RoleChoice value={draft.role} onChange={(role) => setDraft({ ...draft, role })} provider={provider} locked={self} />{self && <p className="office-soft">{t('office.members.notSelfRole')}</p>}</div>
        <div className="office-field"><label htmlFor={ids.capacity}>{t('office.members.capacity')}</label><InputNumber id={ids.capacity} min={0} max={200} precision={0} value={draft.capacity} onChange={(capacity) => setDraft({ ...draft, capacity: capacity ?? 0 })} /><p className="office-soft">{t('office.members.capacityHint')}</p></div>
      </div>
    </Modal>
  );
};

/** Open while a member is given. */
export const ChangeMember = ({ member, ...rest }: { member: MemberView | null; self: boolean; provider: boolean; onClose: () => void }) => (member === null ? null : <Fields key={member.id} member={member} {...rest} />);
