import { type ColumnInfo } from '../../columns';
import { type Column } from '../../contracts/column';
import { listed } from '../../errors';
import { said } from '../../said';
import { describeType } from '../../types';
import { type ElementField, type Relation } from '../relation';
import { find, nameProblems, unknownColumn } from './columns';

/** The fields of an array's elements, by what the contract promises of them. */
export function fieldsOf(elements: Readonly<Record<string, Column>>): ElementField[] {
  return Object.entries(elements).map(([name, column]) => ({
    name,
    delivered: said(column).physicalName ?? name,
  }));
}

/** The same rows after a check has sent those with missing values away: from here on the compilers may rely on it. */
export function nullableAsPromised<R extends Relation>(relation: R, columns: ReadonlyMap<string, Column>): R {
  const sure = relation.columns.map((column) =>
    Object.assign({}, column, { nullable: columns.get(column.name)?.nullable ?? true }),
  );
  return Object.assign({}, relation, { columns: sure });
}

/** Reads a column of text as an array of objects, under another name. */
export function readArray(
  input: Relation,
  text: string,
  name: string,
  fields: readonly ElementField[],
): Relation {
  const source = find(input, text);
  const added: ColumnInfo = {
    name,
    type: { kind: 'array' },
    nullable: true,
    classification: source?.classification ?? 'internal',
    lineage: source?.lineage ?? [],
  };
  const columns = [...input.columns, added];
  const problems = [
    ...(source ? [] : [unknownColumn('readArray', text, input)]),
    ...(source && source.type.kind !== 'string'
      ? [
          `readArray needs text in "${text}", found ${describeType(source.type)}; name the column as it arrives`,
        ]
      : []),
    ...nameProblems(
      'readArray',
      columns.map((column) => column.name),
    ),
  ];
  return {
    step: 'readArray',
    input,
    text,
    name,
    fields,
    columns,
    ...(input.key && { key: input.key }),
    problems,
  };
}

/** One row for each element of an array; `fields` say what is known of the columns that they become. */
export function unnest(
  input: Relation,
  array: string,
  fields: readonly (ElementField & { readonly column: ColumnInfo })[],
): Relation {
  const source = find(input, array);
  const kept = input.columns.filter(({ name }) => name !== array);
  const clashes = fields.filter(({ name }) => kept.some((column) => column.name === name));
  const problems = [
    ...(source ? [] : [unknownColumn('unnest', array, input)]),
    ...(source && source.type.kind !== 'array'
      ? [`unnest needs an array in "${array}", found ${describeType(source.type)}; name an array`]
      : []),
    ...(clashes.length > 0
      ? [
          `unnest: the elements and the rows they are in both have ${listed(clashes.map(({ name }) => name))}; rename or leave out those of one`,
        ]
      : []),
  ];
  return {
    step: 'unnest',
    input,
    array,
    fields: fields.map(({ name, delivered }) => ({ name, delivered })),
    columns: [...kept, ...fields.map(({ column }) => column)],
    problems,
  };
}
