// Agents as rows: state, load against capacity, longest unanswered, received today; a provider's agents stand among the own.
import { SearchOutlined, UserAddOutlined } from '@ant-design/icons';
import { Input, Select, Table, Tag, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import type { AgentView, PresenceState } from '@qindesk/protocol';
import { Avatar } from '../ui/avatar.tsx';
import { Blank } from '../ui/states.tsx';
import { Ticking } from '../ui/time-label.tsx';
import { AgentState, AgentStateMenu, presenceOrder } from './agent-state.tsx';
import { toneOfWait } from './figures.ts';
import type { Sample } from './recent-values.ts';
import { Sparkline } from './sparkline.tsx';
import { useFloorText, type FloorSay } from './text.ts';
import { useTableHeight } from '../ui/table-height.ts';

interface Props {
  agents: readonly AgentView[];
  merchantId: AgentView['organisationId'];
  /** The board's time, ms. */
  at: number;
  alarmSilentS: number;
  mayAct: boolean;
  loads: ReadonlyMap<string, readonly Sample[]>;
}

const LoadBar = ({ agent }: { agent: AgentView }) => {
  const t = useFloorText();
  const share = agent.capacity === 0 ? (agent.load > 0 ? 1 : 0) : Math.min(1, agent.load / agent.capacity);
  const full = agent.load >= agent.capacity && agent.load > 0;
  return (
    <span className={`floor-load ${full ? 'full' : share > 0.7 ? 'watch' : ''}`} title={t('floor.agents.loadBar', { load: agent.load, capacity: agent.capacity })}>
      <span className="bar" aria-hidden><i style={{ width: `${share * 100}%` }} /></span>
      <span className="figure">{t('floor.groups.load', { open: agent.load, capacity: agent.capacity })}</span>
      {full && <span className="word">{agent.load > agent.capacity ? t('floor.agents.over') : t('floor.agents.full')}</span>}
    </span>
  );
};

const columnsOf = ({ merchantId, at, alarmSilentS, mayAct, loads }: Omit<Props, 'agents'>, t: FloorSay): TableColumnsType<AgentView> => [
  {
    key: 'name', title: t('floor.agents.name'), width: 150, sorter: (a, b) => a.name.localeCompare(b.name, 'zh'), fixed: 'start',
    render: (_, agent) => (
      <span className="floor-person">
        <Avatar name={agent.name} seed={agent.id} size={28} />
        <span className="one-line" title={agent.name}>{agent.name}</span>
      </span>
    ),
  },
  {
    key: 'state', title: t('floor.agents.state'), width: 112, sorter: (a, b) => presenceOrder.indexOf(a.state) - presenceOrder.indexOf(b.state),
    render: (_, agent) => (mayAct ? <AgentStateMenu agent={agent} merchantId={merchantId} /> : <AgentState state={agent.state} />),
  },
  { key: 'since', title: t('floor.agents.since'), width: 90, sorter: (a, b) => a.since.localeCompare(b.since), render: (_, agent) => <span className="soft"><Ticking since={agent.since} /></span> },
  {
    key: 'load', title: t('floor.agents.load'), width: 176, sorter: (a, b) => a.load / Math.max(1, a.capacity) - b.load / Math.max(1, b.capacity),
    render: (_, agent) => <LoadBar agent={agent} />,
  },
  { key: 'trend', width: 68, render: (_, agent) => <Sparkline samples={loads.get(agent.id) ?? []} /> },
  {
    key: 'wait', title: t('floor.agents.longestWait'), width: 116, sorter: (a, b) => (a.longestWaitMs ?? -1) - (b.longestWaitMs ?? -1),
    render: (_, agent) => (agent.longestWaitMs === null ? <span className="soft">–</span>
      : <span className={`floor-wait ${toneOfWait(agent.longestWaitMs, alarmSilentS)}`}><Ticking since={new Date(at - agent.longestWaitMs).toISOString()} /></span>),
  },
  { key: 'received', title: t('floor.agents.receivedToday'), width: 96, align: 'end', sorter: (a, b) => a.receivedToday - b.receivedToday, render: (_, agent) => <span className="figure">{agent.receivedToday}</span> },
  {
    key: 'organisation', title: t('floor.agents.organisation'), width: 150, sorter: (a, b) => Number(a.provider) - Number(b.provider) || a.organisationName.localeCompare(b.organisationName, 'zh'),
    render: (_, agent) => (agent.provider ? <Tag color="blue" className="one-line" title={agent.organisationName}>{t('floor.agents.provider', { name: agent.organisationName })}</Tag> : <span className="soft">{t('floor.agents.own')}</span>),
  },
];

/** Online first, then the fuller, then by name. */
const byUse = (a: AgentView, b: AgentView): number =>
  presenceOrder.indexOf(a.state) - presenceOrder.indexOf(b.state) || b.load - a.load || a.name.localeCompare(b.name, 'zh');

/** The tab of agents. */
export const AgentTable = ({ agents, ...rest }: Props) => {
  const t = useFloorText();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<PresenceState | 'all'>('all');
  const height = useTableHeight(260);
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return agents.filter((agent) => (state === 'all' || agent.state === state) && `${agent.name} ${agent.organisationName}`.toLowerCase().includes(wanted)).sort(byUse);
  }, [agents, search, state]);
  const countOf = (wanted: PresenceState): number => agents.reduce((sum, agent) => sum + Number(agent.state === wanted), 0);
  if (agents.length === 0) return <Blank art={<UserAddOutlined />} title={t('floor.agents.empty')} text={t('floor.agents.emptyHint')} />;
  return (
    <div className="floor-list">
      <div className="floor-tools">
        <Input allowClear className="find" prefix={<SearchOutlined aria-hidden />} value={search} onChange={(event) => setSearch(event.target.value)} placeholder={t('floor.agents.search')} aria-label={t('floor.agents.search')} />
        <Select value={state} onChange={setState} aria-label={t('floor.agents.state')} className="choose" popupMatchSelectWidth={false}
          options={[{ value: 'all', label: t('floor.agents.allStates') }, ...presenceOrder.map((each) => ({ value: each, label: `${t(`floor.agents.states.${each}`)} ${countOf(each)}` }))]} />
        <span className="soft figure">{t('floor.agents.count', { online: countOf('online'), all: agents.length })}</span>
      </div>
      <Table size="small" rowKey="id" virtual={shown.length > 30} scroll={{ x: 920, ...(shown.length > 30 ? { y: height } : {}) }} pagination={false} showSorterTooltip={false}
        columns={columnsOf(rest, t)} dataSource={shown} locale={{ emptyText: t('floor.agents.none') }} />
    </div>
  );
};
