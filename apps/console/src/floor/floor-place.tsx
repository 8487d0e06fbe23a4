// The supervisor's floor: one page that composes the strip, groups, trend, lists and alarms of the chosen merchant.
import { LockOutlined } from '@ant-design/icons';
import { App, Tabs } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import type { AlarmView, BoardView } from '@qindesk/protocol';
import { Blank, Failed } from '../ui/states.tsx';
import { useLanguage } from '../ui/text.tsx';
import { AgentTable } from './agent-table.tsx';
import { AlarmColumn, useAlarmBell } from './alarm-column.tsx';
import { useAlarmFeed } from './alarm-feed.ts';
import { useBoardFeed } from './board-feed.ts';
import { ConversationList } from './conversation-list.tsx';
import { FigureStrip, FigureStripBones } from './figure-strip.tsx';
import { figuresOf } from './figures.ts';
import { FloorHead } from './floor-head.tsx';
import { GroupBars } from './group-bars.tsx';
import { useRecentSeries } from './recent-series.ts';
import { useFloorScope, type FloorScope } from './scope.ts';
import { useFloorText } from './text.ts';
import { TrendPanel } from './trend-panel.tsx';
import { WatchDrawer } from './watch-drawer.tsx';
import './floor.css';

const shortest = (scope: FloorScope, of: 'alarmWaitS' | 'alarmSilentS'): number => Math.min(...scope.shops.map((shop) => shop.settings[of]), 86_400);

const Board = ({ board, scope, onLook }: { board: BoardView; scope: FloorScope; onLook: (id: string) => void }) => {
  const t = useFloorText();
  const { language } = useLanguage();
  const [group, setGroup] = useState<string | null>(null);
  const at = Date.parse(board.at);
  const [waitS, silentS] = [shortest(scope, 'alarmWaitS'), shortest(scope, 'alarmSilentS')];
  const figures = useMemo(() => figuresOf(board, { waitS, silentS }, t, language), [board, waitS, silentS, t, language]);
  const key = `${board.merchantId}/${board.shopId ?? ''}`;
  const samples = useRecentSeries(key, at, figures.map((figure) => [figure.key, figure.value] as const));
  const loads = useRecentSeries(key, at, board.agents.map((agent) => [agent.id, agent.load] as const));
  // A group that is gone from the board narrows nothing.
  const groupId = board.groups.some((each) => each.id === group) ? group : null;
  const agents = useMemo(() => (groupId === null ? board.agents : board.agents.filter((agent) => agent.groupIds.some((id) => id === groupId))), [board.agents, groupId]);
  const list = (kind: 'queue' | 'open') => <ConversationList kind={kind} scope={scope} groupId={groupId} alarmS={kind === 'queue' ? waitS : silentS} onLook={onLook} />;
  const openCount = board.figures.receiving + board.figures.queued + board.figures.withRobot + board.figures.waiting;
  const label = (word: string, count: number) => <span className="floor-tab">{word}{count > 0 && <span className="count figure">{count}</span>}</span>;
  return (
    <>
      <FigureStrip figures={figures} samples={samples} />
      <div className="floor-pair">
        <GroupBars groups={board.groups} at={at} chosen={groupId} onChoose={setGroup} />
        <TrendPanel board={board} />
      </div>
      <section className="floor-sheet floor-tabs" aria-label={t('floor.lists')}>
        <Tabs activeKey={scope.search.tab ?? 'agents'} onChange={(tab) => scope.set({ tab: tab as 'agents' })} destroyOnHidden items={[
          { key: 'agents', label: label(t('floor.agents.tab'), agents.length), children: <AgentTable agents={agents} merchantId={board.merchantId} at={at} alarmSilentS={silentS} mayAct={scope.may('floor.act')} loads={loads} /> },
          { key: 'queue', label: label(t('floor.conversations.queueTab'), board.figures.queued), children: list('queue') },
          { key: 'open', label: label(t('floor.conversations.openTab'), openCount), children: list('open') },
        ]} />
      </section>
    </>
  );
};

const BoardBones = () => (
  <>
    <FigureStripBones />
    <div className="floor-pair" aria-hidden><div className="bone" style={{ height: 272 }} /><div className="bone" style={{ height: 272 }} /></div>
    <div className="bone" style={{ height: 320, flex: 'none' }} aria-hidden />
  </>
);

/** The place. What is chosen and looked at is in the address, so that it can be passed on. */
export const FloorPlace = () => {
  const t = useFloorText();
  const { notification } = App.useApp();
  const scope = useFloorScope();
  const { board, freshness, error, retry } = useBoardFeed(scope.merchant?.merchantId, scope.shopId);
  const bell = useAlarmBell();
  const { ring } = bell;
  const onNew = useCallback((alarm: AlarmView) => {
    ring();
    const name = alarm.consumerName ?? t('floor.alarms.unknownConsumer');
    notification.warning({ key: 'floor-alarm', title: t('floor.alarms.arrived', { rule: t(`floor.alarms.rules.${alarm.rule}`), name }), placement: 'bottom', duration: 4, showProgress: false });
  }, [ring, notification, t]);
  const alarms = useAlarmFeed(scope.merchant?.merchantId, scope.shopId, onNew);
  const look = (conversation: string | undefined): void => scope.set({ conversation });
  if (scope.merchant === undefined) return <main className="floor"><Blank art={<LockOutlined />} title={t('floor.noRight')} text={t(scope.leads ? 'floor.noShopHint' : 'floor.noRightHint')} /></main>;
  return (
    <main className={`floor ${freshness}`} aria-label={t('floor.title')}>
      <FloorHead scope={scope} freshness={error === null ? freshness : null} at={board?.at} />
      <div className="floor-body">
        <div className="floor-main">
          {board !== undefined ? <Board board={board} scope={scope} onLook={look} /> : error !== null ? <Failed error={error} onRetry={retry} /> : <BoardBones />}
        </div>
        <AlarmColumn {...alarms} mayAct={scope.may('floor.act')} onLook={look} bell={bell} />
      </div>
      <WatchDrawer conversationId={scope.search.conversation} mayTakeOver={scope.may('conversation.take_over')} onClose={() => look(undefined)} />
    </main>
  );
};
