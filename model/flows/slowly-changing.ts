import { type Schema } from '../columns';
import {
  type ContractShape,
  contractColumns,
  type DataContract,
  keyOf,
  NEXT_WINDOW_COLUMN,
  SOURCE_FILE,
  WINDOW_START_COLUMN,
} from '../contracts/data-contract';
import { listed, type Mistake, mistakeIf, suggestion } from '../errors';
import { count, Expr, lag, literal, max, min, runningSum, when } from '../expressions';
import { notOf, said, textsOf, unused } from '../said';
import { type Kind } from '../types';
import { bronzeRows } from './bronze-rows';
import { Flow, relationOf } from './flow';
import { sourceRows } from './mapping';
import { type Relation, type Table } from './relation';
import { snapshotRows } from './snapshots';
import * as steps from './steps';
import { find } from './steps/columns';
import { type Publication, silverTable } from './tables';

/** The columns that a history has beside the key and what is tracked. */
export interface ValidityColumns {
  /** From when on the version holds. */
  readonly valid_from: 'timestamp';
  /** From when on it no longer does; null where it still does. */
  readonly valid_to: 'timestamp';
  /** Whether it still does. */
  readonly is_current: 'boolean';
}

type Scalars<S extends Schema> = { readonly [C in keyof S as S[C] extends 'array' ? never : C]: S[C] };
type Name<S> = Extract<keyof S, string>;
type Flat<S> = { readonly [C in keyof S]: S[C] };
type AsSchema<T> = T extends Schema ? T : never;

/** A table of the key, what is tracked, and between which times it held. */
type Versions<R extends Schema, N extends ContractShape, C extends string> = Table<
  AsSchema<Flat<Pick<R, Extract<Name<R>, N['kept'] | C>> & ValidityColumns>>
>;

/** What a department says of the history of a source. */
export interface SlowlyChangingProps<
  S extends Schema,
  N extends ContractShape,
  R extends Schema,
  C extends string,
> {
  /** The source: one of the department, with an event time or of snapshots. */
  readonly from: DataContract<S, N>;
  /** The columns that make a new version when they change; others are not kept. @default all but the key, the event time and arrays */
  readonly track?: readonly (C & Name<R>)[];
  /** Further steps on the typed, checked rows. They keep the key and, where the source has one, the event time. */
  readonly then?: (rows: Flow<Scalars<S>>) => Flow<R>;
  /** What its rows hold. @default the source's description, and that these are its versions */
  readonly description?: string;
  /** Days that what a write replaced stays readable, 7 to 30. @default `delta.timeTravelDays` of the settings */
  readonly timeTravelDays?: number;
  /** Whether other departments may read it; `true` is version 1 without personal columns. @default false */
  readonly published?: boolean | Publication;
}

const VALID_FROM = 'valid_from';
const VALID_TO = 'valid_to';
const IS_CURRENT = 'is_current';
const ADDED: readonly string[] = [VALID_FROM, VALID_TO, IS_CURRENT];

type AnyRow = Readonly<Record<string, Expr<Kind>>>;
type AnyFlow = Flow<Record<string, Kind>>;

/**
 * The history of a source, as a slowly changing dimension of type 2: a row for each version of each thing, with `valid_from`, `valid_to`
 * (null while it holds) and `is_current`.
 *
 * A version begins when a tracked column changes. Of a source of snapshots that is the start of the window of the first snapshot that has
 * the values, and a thing that a snapshot lacks ends with its window; of a source with an event time it is that time, of a day its
 * midnight, and nothing ends without a successor. The key of the table is that of the source, without the event time, and `valid_from`.
 *
 * Windows that run twice, late or in another order leave the same rows.
 *
 * @param name name of the silver table.
 * @param props the source, and what is kept of it.
 */
export function slowlyChanging<
  S extends Schema,
  N extends ContractShape,
  C extends string = Name<Scalars<S>>,
>(
  name: string,
  props: SlowlyChangingProps<S, N, Scalars<S>, C> & { readonly then?: undefined },
): Versions<Scalars<S>, N, C>;
export function slowlyChanging<
  S extends Schema,
  N extends ContractShape,
  R extends Schema = Scalars<S>,
  C extends string = Name<R>,
