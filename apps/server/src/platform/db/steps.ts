// Several statements in one write and one answer (PostgreSQL, "Extended Query", Pipelining): what follows one that failed is not run. Not for a statement that needs the rows of the one before.
import pg from 'pg';

/** A statement, parsed and planned once a connection when it has a name; or a COPY … FROM STDIN with the lines of `copyLine` (refused where row-level security binds the role). */
export type Step = { sql: string; name?: string; values?: readonly (string | number | null)[] } | { copy: string; lines: string };

/** The driver's connection, as its own queries use it. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(statement: { name: string; text: string }): void;
  bind(values: { statement: string; values: readonly (string | null)[] }): void;
  describe(portal: { type: 'P'; name: string }): void;
  execute(portal: { portal: string }): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sync(): void;
  on(event: 'parseComplete', listener: () => void): void;
  off(event: 'parseComplete', listener: () => void): void;
}

interface Field { name: string; dataTypeID: number }
type Rows = Record<string, unknown>[];

/** Names that a connection knows. The driver keeps its own: ours begin differently. */
const known = new WeakMap<Wire, Set<string>>();
const nameOf = (step: Step): string => ('sql' in step && step.name ? `step ${step.name}` : '');

const parse = (wire: Wire, step: Step): string | null => {
  const name = nameOf(step);
  if (name !== '' && known.get(wire)?.has(name)) return null;
  wire.parse({ name, text: 'sql' in step ? step.sql : step.copy });
  return name;
};
const run = (wire: Wire, step: Step): void => {
  const values = 'sql' in step ? (step.values ?? []) : [];
  wire.bind({ statement: nameOf(step), values: values.map((value) => (typeof value === 'number' ? String(value) : value)) });
  if ('sql' in step) wire.describe({ type: 'P', name: '' });
  wire.execute({ portal: '' });
  if ('sql' in step) return;
  // Not asked for yet: should the COPY be refused, the database passes over what belongs to it.
  wire.sendCopyFromChunk(Buffer.from(step.lines));
  wire.endCopyFrom();
};

/** The steps as the driver's queue takes them: it calls `submit` when it is their turn, then hands over each message of the answer. `callback` is the driver's to wrap: it bounds the time. */
const queryOf = (steps: readonly Step[], callback: (error: Error | null, rows?: Rows[]) => void) => {
  const rows: Rows[] = [[]];
  /** Names that are being parsed, in order; '' for a step without. */
  const parsing: string[] = [];
  let fields: { name: string; read: (text: string) => unknown }[] = [];
  let wire: Wire | undefined;
  const onParsed = (): void => {
    const name = parsing.shift() ?? '';
    if (wire && name !== '') known.set(wire, (known.get(wire) ?? new Set()).add(name));
  };
  const query = {
    callback,
    submit: (connection: unknown): void => {
      wire = connection as Wire;
      wire.on('parseComplete', onParsed);
      wire.stream.cork();
      for (const step of steps) {
        const name = parse(wire, step);
        if (name !== null) parsing.push(name);
        run(wire, step);
      }
      wire.sync();
      wire.stream.uncork();
    },
    handleRowDescription: (description: { fields: readonly Field[] }): void => {
      fields = description.fields.map(({ name, dataTypeID }) => ({ name, read: pg.types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown }));
    },
    handleDataRow: ({ fields: values }: { fields: readonly (string | null)[] }): void => {
      rows.at(-1)?.push(Object.fromEntries(fields.map(({ name, read }, i) => { const value = values[i] ?? null; return [name, value === null ? null : read(value)]; })));
    },
    handleCommandComplete: (): void => { rows.push([]); },
    handleEmptyQuery: (): void => { rows.push([]); },
    handleCopyInResponse: (): void => { /* its lines are under way */ },
    handlePortalSuspended: (): void => { /* no step asks for a part of its rows */ },
    handleReadyForQuery: (): void => { wire?.off('parseComplete', onParsed); query.callback(null, rows.slice(0, steps.length)); },
    handleError: (error: Error): void => { wire?.off('parseComplete', onParsed); query.callback(error); },
  };
  return query;
};

/** Runs the steps in order and resolves with the rows of each. Rejects with the error of the first that failed; outside a transaction nothing is stored then. */
export const runSteps = (client: pg.ClientBase, steps: readonly Step[]): Promise<object[][]> =>
  new Promise((resolve, reject) => { client.query(queryOf(steps, (error, rows) => { if (error) reject(error); else resolve(rows ?? []); })); });
