import { type Column } from '../contracts/column';
import { type DataContract, pathOf, keyOf, physicalNameOf } from '../contracts/data-contract';
import { type Issue, listed } from '../errors';
import { duplicateIssues } from './names';

/** A name inside a JSON path that no quote or bracket ends. */
const PATH_NAME = /^[^'"[\]\\]+$/;

/** Everything wrong with values inside objects and with arrays of one contract; `columnIssues` checks a column by itself. */
export function nestedIssues(
  at: string,
  contract: DataContract,
  columnIssues: (at: string, name: string, column: Column) => Issue[],
): Issue[] {
  return Object.entries<Column>(contract.columns).flatMap(([name, column]) => [
    ...pathIssues(at, `columns.${name}`, column),
    ...positionIssues(at, `columns.${name}`, column),
    ...(column.type.kind === 'array'
      ? arrayIssues(at, `columns.${name}`, column, keyOf(contract), columnIssues)
      : []),
  ]);
}

/** The delivered places of a contract's columns, each of which can be read once. */
export function deliveredPlaces(contract: DataContract): string[] {
  return Object.keys(contract.columns).map((name) => pathOf(contract, name).join('.'));
}

/** Names of columns that files have and nobody reads, among those that are read. */
export function ignoredIssues(at: string, contract: DataContract): Issue[] {
  const read = Object.keys(contract.columns).map((name) => physicalNameOf(contract, name));
  const { ignoredColumns = [] } = contract;
  return [
    ...duplicateIssues(at, 'ignoredColumns', ignoredColumns),
    ...[...new Set(ignoredColumns)]
      .filter((name) => read.includes(name))
      .map((name): Issue => ({
        code: 'LH1451',
        at,
        prop: 'ignoredColumns',
        got: `names "${name}", which is the name of a column of the contract in files`,
        allowed: 'names that no column has',
        change: 'remove it here, or remove the column',
      })),
  ];
}

function pathIssues(at: string, prop: string, column: Column): Issue[] {
  const { path, physicalName } = column;
  if (path === undefined) return [];
  const issues: Issue[] = [];
  if (path.length === 0 || path.some((part) => !PATH_NAME.test(part))) {
    issues.push({
      code: 'LH0001',
      at,
      prop,
      got: `is delivered at "${path.join('.')}"`,
      allowed: 'one or more names without quotes, brackets and backslashes',
      change: 'name the objects around the value, outermost first, and then the value',
    });
  }
  if (physicalName !== undefined) {
    issues.push({
      code: 'LH1015',
      at,
      prop,
      got: `is delivered as "${physicalName}" and at "${path.join('.')}"`,
      allowed: 'one of the two',
      change: 'remove physicalName(), or path()',
    });
  }
  return issues;
}

function positionIssues(at: string, prop: string, { position }: Column): Issue[] {
  return position === true
    ? [
        {
          code: 'LH1449',
          at,
          prop,
          got: 'is a position, and in no array',
          allowed: 'positions among the columns of an array',
          change: 'declare the column as it is delivered, or move it into the array',
        },
      ]
    : [];
}

function arrayIssues(
  at: string,
  prop: string,
  column: Column,
  around: readonly string[],
  columnIssues: (at: string, name: string, column: Column) => Issue[],
): Issue[] {
  const elements = Object.entries(column.elements ?? {});
  const issues: Issue[] = [];
  if (column.key) {
    issues.push({
      code: 'LH1013',
      at,
      prop,
      got: 'is an array and part of the key',
      allowed: 'a key of single values',
      change: 'remove .key() from the array',
    });
  }
  const keys = elements.flatMap(([name, { key }]) => (key ? [name] : []));
  if (keys.length === 0) {
    issues.push({
      code: 'LH1012',
      at,
      prop,
      got: 'is an array whose elements have no key',
      allowed: `one or more of its columns marked .key(), beside ${listed(around)} of what holds them, or t.position()`,
      change: 'mark the columns that identify an element among its siblings',
    });
  }
  return [
    ...issues,
    ...elements.flatMap(([name, element]) => [
      ...elementIssues(at, `${prop}.${name}`, element),
      ...columnIssues(at, name, element).map((issue) => ({ ...issue, prop: `${prop}.${name}` })),
      ...(element.type.kind === 'array' && element.wholeElement !== true
        ? arrayIssues(at, `${prop}.${name}`, element, [...around, ...keys], columnIssues)
        : []),
    ]),
    ...duplicateIssues(
      at,
      `${prop}.physicalName`,
      elements.flatMap(([name, { path, physicalName, position, wholeElement }]) =>
        position === true || wholeElement === true ? [] : [(path ?? [physicalName ?? name]).join('.')],
      ),
    ),
  ];
}

function elementIssues(at: string, prop: string, column: Column): Issue[] {
  const { type, path, physicalName, position, wholeElement } = column;
  if (wholeElement === true && type.kind === 'array') {
    return [
      {
        code: 'LH1014',
        at,
        prop,
        got: 'is an array, and an element of one',
        allowed: 'arrays of objects or of single values',
        change: 'leave it out, or let the source deliver objects that hold the arrays',
      },
    ];
  }
  if ((position === true || wholeElement === true) && (path ?? physicalName) !== undefined) {
    return [
      {
        code: 'LH1450',
        at,
        prop,
        got: `is ${position === true ? 'the place of an element' : 'an element itself'}, and has the name "${path?.join('.') ?? physicalName ?? ''}" in documents`,
        allowed: 'a name of values inside of objects only',
        change: 'remove physicalName() and path()',
      },
    ];
  }
  return pathIssues(at, prop, column);
}
