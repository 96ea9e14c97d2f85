import { metadataColumns, type Schema } from '../columns';
import { type ArrayShape } from '../contracts/column-builder';
import { formattedColumns } from '../contracts/column-format';
import {
  type ContractShape,
  type DataContract,
  keyOf,
  SOURCE_FILE,
  WINDOW_START_COLUMN,
} from '../contracts/data-contract';
import { isObject, notOf, said, textsOf, unused } from '../said';
import { type Kind } from '../types';
import { bronzeRows } from './bronze-rows';
import {
  contractRules,
  type ContractColumns,
  pseudonyms,
  secretNames,
  typed,
  typedRows,
} from './contract-rules';
import { elementRows } from './element-rows';
import { withoutErased } from './erasures';
import { Flow, relationOf } from './flow';
import { type Relation, type Table, type ParentVersions } from './relation';
import { snapshotRows } from './snapshots';
import * as steps from './steps';
import { type Publication, silverTable } from './tables';

/** How a mapping departs from the contract alone. */
export interface MappingOptions<S extends Schema, R extends Schema> {
  /** Name of the silver table. @default the contract's name, with underscores for dashes */
  readonly name?: string;
  /** What the rows hold. @default the contract's description */
  readonly description?: string;
  /** Further steps on the typed, checked rows, before they are deduplicated. They must keep the key and the event time. */
  readonly then?: (rows: Flow<S>) => Flow<R>;
  /** Days that what a write replaced stays readable, 7 to 30. @default `delta.timeTravelDays` of the settings */
  readonly timeTravelDays?: number;
  /** Whether other departments may read it; `true` is version 1 without personal columns. @default false */
  readonly published?: boolean | Publication;
}

/** How the elements of an array become rows. */
export interface ElementMappingOptions<
  S extends Schema,
  R extends Schema,
  A extends string,
  W extends string,
> extends MappingOptions<S, R> {
  /** The array: every element becomes a row. `'lines.taxes'` is the array `taxes` inside of the elements of `lines`. */
  readonly each: A;
  /** Name of the silver table, beside that of the source itself. */
  readonly name: string;
  /**
   * Columns of the source, and of the elements around the array, that every row repeats besides their keys and the event time; of two
   * with one name that of the outermost. @default none
   */
  readonly with?: readonly W[];
}

type Scalars<S extends Schema> = { readonly [C in keyof S as S[C] extends 'array' ? never : C]: S[C] };
type Name<S> = Extract<keyof S, string>;
type Flat<S> = { readonly [C in keyof S]: S[C] };
type AsSchema<T> = T extends Schema ? T : never;
type Shape<E extends ArrayShape, A extends string> = A extends keyof E ? E[A] : never;
type ElementScalars<E extends ArrayShape, A extends string> = Scalars<Shape<E, A>['schema']>;
/** What the elements around the array have that is repeated: their keys, and what is asked for. */
type Around<
  E extends ArrayShape,
  A extends string,
  W,
  Before extends string = '',
> = A extends `${infer C}.${infer R}`
  ? Pick<
      ElementScalars<E, `${Before}${C}`>,
      Extract<keyof ElementScalars<E, `${Before}${C}`>, Shape<E, `${Before}${C}`>['key'] | W>
    > &
      Around<E, R, W, `${Before}${C}.`>
  : unknown;
/** Names of the columns that a row of an array can repeat. */
type Repeatable<
  S extends Schema,
  E extends ArrayShape,
  A extends string,
  Before extends string = '',
> = A extends `${infer C}.${infer R}`
  ? Name<ElementScalars<E, `${Before}${C}`>> | Repeatable<S, E, R, `${Before}${C}.`>
  : Name<Scalars<S>>;
type ElementRow<S extends Schema, N extends ContractShape, A extends Name<N['elements']>, W> = AsSchema<
  Flat<
    Pick<Scalars<S>, Extract<keyof Scalars<S>, N['kept'] | W>> &
      Around<N['elements'], A, W> &
      ElementScalars<N['elements'], A>
  >
>;

/**
 * The silver table of the elements of a source's array: one row for each, with the source's key, its event time, the keys of the
 * elements around the array, and the columns named in `with`.
 *
 * Of two versions of what holds the elements, only those of the newer count: elements that it no longer has vanish. Rows of
 * the source that break a rule go to the quarantine `contract`, elements to the quarantine `elements`, and those of `lines` around
 * `lines.taxes` to `elements-lines`.
 */
export function mapping<
  S extends Schema,
  N extends ContractShape,
  A extends Name<N['elements']>,
  W extends Repeatable<S, N['elements'], A> = never,
  R extends Schema = ElementRow<S, N, A, W>,
>(contract: DataContract<S, N>, options: ElementMappingOptions<ElementRow<S, N, A, W>, R, A, W>): Table<R>;
/**
 * The silver table of a source: its raw rows typed, checked against the contract, personal columns pseudonymised,
 * one row of each key (the newest by event time, then by delivery). Arrays are checked, and left to a mapping of their elements.
 *
 * A row that breaks the contract goes to quarantine as the text that arrived. Rules are tried in this order: `type`
 * (not readable as its type, or longer than it), `missing` (required, but not there), `allowed`, `range`, `pattern`; a
 * rule's name is `<rule>:<column>`. What stands for a missing value (`default`) is put in before the rules are tried.
 */
