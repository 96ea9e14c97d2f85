import { type Issue, type Mistake, mistakeIf } from '../model';
import { type RecordedColumn, type RecordedTable } from './record';

/** A table at the last record and now. */
export interface TablePair {
  /** Name of the table. */
  readonly name: string;
  /** At the last record. */
  readonly before: RecordedTable;
  /** Now. */
  readonly now: RecordedTable;
}

/** A change that arrives by itself, or that only people need to know. */
export interface ChangeNote {
  /** What changed: `department/table`, or the environment. */
  readonly at: string;
  /** What is other than it was, and what comes of it. */
  readonly text: string;
}

/** How a change that does not arrive by itself goes on. */
export const ACKNOWLEDGE = 'then write the record anew, with a reason';

/** A change that does not arrive by itself. */
export interface LastingIssue extends Issue {
  /** What to do where it is deployed all the same, in order. */
  readonly steps: readonly string[];
}

/** Whether a table is Delta, which keeps rows and columns from run to run. */
export function isDelta({ write }: RecordedTable): boolean {
  return write !== 'view' && write !== 'stored';
}

/** Owner and name of a table. */
export function placeOf({ department }: RecordedTable, name: string): string {
  return `${department}/${name}`;
}

/** Whether rows and columns that are there outlast the next run: not in gold, nor in what each run replaces whole. */
function keepsRows({ before, now }: TablePair): boolean {
  return isDelta(now) && !(before.write === 'overwrite' && now.write === 'overwrite');
}

/** What changed of a Delta table and does not arrive by itself; what to change is for the caller to say. */
export function lastingChanges(pair: TablePair): Omit<Mistake, 'change'>[] {
  const { before, now } = pair;
  return [
    ...mistakeIf(lies(before) !== lies(now), {
      code: 'LH8207',
      prop: 'folder',
      got: `is ${lies(now)}, and was ${lies(before)}`,
      allowed: 'the place where its rows are',
    }),
    ...mistakeIf(before.write !== now.write, {
      code: 'LH8206',
      prop: 'write',
      got: `is "${now.write}", and was "${before.write}"`,
      allowed: `"${before.write}"`,
    }),
    ...(keepsRows(pair) ? keptChanges(pair) : []),
  ];
}

/** What rows that are there would not fit. */
function keptChanges({ before, now }: TablePair): Omit<Mistake, 'change'>[] {
  return [
    ...mistakeIf(before.key.join() !== now.key.join(), {
      code: 'LH8205',
      prop: 'key',
      got: `is ${now.key.join(', ')}, and was ${before.key.join(', ')}`,
      allowed: before.key.join(', '),
    }),
    ...Object.entries(before.columns).flatMap(([name, column]) =>
      columnChanges(name, column, now.columns[name], newOfType(column, before, now)),
    ),
    ...Object.entries(now.columns).flatMap(([name, column]) =>
      mistakeIf(before.columns[name] === undefined && !column.nullable, {
        code: 'LH8204',
        prop: `columns.${name}`,
        got: 'is new, and may not be missing: in rows that are there it is null',
        allowed: 'new columns that are nullable',
      }),
    ),
  ];
}

function columnChanges(
  name: string,
  before: RecordedColumn,
  now: RecordedColumn | undefined,
  alike: readonly string[],
): Omit<Mistake, 'change'>[] {
  const prop = `columns.${name}`;
  if (now === undefined) {
    const renamed = alike.length > 0 ? ` (renamed to ${alike.join(' or ')}?)` : '';
    return [
      { code: 'LH8203', prop, got: `is gone${renamed}; rows that are there keep it`, allowed: 'to keep it' },
    ];
  }
  return [
    ...mistakeIf(!holds(now.type, before.type), {
      code: 'LH8202',
      prop,
      got: `is ${now.type}, and was ${before.type}`,
      allowed: `${before.type}${textLength(before.type) === undefined ? '' : ', or a longer text'}`,
    }),
    ...mistakeIf(before.nullable === true && !now.nullable, {
      code: 'LH8204',
      prop,
      got: 'may not be missing, and could be until now: rows that are there may lack it',
      allowed: 'nullable',
    }),
    ...mistakeIf(before.pseudonymised !== now.pseudonymised, {
      code: 'LH8208',
      prop,
      got: now.pseudonymised ? 'holds pseudonyms, and held values' : 'holds values, and held pseudonyms',
      allowed: before.pseudonymised ? 'pseudonyms' : 'values',
    }),
  ];
}

