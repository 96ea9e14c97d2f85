import { type ColumnInfo } from '../../columns';
import { type Column } from '../../contracts/column';
import { mistakeIf } from '../../errors';
import { said } from '../../said';
import { describeType } from '../../types';
import { type ElementField, type Relation } from '../relation';
import { find, nameMistakes, unknownColumns } from './columns';
import { clashMistakes } from './combine';

/** What is read of an array's elements, by what the contract promises of them. */
export function fieldsOf(elements: Readonly<Record<string, Column>>): ElementField[] {
  const objects = new Set(objectsIn(elements));
  return Object.entries(elements).map(([name, column]) => {
    const field = fieldOf(name, column);
    // The name of a text that is that of an object elsewhere says nothing.
    const isText = said(said(column).type)?.kind === 'string' && !objects.has(field.path.at(-1) ?? '');
    return isText ? { ...field, text: true } : field;
  });
}

/** The names under which elements, and those of arrays inside of them, have objects and arrays. */
function objectsIn(elements: Readonly<Record<string, Column>>): string[] {
  return Object.entries(elements).flatMap(([name, column]) => {
    const { path } = fieldOf(name, column);
    const { elements: inside } = said(column);
    return inside === undefined ? path.slice(0, -1) : [...path, ...objectsIn(said(inside))];
  });
}

/** What is read of an element for a column. */
export function fieldOf(name: string, column: Column): ElementField {
  const { path, physicalName, position, wholeElement } = said(column);
  if (position === true) return { name, path: [], position };
  return { name, path: wholeElement === true ? [] : (path ?? [physicalName ?? name]) };
}

/** The same rows after a check has sent those with missing values away: from here on the compilers may rely on it. */
export function nullableAsPromised<R extends Relation>(relation: R, columns: ReadonlyMap<string, Column>): R {
  const sure = relation.columns.map((column) => {
    const known = column.metadata ? column.nullable : true;
    return Object.assign({}, column, { nullable: columns.get(column.name)?.nullable ?? known });
  });
  return Object.assign({}, relation, { columns: sure });
}

/** Reads a column of text as an array of objects or of single values, under another name. */
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
  const mistakes = [
    ...unknownColumns('flow.readArray', [text], input),
    ...mistakeIf(source !== undefined && source.type.kind !== 'string', {
      code: 'LH3006',
      prop: 'flow.readArray',
      got: `reads "${text}", which is ${source ? describeType(source.type) : 'nothing'}`,
      allowed: 'a text that holds an array',
      change: 'name the column as it arrives',
    }),
    ...nameMistakes(
      'flow.readArray',
      columns.map((column) => column.name),
    ),
  ];
  return {
    step: 'readArray',
    input,
    text,
    name,
    holds: fields.some(({ path, position }) => position !== true && path.length === 0) ? 'values' : 'objects',
    fields,
    columns,
    ...(input.key && { key: input.key }),
    mistakes,
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
  const mistakes = [
    ...unknownColumns('flow.unnest', [array], input),
    ...mistakeIf(source !== undefined && source.type.kind !== 'array', {
      code: 'LH3006',
      prop: 'flow.unnest',
      got: `reads "${array}", which is ${source ? describeType(source.type) : 'nothing'}`,
      allowed: 'an array',
      change: 'name an array',
    }),
    ...clashMistakes(
      'flow.unnest',
      clashes.map(({ name }) => name),
    ),
  ];
  return {
    step: 'unnest',
    input,
    array,
    fields: fields.map(({ column: _, ...field }) => field),
    columns: [...kept, ...fields.map(({ column }) => column)],
    mistakes,
  };
}