export function mapping<S extends Schema, N extends ContractShape, R extends Schema = Scalars<S>>(
  contract: DataContract<S, N>,
  options?: MappingOptions<Scalars<S>, R> & { readonly each?: undefined },
): Table<R>;
export function mapping(
  contract: DataContract,
  options: MappingOptions<Schema, Schema> & {
    readonly each?: string;
    readonly with?: readonly string[];
  } = {},
): Table {
  const {
    name,
    description,
    then,
    timeTravelDays,
    published,
    each,
    with: repeated,
    ...further
  } = said(options);
  const source = said(contract);
  const parts = partsOf(contract, typeof each === 'string' ? each : undefined, textsOf(repeated ?? []));
  const shaped = typeof then === 'function' ? relationOf(then(new Flow(parts.relation))) : parts.relation;
  const usual = typeof source.name === 'string' ? source.name.replaceAll('-', '_') : source.name;
  const { eventTime } = source;
  const table = silverTable(name ?? usual, {
    description: description ?? source.description,
    flow: new Flow(
      // One of its rows has each key already; of its elements not.
      isSnapshot(source) && each === undefined
        ? loadLast(withoutWindow(shaped))
        : newestOf(shaped, parts, eventTime),
    ),
    key: parts.key,
    write: 'upsert',
    ...(eventTime !== undefined && { newestBy: eventTime }),
    ...(timeTravelDays !== undefined && { timeTravelDays }),
    ...(published !== undefined && { published }),
  });
  return Object.freeze({
    ...table,
    ...unused(further, {
      ...(then !== undefined && notOf('function', { then })),
      ...(each !== undefined && notOf('string', { each })),
      ...(repeated !== undefined && !Array.isArray(repeated) && { with: repeated }),
    }),
    ...(parts.versions && { parentVersions: parts.versions }),
  });
}

function partsOf(contract: DataContract, each: string | undefined, repeated: readonly string[]): Rows {
  // What is no contract has no rows; the validation reports it.
  if (said(contract).kind !== 'contract') return { relation: steps.readRows(bronzeRows(contract)), key: [] };
  if (each !== undefined) return elementRows(contract, each, repeated);
  const relation = sourceRows(contract);
  const key = keyOf(contract);
  return isSnapshot(contract)
    ? { relation: snapshotRows(relation, contract, 'newest'), key }
    : { relation, key };
}

function isSnapshot(contract: DataContract): boolean {
  return contract.snapshot !== undefined;
}

function newestOf(rows: Relation, { key }: Rows, eventTime: string | undefined): Relation {
  const newest = [...(eventTime === undefined ? [] : [eventTime]), ...deliveryOrder(rows)];
  return steps.dedupe(loadLast(rows), key, textsOf(newest));
}

/** All rows of a snapshot have the same window. */
function withoutWindow(rows: Relation): Relation {
  const kept = rows.columns.filter(({ name }) => name !== WINDOW_START_COLUMN);
  return steps.project(
    rows,
    kept.map(({ name }) => ({ name, from: name })),
    'flow.mapping',
  );
}

/** Typed, checked rows with what identifies them. */
interface Rows {
  readonly relation: Relation;
  readonly key: readonly string[];
  readonly versions?: ParentVersions;
}

/** The rows of a source, typed and checked, one for each that was delivered; of a snapshot with the start of its window. */
export function sourceRows(contract: DataContract): Relation {
  const columns: ContractColumns = formattedColumns(contract);
  const bronze = bronzeRows(contract);
  const delivered = withoutErased(bronze);
  const read = columns.reduce<Relation>(
    (relation, [name, { elements }]) =>
      isObject(elements) ? steps.readArray(relation, name, typed(name), steps.fieldsOf(elements)) : relation,
    isSnapshot(contract) ? steps.windowStart(delivered, contract.name) : delivered,
  );
  const checked = typedRows(new Flow<Record<string, Kind>>(read), columns).check(
    'contract',
    (row) => contractRules(columns, row),
    bronze.columns.map(({ name }) => name),
  );
  const kept = columns.filter(([, { type }]) => type.kind !== 'array');
  const load = metadataColumns(read.columns).map(({ name }) => ({ name, from: name }));
  const named = steps.project(
    checked.relation,
    [...kept.map(([name]) => ({ name, from: typed(name) })), ...load],
    'flow.mapping',
  );
  const required = new Flow<Record<string, Kind>>(steps.nullableAsPromised(named, new Map(kept)));
  const safe =
    secretNames(kept).length > 0 ? required.derive((row) => pseudonyms(kept, row, (name) => name)) : required;
  return safe.relation;
}

/**
 * What orders the deliveries of rows with one event time: the file. In the cloud its path has the window in front, in which it came; in the preview the
 * day that its path names counts first.
 */
function deliveryOrder({ columns }: Relation): string[] {
  return columns.some(({ name }) => name === SOURCE_FILE) ? [SOURCE_FILE] : [];
}

/** Metadata columns stand after what readers see, whatever steps came between. */
function loadLast(relation: Relation): Relation {
  const load = metadataColumns(relation.columns);
  const business = relation.columns.filter((column) => !load.includes(column));
  const ordered = [...business, ...load];
  if (ordered.every((column, index) => column === relation.columns[index])) return relation;
  return steps.project(
    relation,
    ordered.map(({ name }) => ({ name, from: name })),
    'flow.mapping',
  );
}
