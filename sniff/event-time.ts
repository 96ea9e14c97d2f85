import { type ColumnReading } from './column-facts';
import { isAlmostAlways } from './values/value-counts';
import { counted } from './words';

/** Names of times, from those that decide which version of a row is the newest. */
const NAMES: readonly RegExp[] = [
  /(?:updated|modified|changed|last_update|geaendert)/,
  /(?:^|_)(?:event_time|occurred|happened|timestamp|ts|datetime)(?:$|_)/,
  /(?:created|ordered|placed|booked|paid|invoice|order|purchase|transaction)/,
  /(?:date|time|day|_at|_on|at|datum)$/,
];

/** The column that says when something happened, and the others that could. */
export interface EventTimeProposal {
  /** Name of the column; nothing where none can be it. */
  readonly column: string | undefined;
  /** What it was chosen from. */
  readonly doubts: readonly string[];
}

/** Chooses the time of a row: one that is never missing, that changes with the row, with a time rather than a day alone. */
export function eventTimeOf(
  columns: readonly (readonly [name: string, reading: ColumnReading])[],
  rows: number,
): EventTimeProposal {
  const times = columns.filter(([, { type }]) => type.kind === 'timestamp' || type.kind === 'date');
  const always = times.filter(([, { missing }]) => isAlmostAlways(missing, rows));
  const rank = ([name, { type }]: (typeof times)[number]): number => {
    const named = NAMES.findIndex((pattern) => pattern.test(name));
    return (named < 0 ? NAMES.length : named) * 2 + (type.kind === 'date' ? 1 : 0);
  };
  const [best, ...others] = [...always].sort((a, b) => rank(a) - rank(b));
  if (best === undefined) {
    const partly = times.map(([name, { missing }]) => `${name} is missing in ${counted(missing, 'row')}`);
    return { column: undefined, doubts: partly };
  }
  const named = others.map(([name]) => name);
  return {
    column: best[0],
    doubts: named.length > 0 ? [`the event time could also be ${named.join(' or ')}`] : [],
  };
}
