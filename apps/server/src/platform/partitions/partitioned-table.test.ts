// Periods and bounds of partitions, without a database.
import { expect, it } from 'vitest';
import { idAt, timeOfId } from '../ids.ts';
import { covers, partitionName, periodOf, periodsAhead, readBounds, type PartitionedTable } from './partitioned-table.ts';
import { logTable } from './log-table.ts';

const monthly: PartitionedTable = { ...logTable, table: 'letters', period: 'month', ahead: 3 };

it('periods follow each other without a gap, over the end of a year and a leap day [PT1]', () => {
  for (const [spec, now, names] of [
    [monthly, '2027-11-30T23:59:59.999Z', ['letters_2027_11', 'letters_2027_12', 'letters_2028_01', 'letters_2028_02']],
    [{ ...logTable, ahead: 2 }, '2028-02-28T00:00:00Z', ['events_2028_02_28', 'events_2028_02_29', 'events_2028_03_01']],
  ] as const) {
    const periods = periodsAhead(spec, new Date(now));
    expect(periods.map((period) => partitionName(spec, period))).toEqual(names);
    for (const [i, period] of periods.entries()) if (i > 0) expect(period.from).toEqual(periods[i - 1]?.to);
  }
});

it('bounds are read as PostgreSQL prints them', () => {
  const at = new Date('2026-11-22T00:00:00Z');
  expect(readBounds("FOR VALUES FROM (MINVALUE) TO ('2026-11-22 00:00:00+00')", logTable.timeOf)).toEqual({ from: null, to: at, isDefault: false });
  expect(readBounds('DEFAULT', logTable.timeOf)).toEqual({ from: null, to: null, isDefault: true });
  expect(readBounds(`FOR VALUES FROM ('${idAt('conversation', at)}') TO ('${idAt('conversation', new Date(at.getTime() + 1))}')`, timeOfId)).toEqual({ from: at, to: new Date(at.getTime() + 1), isDefault: false });
});

it('a period is held by a partition only whole; the default one holds none', () => {
  const november = periodOf('month', new Date('2026-11-22T00:00:00Z'));
  const partition = (from: Date | null, to: Date | null, isDefault = false) => ({ name: 'x', from, to, isDefault });
  expect(covers(partition(null, november.to), november)).toBe(true);
  expect(covers(partition(november.from, november.to), november)).toBe(true);
  expect(covers(partition(null, new Date(november.to.getTime() - 1)), november)).toBe(false);
  expect(covers(partition(null, null, true), november)).toBe(false);
});
