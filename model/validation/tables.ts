import { countMistakes } from '../checks';
import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { TIME_TRAVEL_DAYS } from '../company/settings';
import { type Department } from '../company/department';
import { type Issue, listed, type Mistake, placed, suggestion } from '../errors';
import { type Table } from '../flows/relation';
import { type TableReference } from '../flows/unfilled-rows';
import { readsOf, stepsOf } from '../flows/traversal';
import { describeType, sameType } from '../types';
import { goldHostingIssues } from './hosting';
import { duplicateIssues, nameIssues, TABLE_NAME } from './names';
import { publicationIssues, versionIssues } from './products';
import { timeRangeIssues } from './time-range';
import { sqlIssues } from './sql';

/** Everything wrong with one table and the flow that fills it. */
export function tableIssues(graph: CompanyGraph, owned: OwnedTable): Issue[] {
  const { department, table } = owned;
  const at = `${department.name}/${table.name}`;
  return [
    ...nameIssues(at, 'name', table.name, TABLE_NAME),
    ...stepsOf(table.relation).flatMap(({ mistakes }) => placed(at, mistakes)),
    ...duplicateIssues(
      at,
      'check',
      stepsOf(table.relation).flatMap((step) => (step.step === 'check' ? [step.name] : [])),
    ),
    ...placed(at, timeTravelMistakes(table)),
    ...keyIssues(at, owned),
    ...readIssues(graph, owned, at),
    ...windowIssues(graph, owned, at),
    ...cycleIssues(graph, owned, at),
    ...sqlIssues(at, table),
    ...timeRangeIssues(graph, owned, at),
    ...publicationIssues(owned, at),
    ...goldHostingIssues(graph, owned, at),
  ];
}

function timeTravelMistakes({ timeTravelDays }: OwnedTable['table']): Mistake[] {
  if (timeTravelDays === undefined) return [];
  return countMistakes('timeTravelDays', timeTravelDays, { ...TIME_TRAVEL_DAYS, of: 'days' });
}

function keyIssues(at: string, { table }: OwnedTable): Issue[] {
  const names = table.columns.map(({ name }) => name);
  const issues: Issue[] = [];
  if (table.key.length === 0 && !(table.zone === 'gold' && table.relation.key?.length === 0)) {
    issues.push({
      code: 'LH3101',
      at,
      prop: 'key',
      got: 'is empty',
      allowed: listed(names),
      change: 'name the columns that identify a row',
    });
  }
  for (const name of [...table.key, ...(table.newestBy === undefined ? [] : [table.newestBy])]) {
    if (!names.includes(name)) {
      issues.push({
        code: 'LH3102',
        at,
        prop: table.key.includes(name) ? 'key' : 'newestBy',
        got: `is "${name}", which is no column${suggestion(name, names)}`,
        allowed: listed(names),
        change: 'name a column of the table',
      });
    }
  }
  for (const column of table.columns.filter(({ name, nullable }) => nullable && table.key.includes(name))) {
    // A group key may be null in gold: nulls form one group, and nothing is matched by it.
    if (table.zone === 'silver') {
      issues.push({
        code: 'LH3103',
        at,
        prop: 'key',
        got: `has "${column.name}", which can be null`,
        allowed: 'columns that are never null',
        change:
          'check or filter it with isNotNull() and give it a value with coalesce(), or choose another key',
      });
    }
  }
  const known = table.relation.key;
  if (table.key.length > 0 && !known?.every((name) => table.key.includes(name))) {
    issues.push({
      code: 'LH3104',
      at,
      prop: 'key',
      got: `is ${listed(table.key)}, but rows of the flow are ${known ? `identified by ${listed(known)}` : 'not known to be unique'}`,
      allowed: 'a key that the flow makes unique',
      change: 'dedupe or aggregate by the key as a last step',
    });
  }
  return issues;
}

function readIssues(graph: CompanyGraph, { department, table }: OwnedTable, at: string): Issue[] {
  return readsOf(table.relation).flatMap((readable): Issue[] => {
    if (readable.zone === 'erasures') return [];
    if (readable.zone === 'estimate') return estimateIssues(table, at);
    if (readable.zone === 'bronze') return bronzeIssues(graph, department, readable.name, at);
    const found = graph.tableOf(readable);
    if (!found) return [unfilled(graph, readable.name, at)];
    const name = `${found.department.name}.${found.table.name}`;
    const issues: Issue[] = readable.zone === 'reference' ? referenceIssues(readable, found, at) : [];
    if (found.department !== department && !found.table.published) {
      issues.push({
        code: 'LH3105',
        at,
        prop: 'flow',
        got: `reads ${name}, which its owner does not publish`,
        allowed: `tables that ${found.department.name} publishes`,
        change: `ask ${found.department.name} to set published on "${found.table.name}"`,
      });
    }
    if (table.zone === 'silver' && found.table.zone === 'gold') {
      issues.push({
        code: 'LH3106',
        at,
        prop: 'flow',
        got: `reads ${name}, a gold table`,
        allowed: 'bronze and silver for a silver table',
        change: 'read the silver tables it is made of, or make this a gold table',
      });
    }
    return issues;
  });
}

