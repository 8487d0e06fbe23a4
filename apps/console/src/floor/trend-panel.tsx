// Today against the same day last week: a chart with its question as title, the table behind it, the file. Not for drawing the lines.
import { DownloadOutlined, LineChartOutlined, TableOutlined } from '@ant-design/icons';
import { Button, Table } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { BoardView } from '@qindesk/protocol';
import { useShade } from '../ui/appearance.tsx';
import { clockTime, exactTime } from '../ui/format.ts';
import { useLanguage } from '../ui/text.tsx';
import { useFloorText } from './text.ts';
import { csvOf, rollUp, sumSoFar, type TrendPoint } from './trend.ts';

const TrendChart = lazy(() => import('./trend-chart.tsx').then(({ TrendChart: chart }) => ({ default: chart })));

const saveFile = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
};

const TrendTable = ({ trend, now }: { trend: readonly TrendPoint[]; now: number }) => {
  const t = useFloorText();
  const { language } = useLanguage();
  // What has passed, newest first; hours in which nothing happened on either day say nothing.
  const rows = useMemo(() => trend.filter((point) => Date.parse(point.at) <= now && (point.asked > 0 || point.lastWeek > 0)).toReversed(), [trend, now]);
  return (
    <Table size="small" rowKey="at" pagination={false} virtual scroll={{ y: 168, x: 320 }} dataSource={rows} locale={{ emptyText: t('floor.trend.empty') }}
      columns={[
        { key: 'at', title: t('floor.trend.time'), width: 90, render: (_, point) => <time dateTime={point.at} className="figure">{clockTime(Date.parse(point.at), language)}</time> },
        { key: 'asked', title: t('floor.trend.today'), align: 'end', width: 80, render: (_, point) => <span className="figure">{point.asked}</span> },
        { key: 'lastWeek', title: t('floor.trend.lastWeek'), align: 'end', width: 90, render: (_, point) => <span className="figure soft">{point.lastWeek}</span> },
        { key: 'difference', title: t('floor.trend.difference'), align: 'end', width: 70, render: (_, point) => <span className="figure">{point.asked - point.lastWeek > 0 ? '+' : ''}{point.asked - point.lastWeek}</span> },
      ]} />
  );
};

/** The panel beside the groups. */
export const TrendPanel = ({ board }: { board: BoardView }) => {
  const t = useFloorText();
  const { language } = useLanguage();
  const { shade } = useShade();
  const [asTable, setAsTable] = useState(false);
  const now = Date.parse(board.at);
  const points = useMemo(() => rollUp(board.trend, now), [board.trend, now]);
  const sums = sumSoFar(board.trend, now);
  const words = useMemo(() => ({ today: t('floor.trend.today'), lastWeek: t('floor.trend.lastWeek') }), [t]);
  const blank = board.trend.every((point) => point.asked === 0 && point.lastWeek === 0);
  const exportFile = (): void => saveFile(t('floor.trend.file', { day: new Date(now).toLocaleDateString('sv') }), csvOf([
    [t('floor.trend.time'), t('floor.trend.today'), t('floor.trend.lastWeek')],
    ...board.trend.filter((point) => Date.parse(point.at) <= now).map((point) => [exactTime(Date.parse(point.at), language), point.asked, point.lastWeek]),
  ]));
  return (
    <section className="floor-sheet floor-trend" aria-label={t('floor.trend.title')}>
      <header>
        <div className="question">
          <h2>{t('floor.trend.title')}</h2>
          {!blank && <p className="soft figure">{t('floor.trend.soFar', sums)}</p>}
        </div>
        <Button size="small" type="text" icon={asTable ? <LineChartOutlined aria-hidden /> : <TableOutlined aria-hidden />} onClick={() => setAsTable(!asTable)} disabled={blank}>{asTable ? t('floor.trend.asChart') : t('floor.trend.asTable')}</Button>
        <Button size="small" type="text" icon={<DownloadOutlined aria-hidden />} onClick={exportFile} disabled={blank}>{t('floor.trend.export')}</Button>
      </header>
      {blank ? <p className="nothing">{t('floor.trend.empty')}</p>
        : asTable ? <TrendTable trend={board.trend} now={now} />
          : <Suspense fallback={<div className="floor-chart bone" />}><TrendChart points={points} shade={shade} language={language} words={words} label={t('floor.trend.chart', sums)} /></Suspense>}
    </section>
  );
};
