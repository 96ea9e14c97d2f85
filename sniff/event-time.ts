import { type DataType } from '../model';
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

/** Times that say when something ends, or when somebody was born: hardly when a row happened. */
const OTHERWISE = /(?:^|_)(?:due|expires?|expiry|expiration|valid_(?:to|until)|until|ends?)(?:$|_)/;
const BIRTH = /(?:^|_)(?:birth|born|dob|birthday|birthdate|geburt|geburtstag|geburtsdatum|naissance)(?:$|_)/;

/** A column that may be the time of a row. */
export interface TimeCandidate {
  /** Its name in the contract. */
  readonly name: string;
  /** What it is read as. */
  readonly reading: ColumnReading;
  /** Whether it is inside of an object, which may be about something else than the row. */
  readonly isInside: boolean;
}

/** The column that says when something happened, and the others that could. */
export interface EventTimeProposal {
  /** Name of the column; nothing where none can be it. */
  readonly column: string | undefined;
  /** What it was chosen from. */
  readonly doubts: readonly string[];
}

/** Whether values say when. */
export function isTime({ kind }: DataType): boolean {
  return kind === 'timestamp' || kind === 'date';
}

/** Chooses the time of a row: one that is never missing, that changes with the row, with a time rather than a day alone. */
export function eventTimeOf(columns: readonly TimeCandidate[], rows: number): EventTimeProposal {
  const times = columns.filter(({ name, reading: { type } }) => isTime(type) && !BIRTH.test(name));
  const always = times.filter(({ reading }) => isAlmostAlways(reading.missing, rows));
  const rank = ({ name, reading, isInside }: TimeCandidate): number => {
    const isLast = OTHERWISE.test(name);
    const found = isLast ? -1 : NAMES.findIndex((pattern) => pattern.test(name));
    // A named time of the row comes before those of what it holds, and these before any other.
    const named = found < 0 ? 2 * NAMES.length + Number(isLast) : found + (isInside ? NAMES.length : 0);
    return named * 2 + (reading.type.kind === 'date' ? 1 : 0);
  };
  const [best, ...others] = [...always].sort((a, b) => rank(a) - rank(b));
  if (best === undefined) {
    const partly = times.map(
      ({ name, reading }) => `${name} is missing in ${counted(reading.missing, 'row')}`,
    );
    return { column: undefined, doubts: partly };
  }
  const named = others.map(({ name }) => name);
  return {
    column: best.name,
    doubts: named.length > 0 ? [`the event time could also be ${named.join(' or ')}`] : [],
  };
}
