// The alarms on the right, newest first: what, who, how long; "I take it" and one click to the conversation.
import { BellOutlined, CheckOutlined, MessageOutlined, MutedOutlined, SoundOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Collapse, Tooltip } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { floorRoutes, type AlarmView } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { dispatch } from '../live/store.ts';
import { clockTime } from '../ui/format.ts';
import { useSetting } from '../ui/settings.ts';
import { Blank, InlineFailure, useRefusalText } from '../ui/states.tsx';
import { useLanguage } from '../ui/text.tsx';
import { Ticking } from '../ui/time-label.tsx';
import { ringAlarm } from './alarm-sound.ts';
import { shortDuration } from './duration.ts';
import type { AlarmPiles } from './order-alarms.ts';
import { useFloorText } from './text.ts';

/** Sound on or off, and how to ring; a ring that the browser forbids is told. */
export function useAlarmBell(): { on: boolean; setOn: (on: boolean) => void; blocked: boolean; ring: () => void } {
  const [kept, keep] = useSetting('alarmSound', 'on');
  const [blocked, setBlocked] = useState(false);
  const on = kept === 'on';
  const ring = useCallback(() => void ringAlarm().then((rang) => setBlocked(!rang)), []);
  useEffect(() => {
    if (!blocked) return undefined;
    // The first touch anywhere allows sound; then the missed ring is made up for.
    addEventListener('pointerup', ring, { once: true });
    return () => removeEventListener('pointerup', ring);
  }, [blocked, ring]);
  const setOn = (next: boolean): void => {
    keep(next ? 'on' : 'off');
    if (next) ring();
  };
  return { on, setOn, blocked: on && blocked, ring: useCallback(() => { if (on) ring(); }, [on, ring]) };
}

const AlarmCard = ({ alarm, mayAct, onLook }: { alarm: AlarmView; mayAct: boolean; onLook: (id: string) => void }) => {
  const t = useFloorText();
  const { language } = useLanguage();
  const { message } = App.useApp();
  const say = useRefusalText();
  const name = alarm.consumerName ?? t('floor.alarms.unknownConsumer');
  const acknowledge = useMutation({
    mutationFn: () => http.call(floorRoutes.acknowledge, { params: { id: alarm.id } }),
    onSuccess: (changed) => dispatch({ type: 'alarm.changed', alarm: changed }),
    onError: (error) => void message.error(say(error)),
  });
  const state = alarm.resolvedAt ? 'resolved' : alarm.acknowledged ? 'acknowledged' : 'open';
  return (
    <li className={`floor-alarm ${state}`} aria-label={`${t(`floor.alarms.rules.${alarm.rule}`)} · ${name}`}>
      <div className="what">
        <strong>{t(`floor.alarms.rules.${alarm.rule}`)}</strong>
        <span className="lasting figure">{alarm.resolvedAt ? t('floor.alarms.lasted', { t: shortDuration(Date.parse(alarm.resolvedAt) - Date.parse(alarm.sinceAt), language) }) : <Ticking since={alarm.sinceAt} />}</span>
      </div>
      <div className="who">
        <span className="name">{name}</span>
        {alarm.agent && <span>{t('floor.alarms.by', { agent: alarm.agent.name })}</span>}
        {alarm.groupName && <span>{alarm.agent ? alarm.groupName : t('floor.alarms.in', { group: alarm.groupName })}</span>}
      </div>
      <div className="rule">{t(`floor.alarms.rulesHint.${alarm.rule}`, { s: shortDuration(alarm.thresholdS * 1000, language) })}</div>
      {alarm.acknowledged && <div className="rule"><CheckOutlined aria-hidden /> {t('floor.alarms.acknowledgedBy', { name: alarm.acknowledged.by, at: clockTime(Date.parse(alarm.acknowledged.at), language) })}</div>}
      <div className="acts">
        {state === 'open' && mayAct && <Button size="small" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()} aria-label={t('floor.alarms.acknowledgeOf', { name })}>{t('floor.alarms.acknowledge')}</Button>}
        {alarm.conversationId && <Button size="small" type={state === 'open' ? 'default' : 'text'} icon={<MessageOutlined aria-hidden />} onClick={() => onLook(alarm.conversationId as string)} aria-label={t('floor.alarms.lookAt', { name })}>{t('floor.alarms.look')}</Button>}
      </div>
    </li>
  );
};

interface Props { piles: AlarmPiles; loading: boolean; error: unknown; retry: () => void; mayAct: boolean; onLook: (id: string) => void; bell: ReturnType<typeof useAlarmBell> }

/** The column, or on a narrow screen the band, of alarms. */
export const AlarmColumn = ({ piles, loading, error, retry, mayAct, onLook, bell }: Props) => {
  const t = useFloorText();
  const cards = (pile: readonly AlarmView[]) => <ul>{pile.map((alarm) => <AlarmCard key={alarm.id} alarm={alarm} mayAct={mayAct} onLook={onLook} />)}</ul>;
  const none = piles.open.length + piles.acknowledged.length + piles.resolved.length === 0;
  return (
    <aside className="floor-alarms floor-sheet" aria-label={t('floor.alarms.title')}>
      <header>
        <h2>{t('floor.alarms.title')}</h2>
        {piles.open.length > 0 && <span className="badge figure">{t('floor.alarms.open', { n: piles.open.length })}</span>}
        <Tooltip title={bell.on ? t('floor.alarms.soundOn') : t('floor.alarms.soundOff')}>
          <Button type="text" size="small" role="switch" aria-checked={bell.on} aria-label={t('floor.alarms.sound')} className="bell" icon={bell.on ? <SoundOutlined aria-hidden /> : <MutedOutlined aria-hidden />} onClick={() => bell.setOn(!bell.on)} />
        </Tooltip>
      </header>
      {bell.blocked && <button type="button" className="plain floor-hint" onClick={() => bell.setOn(true)}><SoundOutlined aria-hidden /> {t('floor.alarms.soundBlocked')}</button>}
      {error !== null && <InlineFailure error={error} onRetry={retry} />}
      <div className="cards">
        {loading && none && <div aria-busy="true">{[0, 1, 2].map((each) => <div key={each} className="bone" style={{ height: 92, margin: '0 0 8px' }} />)}</div>}
        {!loading && none && error === null && <Blank art={<BellOutlined />} title={t('floor.alarms.none')} text={t('floor.alarms.noneHint')} />}
        {cards(piles.open)}
        {piles.acknowledged.length > 0 && <><h3>{t('floor.alarms.inProgress')}</h3>{cards(piles.acknowledged)}</>}
        {piles.resolved.length > 0 && <Collapse ghost size="small" items={[{ key: 'resolved', label: t('floor.alarms.resolvedToday', { n: piles.resolved.length }), children: cards(piles.resolved.slice(0, 50)) }]} />}
      </div>
    </aside>
  );
};
