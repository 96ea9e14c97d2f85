import { type Column, isColumn } from '../contracts/column';
import { listed, type Mistake, mistakeIf, suggestion } from '../errors';
import { isObject, said } from '../said';
import { type ContractColumns } from './contract-rules';

/** An array of a contract, or one inside of the elements of another. */
export interface NestedArray {
  /** The names that lead to it: `lines.taxes`. */
  readonly way: string;
  /** Its own name. */
  readonly name: string;
  /** What is promised of it; nothing, where there is no such array. */
  readonly column?: Column;
  /** The columns of its elements. */
  readonly fields: Readonly<Record<string, Column>>;
}

/** The arrays on the way to one, outermost first, as far as there are any. */
export function arraysOn(columns: ContractColumns, each: string): NestedArray[] {
  const found: NestedArray[] = [];
  let around = new Map(columns);
  for (const name of each.split('.')) {
    const column = around.get(name);
    if (column?.type.kind !== 'array') break;
    const fields = said(column.elements ?? {});
    found.push({ way: [...found.slice(-1).map(({ way }) => way), name].join('.'), name, column, fields });
    around = new Map(Object.entries(fields).filter(([, field]) => isColumn(field)));
  }
  return found;
}

/** Wrong names in a mapping of elements. The compiler refuses these; JavaScript does not. */
export function namingMistakes(
  columns: ContractColumns,
  each: string,
  repeated: readonly string[],
  parents: ContractColumns,
): Mistake[] {
  const arrays = arraysOn(columns, each);
  const isWhole = arrays.at(-1)?.way === each;
  const holders = isWhole ? arrays.slice(0, -1) : arrays;
  const around = [columns, ...holders.map(({ fields }) => Object.entries(fields))];
  const repeatable = around.flatMap((level) => singles(level));
  const known = waysTo(columns);
  return [
    ...mistakeIf(!isWhole, {
      code: 'LH3010',
      prop: 'each',
      got: `names "${each}", which is no array of the contract${suggestion(each, known)}`,
      allowed: listed(known),
      change: 'name one of these',
    }),
    ...repeated.flatMap((name) =>
      mistakeIf(!repeatable.includes(name), {
        code: 'LH3010',
        prop: 'with',
        got: `names "${name}", which is no column that rows can repeat${suggestion(name, repeatable)}`,
        allowed: listed(repeatable),
        change: 'name one of these',
      }),
    ),
    ...takenMistakes(arrays, repeated, parents),
  ];
}

/** Names that elements share with what holds them, and that both would have in the table. */
function takenMistakes(
  arrays: readonly NestedArray[],
  repeated: readonly string[],
  parents: ContractColumns,
): Mistake[] {
  const taken = new Set(parents.map(([name]) => name));
  return arrays.flatMap(({ way, fields }, level) => {
    const isLast = level === arrays.length - 1;
    const all = Object.entries(fields).filter(([, field]) => isColumn(field));
    const kept = isLast
      ? all
      : all.filter(([name, { key }]) => key || (repeated.includes(name) && !taken.has(name)));
    const clashes = kept.filter(([name]) => taken.has(name));
    for (const [name] of kept) taken.add(name);
    return clashes.map(([name]): Mistake => ({
      code: 'LH3003',
      prop: 'each',
      got: `is "${way}", whose elements have a column "${name}", like ${level === 0 ? 'the row that holds' : 'what is around'} them`,
      allowed: 'each column in one of the two',
      change: 'rename one, with physicalName() for its name in the files',
    }));
  });
}

function singles(columns: ContractColumns): string[] {
  return columns.flatMap(([name, column]) =>
    isColumn(column) && column.type.kind !== 'array' ? [name] : [],
  );
}

function waysTo(columns: ContractColumns): string[] {
  return columns.flatMap(([name, column]) => {
    if (!isColumn(column) || column.type.kind !== 'array') return [];
    const inside = isObject(column.elements) ? waysTo(Object.entries(column.elements)) : [];
    return [name, ...inside.map((way) => `${name}.${way}`)];
  });
}