/** Its rows are deployed with gold, and lie nowhere in the lake. */
function estimateIssues({ zone }: Table, at: string): Issue[] {
  if (zone === 'gold') return [];
  return [
    {
      code: 'LH9130',
      at,
      prop: 'flow',
      got: 'reads what the platform is estimated to cost, in a silver table',
      allowed: 'gold tables: the estimate is deployed with them',
      change: 'make this a gold table: goldView(…)',
    },
  ];
}

function bronzeIssues(graph: CompanyGraph, department: Department, name: string, at: string): Issue[] {
  const source = graph.source(name);
  if (source?.department === department) return [];
  const got = source
    ? `maps the source "${name}" of ${source.department.name}`
    : `maps the source "${name}", which no department owns`;
  const change = source
    ? `read a table that ${source.department.name} publishes`
    : `add it to the sources of ${department.name}`;
  return [
    {
      code: 'LH3107',
      at,
      prop: 'flow',
      got,
      allowed: listed(department.sources.map((own) => own.name)),
      change,
    },
  ];
}

function unfilled(graph: CompanyGraph, name: string, at: string): Issue {
  const known = graph.company.departments.flatMap((department) =>
    department.tables.map((table) => (name.includes('.') ? `${department.name}.${table.name}` : table.name)),
  );
  const isSecond = known.includes(name);
  return {
    code: 'LH3108',
    at,
    prop: 'flow',
    got: isSecond
      ? `reads a second table named "${name}", which nobody fills`
      : `reads "${name}", which nobody fills${suggestion(name, known)}`,
    allowed: listed(known),
    change: isSecond
      ? 'declare the table once, and read that one'
      : 'add the table to the tables of a department',
  };
}

function referenceIssues(reference: TableReference, owned: OwnedTable, at: string): Issue[] {
  const { table } = owned;
  const names = table.columns.map(({ name }) => name);
  const differs = (got: string, allowed: string): Issue => ({
    code: 'LH3109',
    at,
    prop: 'flow',
    got: `expects ${got} in ${reference.name}`,
    allowed,
    change: 'make the reference say what the owner declares',
  });
  const issues = reference.columns.flatMap((column): Issue[] => {
    const actual = table.columns.find(({ name }) => name === column.name);
    if (!actual) return [differs(`"${column.name}"${suggestion(column.name, names)}`, listed(names))];
    return [
      ...(sameType(actual.type, column.type)
        ? []
        : [differs(`"${column.name}" as ${describeType(column.type)}`, describeType(actual.type))]),
      ...(actual.nullable && !column.nullable
        ? [differs(`"${column.name}" in every row`, 'a column marked .nullable()')]
        : []),
      ...(actual.classification === 'personal' && column.classification !== 'personal'
        ? [differs(`"${column.name}" as ${column.classification}`, 'a column marked .personal()')]
        : []),
    ];
  });
  // Joins rely on the key: rows that it does not identify would be multiplied.
  if (reference.key.length > 0 && !table.key.every((name) => reference.key.includes(name)))
    issues.push(differs(`rows identified by ${listed(reference.key)}`, `the key ${listed(table.key)}`));
  issues.push(...versionIssues(reference, owned, at));
  return issues;
}

/** A mapping reads its source window by window: what it looks up must be there as often. */
function windowIssues(graph: CompanyGraph, { table }: OwnedTable, at: string): Issue[] {
  return slowerLookUps(graph, table).map((upstream): Issue => ({
    code: 'LH3112',
    at,
    prop: 'flow',
    got: describeLookUp(graph, table, upstream),
    allowed: 'tables that are filled at least as often as the source is mapped',
    change: 'join it in a silver table of its own',
  }));
}

/** What a mapping looks up that is filled less often than it is mapped. */
export function slowerLookUps(graph: CompanyGraph, table: Table): Table[] {
  if (graph.bronzeOf(table).length === 0) return [];
  const own = graph.intervalOf(table).minutes;
  const read = graph.upstreamOf(table).map((upstream) => upstream.table);
  return read.filter((upstream) => graph.intervalOf(upstream).minutes > own);
}

/** How a mapping and what it looks up do not fit, in words. */
export function describeLookUp(graph: CompanyGraph, table: Table, upstream: Table): string {
  return `maps windows of ${graph.intervalOf(table).minutes} minutes and reads "${upstream.name}", which is filled every ${graph.intervalOf(upstream).minutes}`;
}

function cycleIssues(graph: CompanyGraph, owned: OwnedTable, at: string): Issue[] {
  const cycle = graph.cycleThrough(owned);
  if (!cycle) return [];
  return [
    {
      code: 'LH3111',
      at,
      prop: 'flow',
      got: `is part of a cycle: ${cycle.join(' reads ')}`,
      allowed: 'flows without a way back',
      change: 'take one of these reads out',
    },
  ];
}
