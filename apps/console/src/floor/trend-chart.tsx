// Draws today's line against last week's pale one. Loaded apart, since echarts is heavy; the table (trend-panel.tsx) needs none of it.
import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Language } from '@qindesk/protocol';
import { clockTime } from '../ui/format.ts';
import { colours, type Shade } from '../ui/theme.ts';
import type { ChartPoint } from './trend.ts';

register([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

interface Props { points: readonly ChartPoint[]; shade: Shade; language: Language; words: { today: string; lastWeek: string }; label: string }

const optionOf = ({ points, shade, language, words }: Props) => {
  const c = colours[shade];
  const line = (name: string, data: [number, number | null][], color: string, ink: string, width: number) => ({
    type: 'line' as const, name, data, showSymbol: false, animation: false, lineStyle: { width, color }, itemStyle: { color },
    endLabel: { show: true, formatter: name, color: ink, fontSize: 12 }, labelLayout: { moveOverlap: 'shiftY' as const },
  });
  return {
    grid: { left: 4, right: language === 'zh' ? 64 : 72, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis' as const, backgroundColor: c.sheet, borderColor: c.line, textStyle: { color: c.ink, fontSize: 12 }, confine: true,
      axisPointer: { lineStyle: { color: c.line } }, valueFormatter: (value: unknown) => (value === null || value === undefined ? '–' : String(value)),
    },
    xAxis: {
      type: 'time' as const, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { color: c.softInk, fontSize: 11, hideOverlap: true, formatter: (value: number) => clockTime(value, language) },
    },
    yAxis: { type: 'value' as const, minInterval: 1, splitNumber: 3, axisLabel: { color: c.softInk, fontSize: 11 }, splitLine: { lineStyle: { color: c.line } } },
    series: [
      line(words.lastWeek, points.map((point) => [point.at, point.lastWeek]), shade === 'dark' ? '#5B534A' : '#D3CBC0', c.softInk, 1.5),
      line(words.today, points.filter((point) => point.asked !== null).map((point) => [point.at, point.asked]), c.brand, c.brandDeep, 2),
    ],
  };
};

/** The chart; fills its box and follows its size. */
export const TrendChart = (props: Props) => {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const drawn = init(element, undefined, { renderer: 'svg' });
    chart.current = drawn;
    const watch = new ResizeObserver(() => drawn.resize());
    watch.observe(element);
    return () => { watch.disconnect(); drawn.dispose(); chart.current = null; };
  }, []);
  useEffect(() => { chart.current?.setOption(optionOf(props)); }, [props]);
  // Its letters and lines are one picture; the label says what it shows.
  return <div className="floor-chart" role="img" aria-label={props.label}><div ref={box} aria-hidden /></div>;
};
