import { days } from '../model';
import { duckDbText, identifier } from '../compilers/internal';
import { windowOf } from '../preview/deliveries';
import { type ColumnFound } from './column-proposals';
import { hasCall } from './columns-inside';
import { type Draft } from './draft';
import { eventTimeOf } from './event-time';
import { type ColumnProposal } from './proposal';
import { type RowsToCount, trimmed } from './row-counts';
import { counted } from './words';

/** What says when a row happened: a column of its own, or its delivery, which is the whole of a source. */
export interface RowTime {
  /** Name of the column; nothing of snapshots. */
  readonly eventTime?: string;
  /** The rows, as a query; those of several snapshots with what tells these apart. */
  readonly rows: RowsToCount;
  /** Columns of it that tell snapshots apart. */
  readonly beside: readonly string[];
  /** Snapshots, by the days in the paths of files; 1 of other sources. */
  readonly deliveries: number;
  /** What it was chosen from. */
  readonly doubts: readonly string[];
}

/** The column that says in which snapshot a row came. */
const WINDOW = ' window';

/** Says when the rows of a source happened, or why nobody can read it. */
export function rowTimeOf(
  draft: Draft,
  columns: readonly ColumnFound[],
): RowTime | { readonly unreadable: readonly string[] } {
  const candidates = columns.map(({ proposal, reading }) => ({
    name: proposal.name,
    reading,
    isInside: hasCall(proposal, 'path'),
  }));
  const { column, doubts } = eventTimeOf(candidates, draft.loaded.written);
  if (column !== undefined) return { eventTime: column, rows: draft.rows, beside: [], deliveries: 1, doubts };
  const mixed = columns.flatMap(({ proposal }) => mixedTimes(proposal));
  return mixed.length > 0 ? { unreadable: mixed } : snapshotTime(draft, doubts);
}

function snapshotTime({ source, bronze, rows }: Draft, partly: readonly string[]): RowTime {
  const windows = new Map(source.files.map((file) => [file, windowOf(file, days(1))]));
  const several = new Set(windows.values()).size;
  const why = partly.length > 0 ? ` (${partly.join(', ')})` : '';
  const doubts = [
    `no day or timestamp is there in every row${why}: a snapshot, each delivery of which replaces the one before; if a delivery is not the whole of it, let the source deliver when a row last changed`,
  ];
  if (several === 1 && source.files.length > 1)
    doubts.push(
      `the ${source.files.length} files are one delivery: no path names a day, such as 2026-01-31.csv`,
    );
  if (several === 1) return { rows, beside: [], deliveries: 1, doubts };
  doubts.push(`${counted(several, 'delivery', 'deliveries')}, by the days in the paths of the files`);
  const files = [...windows].map(([file, window]) => `${duckDbText(file)}: ${duckDbText(window)}`);
  const values = rows.columns.map((name) => trimmed(identifier(name), name));
  const query = `SELECT ${values.join(', ')}, MAP {${files.join(', ')}}[_source_file] AS ${identifier(WINDOW)} FROM read_parquet(${duckDbText(bronze)})`;
  return { rows: { ...rows, query }, beside: [WINDOW], deliveries: several, doubts };
}

/** Numbers that count different units since 1970 are no time that can be read. */
function mixedTimes({ name, doubts }: ColumnProposal): string[] {
  return doubts.filter((doubt) => doubt.includes('at once')).map((doubt) => `${name} ${doubt}`);
}
