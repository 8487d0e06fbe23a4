// A shop's working hours: rows of days and times, and the week they make. The checks are check-hours.ts.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Switch } from 'antd';
import { findHoursTrouble, hoursInWeek, minutesOf, weekOf, type HoursRow } from './check-hours.ts';
import { useOfficeText } from './text.ts';

const days = [1, 2, 3, 4, 5, 6, 7] as const;
const firstRows: HoursRow[] = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '21:00' }, { days: [6, 7], from: '10:00', to: '20:00' }];

/** A browser's time field knows no 24:00: its 00:00 at the end of a row means the end of the day. */
const endShown = (to: string): string => (to === '24:00' ? '00:00' : to);
const endMeant = (shown: string): string => (shown === '00:00' ? '24:00' : shown);

const Week = ({ rows }: { rows: readonly HoursRow[] }) => {
  const t = useOfficeText();
  return (
    <figure className="office-week" role="img" aria-label={t('office.hours.week', { n: hoursInWeek(rows) })}>
      {weekOf(rows).map((spans, number) => (
        <div key={days[number]}><span>{t(`office.day.${days[number] ?? 1}`)}</span><span className="bar">{spans.map((span) => <i key={`${span.from} ${span.to}`} style={{ left: `${(span.from / 1440) * 100}%`, width: `${((span.to - span.from) / 1440) * 100}%` }} />)}</span></div>
      ))}
      <div className="scale" aria-hidden><span /><span className="marks figure"><b>0</b><b>6</b><b>12</b><b>18</b><b>24</b></span></div>
    </figure>
  );
};

interface Props { rows: readonly HoursRow[]; onChange: (rows: HoursRow[]) => void; readOnly: boolean }

/** Empty rows mean always open: the switch says so in words. */
export const HoursEditor = ({ rows, onChange, readOnly }: Props) => {
  const t = useOfficeText();
  const troubles = findHoursTrouble(rows);
  const change = (number: number, part: Partial<HoursRow>): void => onChange(rows.map((row, each) => (each === number ? { ...row, ...part } : row)));
  const toggleDay = (number: number, row: HoursRow, day: number): void => change(number, { days: row.days.includes(day) ? row.days.filter((each) => each !== day) : [...row.days, day].sort() });
  return (
    <div className="office-hours">
      <label className="office-inline"><Switch checked={rows.length === 0} disabled={readOnly} onChange={(always) => onChange(always ? [] : firstRows)} aria-label={t('office.hours.always')} /> {t('office.hours.always')}</label>
      {rows.length > 0 && (
        <ul>
          {rows.map((row, number) => (
            // Rows have no name of their own; their order is what tells them apart.
            <li key={number} aria-label={t('office.hours.row', { n: number + 1 })}>
              <span className="days" role="group" aria-label={t('office.hours.days')}>{days.map((day) => <button key={day} type="button" className="plain" disabled={readOnly} aria-pressed={row.days.includes(day)} aria-label={t(`office.day.${day}`)} onClick={() => toggleDay(number, row, day)}>{t(`office.day.${day}.short`)}</button>)}</span>
              <span className="office-inline times">
                <Input type="time" value={row.from} readOnly={readOnly} onChange={(event) => event.target.value && change(number, { from: event.target.value })} aria-label={t('office.hours.from')} />
                <span aria-hidden>–</span>
                <Input type="time" value={endShown(row.to)} readOnly={readOnly} onChange={(event) => event.target.value && change(number, { to: endMeant(event.target.value) })} aria-label={t('office.hours.to')} />
                {row.to === '24:00' && <span className="office-soft">{t('office.hours.midnight')}</span>}
              </span>
              {!readOnly && <Button type="text" icon={<DeleteOutlined aria-hidden />} onClick={() => onChange(rows.filter((_, each) => each !== number))} aria-label={t('office.hours.remove', { n: number + 1 })} />}
              {troubles.has(number) && <p className="office-bad" role="alert">{t(`office.hours.trouble.${troubles.get(number) ?? 'no_days'}`)}</p>}
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && !readOnly && rows.length < 30 && <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { const last = rows.at(-1); onChange([...rows, { days: last?.days ?? [1, 2, 3, 4, 5], from: last && minutesOf(last.to) < 1320 ? last.to : '09:00', to: '22:00' }]); }}>{t('office.hours.add')}</Button>}
      <Week rows={rows} />
    </div>
  );
};