>(
  name: string,
  props: SlowlyChangingProps<S, N, R, C> & Pick<Required<SlowlyChangingProps<S, N, R, C>>, 'then'>,
): Versions<R, N, C>;
export function slowlyChanging(
  name: string,
  props: SlowlyChangingProps<Schema, ContractShape, Schema, string>,
): Table {
  const { from, track, then, description, timeTravelDays, published, ...further } = said(props);
  const source = said(from);
  const isContract = source.kind === 'contract';
  const key = isContract ? keyOf(from).filter((column) => column !== source.eventTime) : [];
  const versions = isContract
    ? versionsOf(from, { key, track, then })
    : { relation: steps.readRows(bronzeRows(from)), mistakes: [] };
  const table = silverTable(name, {
    description: description ?? `${source.description}: every version`,
    flow: new Flow(versions.relation),
    key: [...key, VALID_FROM],
    write: 'upsert',
    ...(timeTravelDays !== undefined && { timeTravelDays }),
    ...(published !== undefined && { published }),
  });
  return Object.freeze({
    ...table,
    ...unused(further, {
      ...(then !== undefined && notOf('function', { then })),
      ...(track !== undefined && !Array.isArray(track) && { track }),
    }),
  });
}

/** What a history is made from. */
interface Tracked extends Pick<SlowlyChangingProps<Schema, ContractShape, Schema, string>, 'track' | 'then'> {
  readonly key: readonly string[];
}

function versionsOf(contract: DataContract, { key, track, then }: Tracked): { readonly relation: Relation } {
  const isSnapshot = contract.snapshot !== undefined;
  const rows = isSnapshot ? snapshotRows(sourceRows(contract), contract, 'all') : sourceRows(contract);
  const shaped = typeof then === 'function' ? relationOf(then(new Flow(rows))) : rows;
  // A contract with neither is for its rules to report.
  const time = isSnapshot ? WINDOW_START_COLUMN : (contract.eventTime ?? VALID_FROM);
  const named = [...key, time];
  const usable = shaped.columns.flatMap(({ name, metadata }) =>
    metadata || named.includes(name) ? [] : [name],
  );
  const wanted = track === undefined ? usable : textsOf(track);
  const isDated = find(shaped, time) && (!isSnapshot || find(shaped, NEXT_WINDOW_COLUMN));
  const mistakes = [
    ...trackMistakes(contract, { key, wanted, usable, isSnapshot }),
    ...mistakeIf(!isDated && (isSnapshot || contract.eventTime !== undefined), LOST_TIME),
  ];
  // What follows from a wrong name is no mistake of its own.
  const tracked = wanted.filter((name) => usable.includes(name) && !ADDED.includes(name));
  const intervals = steps.validity(dated(shaped, { key, tracked, time, isSnapshot }), {
    by: key,
    from: VALID_FROM,
    to: VALID_TO,
    snapshots: isSnapshot,
  });
  const sound = mistakes.length > 0 ? Object.assign({}, intervals, { mistakes }) : intervals;
  return { relation: mistakes.length > 0 ? sound : coalesced(sound, key, tracked) };
}

/** One row of each key and time, in the columns of the history. */
function dated(
  rows: Relation,
  {
    key,
    tracked,
    time,
    isSnapshot,
  }: {
    readonly key: readonly string[];
    readonly tracked: readonly string[];
    readonly time: string;
    readonly isSnapshot: boolean;
  },
): Relation {
  const timed = new Flow<Record<string, Kind>>(rows).derive((row) => ({
    [VALID_FROM]: find(rows, time) ? asTimestamp(row[time]) : NO_TIME,
    ...(isSnapshot && { [VALID_TO]: find(rows, NEXT_WINDOW_COLUMN) ? row[NEXT_WINDOW_COLUMN] : NO_TIME }),
  })).relation;
  const file = !isSnapshot && find(rows, SOURCE_FILE) ? [SOURCE_FILE] : [];
  const names = [...key, ...tracked, VALID_FROM, ...(isSnapshot ? [VALID_TO] : file)];
  const picked = steps.project(
    timed,
    names.map((name) => ({ name, from: name })),
    'flow.slowlyChanging',
  );
  const by = [...key, VALID_FROM];
  const isUnique = isSnapshot && rows.key?.every((name) => name === time || key.includes(name));
  return isUnique === true ? Object.assign({}, picked, { key: by }) : steps.dedupe(picked, by, file);
}

/** Stands for the time of rows that have lost it, which is reported. */
const NO_TIME = new Expr<Kind>({
  op: 'literal',
  value: '1970-01-01 00:00:00',
  type: { kind: 'timestamp' },
  nullable: false,
});

/** A day begins at its midnight. */
function asTimestamp(time: Expr<Kind> | undefined): Expr<Kind> {
  return time === undefined
    ? NO_TIME
    : time.node.type.kind === 'date'
      ? (time as Expr<'date'>).toTimestamp()
      : time;
}

