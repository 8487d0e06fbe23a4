// The strip of big figures. Each carries its definition on hover and on focus.
import { WarningFilled } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { Ticking } from '../ui/time-label.tsx';
import type { Figure, FigureKey } from './figures.ts';
import type { Sample } from './recent-values.ts';
import { Sparkline } from './sparkline.tsx';
import { useFloorText } from './text.ts';

/** Digits stand large, their units (秒, min, %) beside them small. */
const Amount = ({ text }: { text: string }) => text.split(/([^\d.,–:]+)/).map((part, number) => (number % 2 === 1 ? <small key={number}>{part}</small> : part));

const OneFigure = ({ figure, samples }: { figure: Figure; samples: readonly Sample[] }) => {
  const t = useFloorText();
  return (
    <div className={`floor-figure ${figure.tone}`} role="group" aria-label={t(`floor.figures.${figure.key}`)}>
      <div className="top">
        <Tooltip title={t(`floor.figures.${figure.key}Hint`)}>
          <button type="button" className="plain word">{t(`floor.figures.${figure.key}`)}</button>
        </Tooltip>
        <Sparkline samples={samples} />
      </div>
      <div className="value figure">
        {figure.tone !== 'calm' && <WarningFilled aria-hidden className="sign" />}
        {figure.since === undefined ? <Amount text={figure.text} /> : <Ticking since={figure.since} />}
      </div>
      <div className="below figure">{figure.below}</div>
    </div>
  );
};

/** Ten figures; two rows of five, one row on a wide screen, two columns on a phone. */
export const FigureStrip = ({ figures, samples }: { figures: readonly Figure[]; samples: ReadonlyMap<string, readonly Sample[]> }) => {
  const t = useFloorText();
  return (
    <section className="floor-strip floor-sheet" aria-label={t('floor.figures.label')}>
      {figures.map((figure) => <OneFigure key={figure.key} figure={figure} samples={samples.get(figure.key) ?? []} />)}
    </section>
  );
};

const keys: FigureKey[] = ['asked', 'received', 'receiving', 'queued', 'longestWait', 'firstResponse', 'response', 'robotShare', 'satisfaction', 'abandoned'];

/** The strip while its figures are on their way: same size, so that nothing jumps. */
export const FigureStripBones = () => {
  const t = useFloorText();
  return (
    <section className="floor-strip floor-sheet" aria-busy="true" aria-label={t('floor.figures.label')}>
      {keys.map((key) => (
        <div className="floor-figure" key={key}>
          <div className="top"><span className="word">{t(`floor.figures.${key}`)}</span></div>
          <div className="bone" style={{ height: 28, width: 72, margin: '4px 0' }} />
          <div className="bone" style={{ height: 12, width: 96, margin: '4px 0' }} />
        </div>
      ))}
    </section>
  );
};
