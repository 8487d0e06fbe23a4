// Groups as bars of load against capacity, busiest first. A click narrows agents and conversations below to that group.
import { FilterOutlined, SearchOutlined, TeamOutlined } from '@ant-design/icons';
import { Input, Tooltip } from 'antd';
import { useMemo, useState } from 'react';
import type { BoardView } from '@qindesk/protocol';
import { Blank } from '../ui/states.tsx';
import { Ticking } from '../ui/time-label.tsx';
import { percent } from './duration.ts';
import { useFloorText } from './text.ts';

type Group = BoardView['groups'][number];

/** From this many groups on, a search box stands above them. */
const searchFrom = 9;

const toneOf = (group: Group): string => {
  const busy = group.busyness ?? (group.queued > 0 ? Infinity : 0);
  return busy > 1 ? 'bad' : busy > 0.7 ? 'watch' : 'good';
};

const GroupBar = ({ group, at, chosen, onChoose }: { group: Group; at: number; chosen: boolean; onChoose: (id: string | null) => void }) => {
  const t = useFloorText();
  // Over capacity the bar's end stands for what is asked of the group, and a tick shows where its capacity ends.
  const whole = Math.max(group.capacity, group.open + group.queued, 1);
  const over = group.open + group.queued > group.capacity;
  return (
    <li>
      <button type="button" className={`plain floor-group ${toneOf(group)}`} aria-pressed={chosen} onClick={() => onChoose(chosen ? null : group.id)}
        aria-label={t('floor.groups.bar', { name: group.name, open: group.open, queued: group.queued, capacity: group.capacity, share: percent(group.busyness) })}>
        <span className="name one-line" title={group.name}>{group.name}</span>
        <span className="bar" aria-hidden>
          <i className="open" style={{ width: `${(group.open / whole) * 100}%` }} />
          <i className="queued" style={{ width: `${(group.queued / whole) * 100}%` }} />
          {over && group.capacity > 0 && <i className="limit" style={{ left: `${(group.capacity / whole) * 100}%` }} />}
        </span>
        <span className="busy figure">{percent(group.busyness)}</span>
        <span className="facts figure">
          <span>{t('floor.groups.load', { open: group.open, capacity: group.capacity })}</span>
          <span className={group.online === 0 ? 'nobody' : ''}>{group.online === 0 ? t('floor.groups.nobody') : t('floor.groups.online', { n: group.online })}</span>
          {group.queued > 0 && <span className="waits">{t('floor.groups.queued', { n: group.queued })}</span>}
          {group.longestWaitMs !== null && group.queued > 0 && <span className="waits">{t('floor.groups.longest')} <Ticking since={new Date(at - group.longestWaitMs).toISOString()} /></span>}
        </span>
      </button>
    </li>
  );
};

/** The panel of groups. `at`: the board's own time, from which waits tick on. */
export const GroupBars = ({ groups, at, chosen, onChoose }: { groups: readonly Group[]; at: number; chosen: string | null; onChoose: (id: string | null) => void }) => {
  const t = useFloorText();
  const [search, setSearch] = useState('');
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return groups.filter((group) => group.name.toLowerCase().includes(wanted))
      .sort((a, b) => (b.busyness ?? (b.queued > 0 ? 99 : -1)) - (a.busyness ?? (a.queued > 0 ? 99 : -1)) || b.queued - a.queued || a.name.localeCompare(b.name));
  }, [groups, search]);
  return (
    <section className="floor-sheet floor-groups" aria-label={t('floor.groups.title')}>
      <header>
        <Tooltip title={t('floor.groups.hint')}><h2><button type="button" className="plain word">{t('floor.groups.title')}</button></h2></Tooltip>
        {groups.length > 0 && <span className="count figure">{groups.length}</span>}
        {chosen !== null && <button type="button" className="plain link" onClick={() => onChoose(null)}><FilterOutlined aria-hidden /> {t('floor.groups.unfilter')}</button>}
        {groups.length >= searchFrom && <Input size="small" allowClear prefix={<SearchOutlined aria-hidden />} className="find" value={search} onChange={(event) => setSearch(event.target.value)} placeholder={t('floor.groups.search')} aria-label={t('floor.groups.search')} />}
      </header>
      {groups.length === 0
        ? <Blank art={<TeamOutlined />} title={t('floor.groups.empty')} text={t('floor.groups.emptyHint')} />
        : shown.length === 0 ? <p className="nothing">{t('floor.groups.none')}</p>
          : <ul className="rows">{shown.map((group) => <GroupBar key={group.id} group={group} at={at} chosen={chosen === group.id} onChoose={onChoose} />)}</ul>}
    </section>
  );
};
