import { type Company } from '../company/company';
import { type Column, columnsWithin, type SampleSpec } from '../contracts/column';
import { type DataContract } from '../contracts/data-contract';
import { type Issue, listed, suggestion } from '../errors';
import { describeType } from '../types';

type Reference = Extract<SampleSpec, { from: 'reference' }>;

/** Everything wrong with the samples of a contract that refer to other sources of the company. */
export function sampleIssues(company: Company, owner: string, contract: DataContract): Issue[] {
  const contracts = company.departments.flatMap(({ sources }) => sources);
  const at = `${owner}/${contract.name}`;
  return [
    ...referencesOf(contract).flatMap(([name, column, reference]) =>
      referenceIssues(contracts, at, `columns.${name}`, column, reference),
    ),
    ...circleIssues(contracts, at, contract),
  ];
}

function referenceIssues(
  contracts: readonly DataContract[],
  at: string,
  prop: string,
  column: Column,
  { source, column: target, skew = 1 }: Reference,
): Issue[] {
  const names = contracts.map(({ name }) => name);
  const other = contracts.find(({ name }) => name === source);
  if (!other) {
    return [
      {
        code: 'LH1101',
        at,
        prop,
        got: `takes samples from the source "${source}", which no department owns${suggestion(source, names)}`,
        allowed: listed(names),
        change: 'name a source of the company',
      },
    ];
  }
  const issues: Issue[] = [];
  // A value that can be missing, or is an array, refers to nothing.
  const columns = Object.entries<Column>(other.columns).flatMap(([name, { nullable, elements }]) =>
    nullable || elements ? [] : [name],
  );
  const found = columns.includes(target) ? other.columns[target] : undefined;
  if (!found) {
    issues.push({
      code: 'LH1101',
      at,
      prop,
      got: `takes samples from "${target}" of ${source}, which is no column of it that every row has${suggestion(target, columns)}`,
      allowed: listed(columns),
      change: 'name a column that is never missing',
    });
  } else if (found.type.kind !== column.type.kind) {
    issues.push({
      code: 'LH1102',
      at,
      prop,
      got: `is ${describeType(column.type)} and takes samples from "${target}" of ${source}, a ${describeType(found.type)}`,
      allowed: 'columns of one type',
      change: 'change the type of one',
    });
  }
  if (!(skew >= 1) || !Number.isFinite(skew)) {
    issues.push({
      code: 'LH0002',
      at,
      prop,
      got: `takes samples with a skew of ${skew}`,
      allowed: 'a number from 1, where all values are picked alike',
      change: 'change the number, or leave it out',
    });
  }
  return issues;
}

function circleIssues(contracts: readonly DataContract[], at: string, start: DataContract): Issue[] {
  const seen = new Set<string>();
  const search = (contract: DataContract, path: readonly string[]): readonly string[] | undefined => {
    for (const [, , { source }] of referencesOf(contract)) {
      if (source === start.name) return [...path, source];
      const next = contracts.find(({ name }) => name === source);
      if (!next || seen.has(source)) continue;
      seen.add(source);
      const found = search(next, [...path, source]);
      if (found) return found;
    }
    return undefined;
  };
  const circle = search(start, [start.name]);
  if (!circle) return [];
  return [
    {
      code: 'LH1103',
      at,
      prop: 'columns',
      got: `take samples in a circle: ${circle.join(' from ')}`,
      allowed: 'sources of which one can be made up first',
      change: 'give one of the columns another sample',
    },
  ];
}

/** The references of a contract's columns and of the elements of its arrays, by their place. */
function referencesOf(contract: DataContract): (readonly [string, Column, Reference])[] {
  return Object.entries<Column>(contract.columns)
    .flatMap(([name, column]) => columnsWithin(name, column))
    .flatMap(([name, column]) =>
      column.sample?.from === 'reference' ? [[name, column, column.sample] as const] : [],
    );
}
