import { type Form } from '../checks';
import { type Column, columnsWithin } from '../contracts/column';
import {
  type DataContract,
  isAboutPersons,
  PERSONAL_RETENTION_DAYS,
  personalColumns,
  subjectColumns,
} from '../contracts/data-contract';
import { type Issue } from '../errors';
import { describeType } from '../types';
import { nameIssues } from './names';

const KIND_OF_PERSON: Form = {
  pattern: /^[a-z][a-z0-9-]{1,19}$/,
  allowed: '2 to 20 lower-case letters, digits and dashes, beginning with a letter, e.g. customer',
  change: 'rename the kind of person',
};

/** Everything that keeps persons in the rows of a source from being forgotten. */
export function personIssues(at: string, contract: DataContract): Issue[] {
  const columns = Object.entries<Column>(contract.columns);
  return [
    ...columns.flatMap(([name, column]) => subjectIssues(at, name, column)),
    ...unidentifiedIssues(at, contract),
    ...retentionIssues(at, contract),
    ...anonymiseIssues(at, contract),
  ];
}

function subjectIssues(at: string, name: string, column: Column): Issue[] {
  const prop = `columns.${name}`;
  const [, ...within] = columnsWithin(prop, column);
  const inside = within.filter(([, { subject }]) => subject !== undefined);
  return [
    ...inside.map(([element]): Issue => ({
      code: 'LH1304',
      at,
      prop: element,
      got: 'identifies persons inside of an array',
      allowed: 'columns of the row itself',
      change: 'remove .subject(), and mark a column of the row',
    })),
    ...(column.subject === undefined ? [] : nameIssues(at, prop, column.subject, KIND_OF_PERSON)),
    ...(column.subject === undefined || column.type.kind === 'string'
      ? []
      : [
          {
            code: 'LH1304' as const,
            at,
            prop,
            got: `identifies persons and is ${describeType(column.type)}`,
            allowed: 'text, because persons are found by the pseudonym of a text',
            change: 'declare it as t.string()',
          },
        ]),
  ];
}

function unidentifiedIssues(at: string, contract: DataContract): Issue[] {
  const personal = personalColumns(contract);
  if (personal.length === 0 || subjectColumns(contract).length > 0) return [];
  return [
    {
      code: 'LH1301',
      at,
      prop: 'columns',
      got: `has ${personal.map((name) => `"${name}"`).join(', ')}, and no column that identifies the person`,
      allowed: 'one or more columns marked .subject()',
      change: "mark the column that identifies the person, e.g. .subject('customer')",
    },
  ];
}

function retentionIssues(at: string, contract: DataContract): Issue[] {
  const { retentionDays, retentionReason } = contract;
  const needed = isAboutPersons(contract) && retentionDays > PERSONAL_RETENTION_DAYS;
  if (!needed || (retentionReason ?? '').trim() !== '') return [];
  return [
    {
      code: 'LH1302',
      at,
      prop: 'retentionDays',
      got: `is ${retentionDays}, and rows are about persons`,
      allowed: `up to ${PERSONAL_RETENTION_DAYS} days, or a reason in words`,
      change: 'lower it, or give retentionReason',
    },
  ];
}

function anonymiseIssues(at: string, contract: DataContract): Issue[] {
  if (contract.anonymise === undefined) return [];
  const reason: Issue[] = contract.anonymise.reason.trim()
    ? []
    : [
        {
          code: 'LH0006',
          at,
          prop: 'anonymise.reason',
          got: 'is empty',
          allowed: 'a reason in words',
          change: 'say why the rows are kept, or let them be deleted',
        },
      ];
  const full = personalColumns(contract).filter((name) => {
    const { nullable, key, type } = contract.columns[name] as Column;
    return !nullable || key || type.kind === 'array';
  });
  return [
    ...reason,
    ...full.map((name): Issue => ({
      code: 'LH1303',
      at,
      prop: `columns.${name}`,
      got: 'is personal, or identifies persons, and cannot be empty',
      allowed: 'nullable columns outside of the key, and no arrays',
      change: 'make it nullable, or remove anonymise, so that rows are deleted',
    })),
  ];
}
