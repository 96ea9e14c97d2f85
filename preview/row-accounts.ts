import { type DuckDbCount } from '../compilers/internal';
import { type Readable, stepsOf, type Table } from '../model';
import { type DuckDb } from './duckdb';
import { type TableReport } from './report';

/** What became of the rows that a flow reads. */
export type RowAccounts = Pick<
  TableReport,
  'read' | 'deduplicated' | 'differing' | 'filtered' | 'aggregated'
>;

/** A flow that has been run, up to the table it fills. */
export interface CountedFlow {
  /** Its steps. */
  readonly relation: Table['relation'];
  /** What counts the rows after each step that changes their number. */
  readonly counts: readonly DuckDbCount[];
  /** Rows of the table. */
  readonly written: number;
  /** Rows of snapshots that are not used. */
  readonly refused: number;
  /** The rows of what flows read, as SQL. */
  readonly readable: (readable: Readable) => string;
}

/** Follows the number of rows through the steps that change it, so that every row read is accounted for. */
export async function accountRows(
  engine: DuckDb,
  { relation, counts, written, refused, readable }: CountedFlow,
): Promise<RowAccounts> {
  const [driving] = stepsOf(relation);
  if (driving?.step !== 'read') throw new Error('a flow begins by reading');
  const accounts = { deduplicated: 0, differing: 0, filtered: 0, aggregated: 0 };
  let read = await engine.number(`SELECT count(*) FROM ${readable(driving.from)}`);
  let before = read;
  for (const [index, { step, rows, adds, distinct }] of counts.entries()) {
    if (adds !== undefined) {
      const added = await engine.number(adds);
      read += added;
      before += added;
    }
    const after = index === counts.length - 1 ? written : await engine.number(rows);
    // From here on it is elements that are read, instead of the rows that hold them.
    if (step === 'unnest') read += after - before;
    // Rows of snapshots that are not used are quarantined, and older snapshots are superseded.
    else if (step === 'acceptSnapshots') accounts.deduplicated += before - after - refused;
    else if (step !== 'check' && step !== 'union') accounts[ACCOUNTS[step]] += before - after;
    if (distinct !== undefined && before > after)
      accounts.differing += Math.max(0, (await engine.number(distinct)) - after);
    before = after;
  }
  return { read, ...accounts };
}

/** What the report calls the rows that a step takes away. */
const ACCOUNTS = {
  dedupe: 'deduplicated',
  filter: 'filtered',
  semiJoin: 'filtered',
  join: 'filtered',
  aggregate: 'aggregated',
} as const;