/** Joins what holds the same values without a gap: one row for each version. */
function coalesced(intervals: Relation, key: readonly string[], tracked: readonly string[]): Relation {
  const before = (index: number): string => `_before_${index}`;
  const [ends, starts, version, known, rows] = ['_ends_before', '_starts', '_version', '_ended', '_rows'];
  const value = <K extends Kind>(row: AnyRow, name: string): Expr<K> => row[name] as Expr<K>;
  const history: AnyFlow = new Flow<Record<string, Kind>>(intervals)
    .window({ by: key, order: [VALID_FROM] }, (row) => ({
      [ends]: lag(value(row, VALID_TO)),
      ...Object.fromEntries(tracked.map((name, index) => [before(index), lag(value(row, name))])),
    }))
    .derive((row) => {
      const goesOn = tracked.reduce(
        (all, name, index) => all.and(isSame(value(row, name), value(row, before(index)))),
        value(row, ends).equals(value(row, VALID_FROM)).coalesce(false),
      );
      return { [starts]: when([[goesOn, literal(0)]], literal(1)) };
    })
    .window({ by: key, order: [VALID_FROM] }, (row) => ({
      [version]: runningSum(value<'integer'>(row, starts)),
    }))
    .aggregate(
      (row) => Object.fromEntries([...key, version, ...tracked].map((name) => [name, value(row, name)])),
      (row) => ({
        [VALID_FROM]: min(value<'timestamp'>(row, VALID_FROM)),
        [VALID_TO]: max(value<'timestamp'>(row, VALID_TO)),
        [known]: count(value(row, VALID_TO)),
        [rows]: count(),
      }),
    )
    // A version that holds still has no end, whatever ends the rows before the last have.
    .derive((row) => ({
      [VALID_TO]: when([[value<'long'>(row, known).equals(value<'long'>(row, rows)), value(row, VALID_TO)]]),
    }))
    .derive((row) => ({ [IS_CURRENT]: value(row, VALID_TO).isNull() }));
  const names = [...key, ...tracked, VALID_FROM, VALID_TO, IS_CURRENT];
  const result = steps.project(
    history.relation,
    names.map((name) => ({ name, from: name })),
    'flow.slowlyChanging',
  );
  // Versions of a thing begin at different times.
  const columns = result.columns.map((column) =>
    column.name === VALID_FROM ? Object.assign({}, column, { nullable: false }) : column,
  );
  return Object.assign({}, result, { columns, key: [...key, VALID_FROM] });
}

function isSame(one: Expr<Kind>, other: Expr<Kind>): Expr<'boolean'> {
  return one.equals(other).coalesce(false).or(one.isNull().and(other.isNull()));
}

const LOST_TIME: Mistake = {
  code: 'LH1447',
  prop: 'then',
  got: 'gives rows that nothing dates',
  allowed: 'steps that keep the event time, and of a snapshot the rows one by one',
  change: 'keep it, or aggregate in a table that reads the history',
};

function trackMistakes(
  contract: DataContract,
  {
    key,
    wanted,
    usable,
    isSnapshot,
  }: {
    readonly key: readonly string[];
    readonly wanted: readonly string[];
    readonly usable: readonly string[];
    readonly isSnapshot: boolean;
  },
): Mistake[] {
  const arrays = contractColumns(contract).flatMap(([name, { type }]) =>
    type.kind === 'array' ? [name] : [],
  );
  const why = (name: string): string => {
    if (key.includes(name)) return ', which is a part of the key';
    if (name === contract.eventTime) return ', which dates the rows';
    if (arrays.includes(name)) return ', which is an array';
    return `, which is no column${suggestion(name, usable)}`;
  };
  return [
    ...mistakeIf(key.length === 0 && keyOf(contract).length > 0, {
      code: 'LH1447',
      prop: 'from',
      got: `is identified by "${contract.eventTime ?? ''}" alone, its event time`,
      allowed: 'sources of things that have several versions, told apart by their time',
      change: 'mark what identifies a thing with .key()',
    }),
    ...wanted
      .filter((name) => !usable.includes(name))
      .map((name): Mistake => ({
        code: 'LH1447',
        prop: 'track',
        got: `names "${name}"${why(name)}`,
        allowed: listed(usable),
        change: 'name single values that change',
      })),
    ...[...key, ...wanted]
      .filter((name) => ADDED.includes(name))
      .map((name): Mistake => ({
        code: 'LH1447',
        prop: 'track',
        got: `is with "${name}", which is a column that the history adds`,
        allowed: `columns other than ${listed(ADDED)}`,
        change: 'leave it out, or rename it in "then"',
      })),
    ...mistakeIf(wanted.length === 0 && !isSnapshot, {
      code: 'LH1447',
      prop: 'track',
      got: 'names no column, of a source with an event time',
      allowed: listed(usable),
      change: 'name the columns that make a new version',
    }),
  ];
}
