import { type ColumnInfo, metadataColumns } from '../columns';
import { type Column, isColumn } from '../contracts/column';
import { type DataContract, formattedColumns, keyOf } from '../contracts/data-contract';
import { listed, type Mistake, mistakeIf, suggestion } from '../errors';
import { said, textsOf } from '../said';
import { type Kind, MAX_STRING_LENGTH, stringType } from '../types';
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
import * as steps from './steps';

/**
 * The elements of an array as typed, checked rows, each with columns of the row that holds it.
 *
 * Only the newest version of what holds them is unnested, so that what a newer version leaves out is gone; a version
 * without elements counts too.
 */
export function elementRows(
  contract: DataContract,
  each: string,
  repeated: readonly string[],
): { readonly relation: Relation; readonly key: readonly string[]; readonly versions: ParentVersions } {
  const parentKey = keyOf(contract);
  const columns = new Map(formattedColumns(contract));
  const eventTime = textsOf([contract.eventTime]);
  const parents: ContractColumns = [...new Set([...parentKey, ...eventTime, ...repeated])].flatMap((name) => {
    const column = columns.get(name);
    return column && column.type.kind !== 'array' ? [[name, column] as const] : [];
  });
  const names = parents.map(([name]) => name);
  const array = columns.get(each);
  const fields = said(array?.elements ?? {});
  const elements: ContractColumns = Object.entries(fields).filter(
    ([name, column]) => isColumn(column) && !names.includes(name),
  );
  const bronze = bronzeRows(contract);
  const load = metadataColumns(bronze.columns).map(({ name }) => name);
  const arrayColumn: ContractColumns = array ? [[each, array]] : [];

  const read = withMistakes(
    steps.readArray(withoutErased(bronze), each, typed(each), steps.fieldsOf(fields)),
    namingMistakes(columns, each, repeated, names),
  );
  const checked = typedRows(new Flow<Record<string, Kind>>(read), parents).check(
    'contract',
    (row) => contractRules([...parents, ...arrayColumn], row),
    [...names, ...arrayColumn.map(([name]) => name), ...load],
  );
  const kept = parents.flatMap(([name]) => [name, typed(name)]);
  const slim = new Flow<Record<string, Kind>>(
    steps.project(
      checked.relation,
      [...kept, typed(each), ...load].map((name) => ({ name, from: name })),
      'flow.mapping',
    ),
  );
  const safe = secretNames(parents).length > 0 ? slim.derive((row) => pseudonyms(parents, row, typed)) : slim;
  const newest = steps.dedupeAll(safe.relation, parentKey.map(typed), eventTime.map(typed));
  const versions = steps.nullableAsPromised(
    steps.project(
      newest,
      [...new Set([...parentKey, ...eventTime])].map((name) => ({ name, from: typed(name) })),
      'flow.mapping',
    ),
    new Map(parents),
  );

  const unnested = steps.unnest(
    newest,
    typed(each),
    elements.map(([name, column]) => ({
      name,
      delivered: column.physicalName ?? name,
      column: elementInfo(contract, each, name, column),
    })),
  );
  const raw = elements.map(([name]) => name);
  const rows = typedRows(new Flow<Record<string, Kind>>(unnested), elements).check(
    'elements',
    (row) => contractRules(elements, row),
    [...names, ...raw, ...load],
  );
  const all: ContractColumns = [...parents, ...elements];
  const named = steps.project(
    rows.relation,
    [...all.map(([name]) => ({ name, from: typed(name) })), ...load.map((name) => ({ name, from: name }))],
    'flow.mapping',
  );
  const required = new Flow<Record<string, Kind>>(steps.nullableAsPromised(named, new Map(all)));
  const result =
    secretNames(elements).length > 0
      ? required.derive((row) => pseudonyms(elements, row, (name) => name))
      : required;
  const elementKey = elements.flatMap(([name, { key }]) => (key ? [name] : []));
  return {
    relation: result.relation,
    key: [...parentKey, ...elementKey],
    versions: { key: parentKey, relation: versions },
  };
}

function elementInfo(contract: DataContract, each: string, name: string, column: Column): ColumnInfo {
  return {
    name,
    type: stringType(MAX_STRING_LENGTH),
    nullable: true,
    classification: column.classification,
    lineage: [`${contract.name}.${each}.${name}`],
  };
}

/** The compiler refuses these; JavaScript does not. */
function namingMistakes(
  columns: ReadonlyMap<string, Column>,
  each: string,
  repeated: readonly string[],
  taken: readonly string[],
): Mistake[] {
  const kinds = (wanted: boolean): string[] =>
    [...columns].flatMap(([name, { type }]) => ((type.kind === 'array') === wanted ? [name] : []));
  const unknown = (prop: string, name: string, known: readonly string[], what: string): Mistake[] =>
    mistakeIf(!known.includes(name), {
      code: 'LH3010',
      prop,
      got: `names "${name}", which is no ${what}${suggestion(name, known)}`,
      allowed: listed(known),
      change: 'name one of these',
    });
  return [
    ...unknown('each', each, kinds(true), 'array of the contract'),
    ...repeated.flatMap((name) => unknown('with', name, kinds(false), 'column that rows can repeat')),
    ...Object.keys(columns.get(each)?.elements ?? {})
      .filter((name) => taken.includes(name))
      .map((name): Mistake => ({
        code: 'LH3003',
        prop: 'each',
        got: `is "${each}", whose elements have a column "${name}", like the row that holds them`,
        allowed: 'each column in one of the two',
        change: 'rename one, with physicalName() for its name in the files',
      })),
  ];
}

function withMistakes(relation: Relation, mistakes: readonly Mistake[]): Relation {
  // What follows from a wrong name is no mistake of its own.
  return mistakes.length > 0 ? Object.assign({}, relation, { mistakes }) : relation;
}