/** What changed and arrives by itself. */
export function arrivingChanges(pair: TablePair): ChangeNote[] {
  const { name, before, now } = pair;
  const texts = [
    ...Object.entries(now.columns).flatMap(([column, is]) =>
      arriving(column, before.columns[column], is, pair),
    ),
    ...(keepsRows(pair) ? [] : replacedChanges(pair)),
    ...(before.flow === now.flow ? [] : [flowChange(now)]),
  ];
  return texts.map((text) => ({ at: placeOf(now, name), text }));
}

function arriving(
  name: string,
  was: RecordedColumn | undefined,
  is: RecordedColumn,
  pair: TablePair,
): string[] {
  const kept = keepsRows(pair);
  if (was === undefined) {
    if (kept && !is.nullable) return [];
    const rows = kept
      ? 'joins the table at its next run, and is null in rows that are there'
      : 'is there from then on';
    return [`a column "${name}" (${is.type}${is.nullable ? ', nullable' : ''}) is new: it ${rows}`];
  }
  const fits = !kept || holds(is.type, was.type);
  return [
    ...(is.type !== was.type && fits ? [`"${name}" is ${is.type}, and was ${was.type}`] : []),
    ...(is.nullable && !was.nullable ? [`"${name}" may be missing from now on`] : []),
  ];
}

/** What comes with the next run or deployment, where nothing outlasts it. */
function replacedChanges({ before, now }: TablePair): string[] {
  const gone = Object.keys(before.columns).filter((column) => now.columns[column] === undefined);
  const secret = Object.entries(now.columns).filter(
    ([column, { pseudonymised }]) =>
      before.columns[column] && before.columns[column].pseudonymised !== pseudonymised,
  );
  return [
    ...gone.map((column) => `the column "${column}" is gone: whoever still reads it fails`),
    ...secret.map(
      ([column, is]) => `"${column}" holds ${is.pseudonymised ? 'pseudonyms' : 'values'} from then on`,
    ),
    ...(before.key.join() === now.key.join()
      ? []
      : [`its key is ${now.key.join(', ')}, and was ${before.key.join(', ')}`]),
  ];
}

function flowChange({ write }: RecordedTable): string {
  const rows: Readonly<Record<RecordedTable['write'], string>> = {
    view: 'queries give what it says from the next deployment on',
    stored: 'the next run stores what it says',
    overwrite: 'the next run replaces all rows and columns; until then readers find the old ones',
    upsert: 'rows that are there stay as they are',
    append: 'rows that are there stay as they are',
  };
  return `its flow changed: ${rows[write]}`;
}

/** An issue at a table. */
export function issueAt(
  { now, name }: TablePair,
  mistake: Omit<Mistake, 'change'>,
  steps: readonly string[],
): LastingIssue {
  const numbered = steps.map((step, index) => `(${index + 1}) ${step}`).join(', ');
  const change = `take it back, give the table another name, whose windows then run by themselves, or: ${numbered}; ${ACKNOWLEDGE}`;
  return Object.assign({ at: placeOf(now, name), change, steps }, mistake);
}

/** Where the rows of a table lie. */
export function lies({ folders, hosting }: RecordedTable): string {
  return `${folders.join(' and ')} in ${hosting === 'shared' ? 'the shared lake' : 'a lake of its own'}`;
}

/** Columns that are new, and like one that is gone. */
function newOfType({ type }: RecordedColumn, before: RecordedTable, now: RecordedTable): string[] {
  return Object.entries(now.columns)
    .filter(([name, column]) => before.columns[name] === undefined && column.type === type)
    .map(([name]) => name);
}

/** Whether values of a type are values of another as well, for Delta and for readers: a longer text, or the same. */
function holds(type: string, other: string): boolean {
  if (type === other) return true;
  const [length, least] = [textLength(type), textLength(other)];
  return length !== undefined && least !== undefined && length >= least;
}

function textLength(type: string): number | undefined {
  const length = /^string\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? undefined : Number(length);
}
