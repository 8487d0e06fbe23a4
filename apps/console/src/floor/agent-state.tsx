// An agent's state as word and colour, and the menu by which a supervisor changes it.
import { DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useMutation } from '@tanstack/react-query';
import { floorRoutes, type AgentView, type PresenceState } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';
import { useFloorText } from './text.ts';

/** States in the order of the list: who can take something first. */
export const presenceOrder: readonly PresenceState[] = ['online', 'busy', 'break', 'away', 'offline'];

/** The state alone, where it cannot be changed. */
export const AgentState = ({ state }: { state: PresenceState }) => {
  const t = useFloorText();
  return <span className={`floor-agent-state ${state}`}><i className={`dot ${state}`} aria-hidden /> {t(`floor.agents.states.${state}`)}</span>;
};

/** The state with its menu. The table follows by the live board, not by this answer. */
export const AgentStateMenu = ({ agent, merchantId }: { agent: AgentView; merchantId: AgentView['organisationId'] }) => {
  const t = useFloorText();
  const { message } = App.useApp();
  const say = useRefusalText();
  const change = useMutation({
    mutationFn: (state: PresenceState) => http.call(floorRoutes.setAgentState, { params: { id: merchantId, memberId: agent.id }, body: { state } }),
    onSuccess: (_, state) => void message.success(t('floor.agents.changed', { name: agent.name, state: t(`floor.agents.states.${state}`) })),
    onError: (error) => void message.error(say(error)),
  });
  const items = presenceOrder.map((state) => ({ key: state, label: t('floor.agents.setTo', { state: t(`floor.agents.states.${state}`) }), icon: <i className={`dot ${state}`} />, disabled: state === agent.state }));
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => change.mutate(key as PresenceState) }}>
      <Button type="text" size="small" loading={change.isPending} aria-label={t('floor.agents.changeState', { name: agent.name, state: t(`floor.agents.states.${agent.state}`) })}>
        <AgentState state={agent.state} /> <DownOutlined className="floor-caret" aria-hidden />
      </Button>
    </Dropdown>
  );
};
