import { type Column } from '../contracts/column';
import { type DataContract, pathOf, keyOf } from '../contracts/data-contract';
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
    ...pathIssues(at, name, column),
    ...(column.type.kind === 'array' ? arrayIssues(at, name, column, contract, columnIssues) : []),
  ]);
}

/** The delivered places of a contract's columns, each of which can be read once. */
export function deliveredPlaces(contract: DataContract): string[] {
  return Object.keys(contract.columns).map((name) => pathOf(contract, name).join('.'));
}

function pathIssues(at: string, name: string, column: Column): Issue[] {
  const prop = `columns.${name}`;
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

function arrayIssues(
  at: string,
  name: string,
  column: Column,
  contract: DataContract,
  columnIssues: (at: string, name: string, column: Column) => Issue[],
): Issue[] {
  const prop = `columns.${name}`;
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
  if (!elements.some(([, { key }]) => key)) {
    issues.push({
      code: 'LH1012',
      at,
      prop,
      got: 'is an array whose elements have no key',
      allowed: `one or more of its columns marked .key(), beside the contract's ${listed(keyOf(contract))}`,
      change: 'mark the columns that identify an element among its siblings',
    });
  }
  return [
    ...issues,
    ...elements.flatMap(([element, promise]) => elementIssues(at, `${name}.${element}`, promise)),
    ...elements.flatMap(([element, promise]) =>
      columnIssues(at, element, promise).map((issue) => ({
        ...issue,
        prop: `${prop}.${element}`,
      })),
    ),
    ...duplicateIssues(
      at,
      `${prop}.physicalName`,
      elements.map(([element, { physicalName }]) => physicalName ?? element),
    ),
  ];
}

function elementIssues(at: string, name: string, column: Column): Issue[] {
  const prop = `columns.${name}`;
  if (column.type.kind === 'array') {
    return [
      {
        code: 'LH1014',
        at,
        prop,
        got: 'is an array inside an array',
        allowed: 'single values in the objects of an array',
        change: 'leave it out, or let the source deliver its elements by themselves',
      },
    ];
  }
  if (column.path !== undefined) {
    return [
      {
        code: 'LH1014',
        at,
        prop,
        got: 'is inside an object of an element',
        allowed: 'values that the objects of an array hold themselves, with physicalName() for another name',
        change: 'leave it out, or let the source deliver it beside the others',
      },
    ];
  }
  return [];
}
