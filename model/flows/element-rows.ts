import { type ColumnInfo, metadataColumns } from '../columns';
import { type Column, isColumn } from '../contracts/column';
import { formattedColumns } from '../contracts/column-format';
import { type DataContract, keyOf, SOURCE_FILE, WINDOW_START_COLUMN } from '../contracts/data-contract';
import { said, textsOf } from '../said';
import { type Kind, MAX_STRING_LENGTH, stringType } from '../types';
import { arraysOn, namingMistakes, type NestedArray } from './array-way';
import { bronzeRows } from './bronze-rows';
import {
  contractRules,
  type ContractColumns,
  pseudonyms,
  secretNames,
  typed,
  typedRows,
} from './contract-rules';
import { withoutErased } from './erasures';
import { Flow } from './flow';
import { type Relation, type ParentVersions } from './relation';
import { acceptedRows, markerOf } from './snapshots';
import * as steps from './steps';

type Rows = Flow<Record<string, Kind>>;

/** Rows on the way to those of an array's elements: what holds an array, with what is repeated of it. */
interface Holders {
  readonly relation: Relation;
  /** The columns that are repeated, each as text and typed, outermost first. */
  readonly repeated: ContractColumns;
  /** Names of the columns that identify them. */
  readonly key: readonly string[];
  /** Names of the metadata columns. */
  readonly load: readonly string[];
}

/**
 * The elements of an array as typed, checked rows, each with columns of the row, and of the elements, that hold it.
 *
 * Only the newest version of the row is unnested, so that what a newer version leaves out is gone; a version without elements counts
 * too. Of a source that is a snapshot, it is the rows of the newest one, and versions are none.
 *
 * @param contract the source.
 * @param each the array, by the way to it: `lines`, `lines.taxes`.
 * @param repeated names of columns that every row repeats.
 */
export function elementRows(
  contract: DataContract,
  each: string,
  repeated: readonly string[],
): { readonly relation: Relation; readonly key: readonly string[]; readonly versions?: ParentVersions } {
  const columns = formattedColumns(contract);
  const arrays = arraysOn(columns, each);
  const key = keyOf(contract);
  const eventTime = textsOf(contract.eventTime === undefined ? [] : [contract.eventTime]);
  const parents = scalarsNamed(columns, [...key, ...eventTime, ...repeated]);
  const [outermost, ...inner] = arrays;
  const newest = newestRows(contract, parents, outermost ?? { way: each, name: each, fields: {} }, {
    key,
    eventTime,
    mistakes: namingMistakes(columns, each, repeated, parents),
  });
  const versions = steps.nullableAsPromised(
    steps.project(
      newest,
      [...new Set([...key, ...eventTime])].map((name) => ({ name, from: typed(name) })),
      'flow.mapping',
    ),
    new Map(parents),
  );
  const load = metadataColumns(newest.columns).map(({ name }) => name);
  let holders: Holders = { relation: newest, repeated: parents, key, load };
  let array = outermost ?? { way: each, name: each, fields: {} };
  for (const next of inner) {
    holders = holdersInside(contract, holders, array, next, repeated);
    array = next;
  }
  return {
    ...innermost(contract, holders, array),
    // A snapshot says by itself which rows there are.
    ...(contract.snapshot === undefined && { versions: { key, relation: versions } }),
  };
}

/** The newest version of each row, with its array. */
function newestRows(
  contract: DataContract,
  parents: ContractColumns,
  array: NestedArray,
  by: {
    readonly key: readonly string[];
    readonly eventTime: readonly string[];
    readonly mistakes: Relation['mistakes'];
  },
): Relation {
  const isSnapshot = contract.snapshot !== undefined;
  const bronze = bronzeRows(contract);
  const load = metadataColumns(bronze.columns).map(({ name }) => name);
  const delivered = withoutErased(bronze);
  const read = withMistakes(
    steps.readArray(
      isSnapshot ? steps.windowStart(delivered, contract.name) : delivered,
      array.name,
      typed(array.name),
      steps.fieldsOf(array.fields),
    ),
    by.mistakes,
  );
  const marker = scalarsNamed(formattedColumns(contract), markerOf(contract)).filter(
    ([name]) => !parents.some(([parent]) => parent === name),
  );
  const columns = [...parents, ...marker];
  const checked = checkedRows('contract', read, { columns, arrays: arrayColumns(array), load });
  const kept = isSnapshot ? [...load, WINDOW_START_COLUMN] : load;
  const slim = slimRows(checked, columns, array, kept);
  if (!isSnapshot) return steps.dedupeAll(slim, by.key.map(typed), by.eventTime.map(typed));
  const once = steps.dedupeAll(slim, [...by.key.map(typed), WINDOW_START_COLUMN], [SOURCE_FILE]);
  const accepted = acceptedRows(once, contract, 'newest', typed);
  const left = [WINDOW_START_COLUMN, ...marker.flatMap(([name]) => [name, typed(name)])];
  const names = accepted.columns.map(({ name }) => name).filter((name) => !left.includes(name));
  return steps.project(
    accepted,
    names.map((name) => ({ name, from: name })),
    'flow.mapping',
  );
}

