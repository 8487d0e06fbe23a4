// The figures as text for people: one column a library, the peers in a table of their own. Computes nothing.
import type { Evaluation, Measured } from './evaluate-folder.ts';

const cell = (value: string | number | undefined): string => String(value ?? '–').padStart(13);

function rowsOf(columns: readonly Measured[]): string[] {
  const plain = Object.keys(columns[0] ?? {}).filter((key): key is Exclude<keyof Measured, 'altered' | 'peers' | 'judged'> => key !== 'altered' && key !== 'peers' && key !== 'judged');
  const altered = Object.keys(columns[0]?.altered ?? {}) as (keyof NonNullable<Measured['altered']>)[];
  return [
    ...plain.map((key) => `${key.padEnd(22)}${columns.map((figures) => cell(figures[key])).join('')}`),
    ...(['before', 'after30', 'after120', 'afterAll'] as const).filter(() => columns[0]?.judged !== undefined).flatMap((when) => (['answeredAt95', 'precisionAt95', 'off'] as const).map((key) =>
      `${`${key} ${when}`.padEnd(22)}${columns.map((figures) => cell(figures.judged?.[when][key])).join('')}`)),
    ...altered.map((form) => `${`top1 ${form}`.padEnd(22)}${columns.map((figures) => cell(figures.altered?.[form])).join('')}`),
  ];
}

const PEER_COLUMNS = ['top1', 'top3', 'nearAuroc', 'farAuroc', 'trainMs', 'p50Us'] as const;

function peerRows(title: string, { peers = {}, ...ours }: Measured): string[] {
  const forms = Object.keys(ours.altered ?? {}) as (keyof NonNullable<Measured['altered']>)[];
  const contestants = Object.entries({ matcher: ours, ...peers });
  const lines = contestants.map(([name, figures]) => {
    const label = 'version' in figures ? `${name} ${figures.version ?? ''}` : name;
    return `${label.padEnd(22)}${PEER_COLUMNS.map((key) => cell(figures[key])).join('')}${forms.map((form) => cell(figures.altered?.[form])).join('')}`;
  });
  return ['', `${title.padEnd(22)}${[...PEER_COLUMNS, ...forms].map(cell).join('')}`, ...lines];
}

/** All figures of an evaluation as lines of text. */
export function table(evaluation: Evaluation): string {
  const { full, fewShot } = evaluation;
  const columns = fewShot === undefined ? [full] : [full, fewShot];
  const head = `${evaluation.dataset.padEnd(22)}${['full', 'few-shot'].slice(0, columns.length).map(cell).join('')}`;
  const peers = full.peers === undefined ? [] : [...peerRows('full', full), ...(fewShot === undefined ? [] : peerRows('few-shot', fewShot))];
  return [head, ...rowsOf(columns), ...peers, ...(evaluation.peersLeftOut ?? [])].join('\n');
}
