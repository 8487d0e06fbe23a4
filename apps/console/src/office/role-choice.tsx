// Choosing a role: each with a sentence of what it may do.
import { Radio } from 'antd';
import type { Role } from '@qindesk/protocol';
import { useOfficeText } from './text.ts';

const merchantRoles: readonly Role[] = ['agent', 'supervisor', 'trainer', 'inspector', 'owner'];
/** A provider's people work through contracts, which give no right to a library. */
const providerRoles: readonly Role[] = ['agent', 'supervisor', 'inspector', 'owner'];

/** A list of radios. */
export const RoleChoice = ({ value, onChange, provider, locked }: { value: Role; onChange: (role: Role) => void; provider: boolean; locked?: boolean }) => {
  const t = useOfficeText();
  return (
    <Radio.Group className="office-roles" value={value} disabled={locked} onChange={(event) => onChange(event.target.value as Role)} aria-label={t('office.members.role')}>
      {(provider ? providerRoles : merchantRoles).map((role) => <Radio key={role} value={role}><b>{t(`office.role.${role}`)}</b><span className="office-soft">{t(`office.role.${role}.may`)}</span></Radio>)}
    </Radio.Group>
  );
};