/** The elements of an array that hold another one. */
function holdersInside(
  contract: DataContract,
  holders: Holders,
  array: NestedArray,
  next: NestedArray,
  repeated: readonly string[],
): Holders {
  const { load } = holders;
  const taken = holders.repeated.map(([name]) => name);
  const elements = elementColumns(array, taken);
  const keys = elements.flatMap(([name, { key }]) => (key ? [name] : []));
  const kept = scalarsNamed(elements, [...keys, ...repeated]);
  const unnested = unnestedRows(contract, holders, array, [...kept, ...arrayColumns(next)]);
  const read = steps.readArray(unnested, next.name, typed(next.name), steps.fieldsOf(next.fields));
  const checked = checkedRows(checkOf(array), read, {
    columns: kept,
    arrays: arrayColumns(next),
    load: [...load],
    before: taken,
  });
  const all = [...holders.repeated, ...kept];
  return {
    relation: slimRows(checked, kept, next, load, all),
    repeated: all,
    key: [...holders.key, ...keys],
    load,
  };
}

/** The elements of the array of which a table is made; arrays inside of them are checked, and left out. */
function innermost(
  contract: DataContract,
  holders: Holders,
  array: NestedArray,
): { readonly relation: Relation; readonly key: readonly string[] } {
  const { load, repeated } = holders;
  const taken = repeated.map(([name]) => name);
  const elements = elementColumns(array, taken);
  const unnested = unnestedRows(contract, holders, array, elements);
  const read = elements.reduce<Relation>(
    (relation, [name, { type, elements: inside }]) =>
      type.kind === 'array'
        ? steps.readArray(relation, name, typed(name), steps.fieldsOf(said(inside ?? {})))
        : relation,
    unnested,
  );
  const rows = typedRows(new Flow<Record<string, Kind>>(read), elements).check(
    'elements',
    (row) => contractRules(elements, row),
    [...taken, ...elements.map(([name]) => name), ...load],
  );
  const single = elements.filter(([, { type }]) => type.kind !== 'array');
  const all: ContractColumns = [...repeated, ...single];
  const named = steps.project(
    rows.relation,
    [...all.map(([name]) => ({ name, from: typed(name) })), ...load.map((name) => ({ name, from: name }))],
    'flow.mapping',
  );
  const required: Rows = new Flow(steps.nullableAsPromised(named, new Map(all)));
  const result =
    secretNames(single).length > 0
      ? required.derive((row) => pseudonyms(single, row, (name) => name))
      : required;
  const keys = single.flatMap(([name, { key }]) => (key ? [name] : []));
  return { relation: result.relation, key: [...holders.key, ...keys] };
}

/** Types columns, and sends rows that break a rule of these or of an array to quarantine, with the texts of what is repeated before. */
function checkedRows(
  name: string,
  read: Relation,
  {
    columns,
    arrays,
    load,
    before = [],
  }: {
    readonly columns: ContractColumns;
    readonly arrays: ContractColumns;
    readonly load: readonly string[];
    readonly before?: readonly string[];
  },
): Rows {
  const all = [...columns, ...arrays];
  return typedRows(new Flow<Record<string, Kind>>(read), columns).check(
    name,
    (row) => contractRules(all, row),
    [...before, ...all.map(([column]) => column), ...load],
  );
}

/** Most characters of the name of a check. */
const MAX_CHECK = 40;

/** The check of elements that hold another array: `elements-lines`. */
function checkOf({ way }: NestedArray): string {
  const name = `elements-${way.replace(/[._]/g, '-')}`;
  return name.length <= MAX_CHECK ? name : `elements-${way.split('.').length}`;
}

/** What is repeated, as text and typed, and an array; personal columns that came last are pseudonyms from here on. */
function slimRows(
  checked: Rows,
  columns: ContractColumns,
  array: NestedArray,
  load: readonly string[],
  all: ContractColumns = columns,
): Relation {
  const kept = all.flatMap(([name]) => [name, typed(name)]);
  const slim: Rows = new Flow(
    steps.project(
      checked.relation,
      [...kept, typed(array.name), ...load].map((name) => ({ name, from: name })),
      'flow.mapping',
    ),
  );
  return secretNames(columns).length > 0
    ? slim.derive((row) => pseudonyms(columns, row, typed)).relation
    : slim.relation;
}

function unnestedRows(
  contract: DataContract,
  { relation }: Holders,
  array: NestedArray,
  elements: ContractColumns,
): Relation {
  return steps.unnest(
    relation,
    typed(array.name),
    elements.map(([name, column]) => ({
      ...steps.fieldOf(name, column),
      column: elementInfo(contract, array.way, name, column),
    })),
  );
}

/** The columns of an array's elements; names that rows around them have already are no second mistake. */
function elementColumns({ fields }: NestedArray, taken: readonly string[]): ContractColumns {
  return Object.entries(fields).filter(([name, column]) => isColumn(column) && !taken.includes(name));
}

function arrayColumns({ name, column }: NestedArray): ContractColumns {
  return column ? [[name, column]] : [];
}

/** The columns of these names that hold single values, in the order of the names. */
function scalarsNamed(columns: ContractColumns, names: readonly string[]): ContractColumns {
  const known = new Map(columns);
  return [...new Set(names)].flatMap((name) => {
    const column = known.get(name);
    return column && column.type.kind !== 'array' ? [[name, column] as const] : [];
  });
}

function elementInfo(contract: DataContract, way: string, name: string, column: Column): ColumnInfo {
  return {
    name,
    type: stringType(MAX_STRING_LENGTH),
    nullable: true,
    classification: column.classification,
    lineage: [`${contract.name}.${way}.${name}`],
  };
}

function withMistakes(relation: Relation, mistakes: Relation['mistakes']): Relation {
  // What follows from a wrong name is no mistake of its own.
  return mistakes.length > 0 ? Object.assign({}, relation, { mistakes }) : relation;
}
