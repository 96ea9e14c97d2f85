import { type Company } from '../company/company';
import { type Consumer, type PersonalAccess, readableColumns } from '../company/consumer';
import { type Department, type ZoneRetention } from '../company/department';
import { isAboutPersons, PERSONAL_RETENTION_DAYS } from '../contracts/data-contract';
import { reasonMistakes } from '../checks';
import { type Issue, listed, placed, suggestion } from '../errors';
import { alertIssues } from './alerts';
import { shortRetentionIssues } from './contracts';
import { ruleFormatIssues } from './formats';
import { producersIssues } from './producers';
import { questionIssues } from './questions';
import { countIssues, DASHED_NAME, duplicateIssues, nameIssues } from './names';

/** Everything wrong with a department, besides its contracts and tables. */
export function departmentIssues(company: Company, department: Department): Issue[] {
  const at = department.name;
  return [
    ...nameIssues(at, 'name', department.name, DASHED_NAME),
    ...duplicateIssues(
      at,
      'alerts',
      department.alerts.map(({ name }) => name),
    ),
    ...duplicateIssues(
      at,
      'consumers',
      department.consumers.map(({ name }) => name),
    ),
    ...duplicateIssues(
      at,
      'questions',
      department.questions.map(({ name }) => name),
    ),
    ...ZONES_WITH_DAYS.flatMap((zone) =>
      countIssues(at, `retention.${zone}`, department.retention[zone], {
        least: 1,
        most: 99_999,
        of: 'days',
      }),
    ),
    ...department.sources.flatMap((contract) => producersIssues(company, at, contract)),
    ...shortRetentionIssues(company, department),
    ...ruleFormatIssues(department),
    ...retentionIssues(department),
    ...department.alerts.flatMap((rule) => alertIssues(company, department, rule)),
    ...department.consumers.flatMap((consumer) => consumerIssues(company, department, consumer)),
    ...department.questions.flatMap((question) => questionIssues(department, question)),
  ];
}

const ZONES_WITH_DAYS = ['landing', 'bronzeCool', 'quarantine'] as const satisfies (keyof ZoneRetention)[];

/** Zones that hold rows about persons as they arrived are emptied soon, or say why not. */
function retentionIssues({ name: at, sources, retention }: Department): Issue[] {
  if (!sources.some(isAboutPersons) || (retention.reason ?? '').trim() !== '') return [];
  return (['landing', 'quarantine'] as const)
    .filter((zone) => retention[zone] > PERSONAL_RETENTION_DAYS)
    .map((zone): Issue => ({
      code: 'LH4010',
      at,
      prop: `retention.${zone}`,
      got: `is ${retention[zone]}, and sources are about persons`,
      allowed: `up to ${PERSONAL_RETENTION_DAYS} days, or a reason in words`,
      change: 'lower it, or give retention.reason',
    }));
}

function consumerIssues(company: Company, department: Department, consumer: Consumer): Issue[] {
  const at = `${department.name}/${consumer.name}`;
  const issues: Issue[] = nameIssues(at, 'name', consumer.name, DASHED_NAME);
  issues.push(...placed(at, reasonMistakes('reason', consumer.reason, 'say why this access is needed')));
  for (const table of consumer.reads) {
    if (!department.tables.includes(table)) {
      issues.push({
        code: 'LH4001',
        at,
        prop: 'reads',
        got: `has "${table.name}", which is no table of ${department.name}`,
        allowed: listed(department.tables.map(({ name }) => name)),
        change: 'let the owner of the table grant it',
      });
    } else if (table.zone !== 'gold') {
      issues.push({
        code: 'LH4002',
        at,
        prop: 'reads',
        got: `has "${table.name}", a ${table.zone} table`,
        allowed: 'gold tables: consumers read results, not raw rows',
        change: 'declare a gold view of it',
      });
    } else if (readableColumns(consumer, table).length === 0) {
      issues.push({
        code: 'LH4003',
        at,
        prop: 'reads',
        got: `has "${table.name}", of which every column is personal`,
        allowed: 'tables with a column that the consumer may see',
        change: 'name the columns it needs in personal, with the reason',
      });
    }
  }
  issues.push(...consumer.personal.flatMap((access) => personalIssues(at, consumer, access)));
  if (consumer.kind === 'application') {
    for (const alert of consumer.receives.filter((received) => !department.alerts.includes(received))) {
      issues.push({
        code: 'LH4006',
        at,
        prop: 'receives',
        got: `has "${alert.name}", which is no alert of ${department.name}`,
        allowed: listed(department.alerts.map(({ name }) => name)),
        change: 'add the alert to the department',
      });
    }
    for (const { name } of consumer.receives.filter(({ to }) => !to.includes('alerts-hub'))) {
      issues.push({
        code: 'LH4007',
        at,
        prop: 'receives',
        got: `has "${name}", which does not go to the hub of alerts`,
        allowed: 'rules that go there',
        change: `add "alerts-hub" to the outputs of "${name}"`,
      });
    }
    return issues;
  }
  for (const environment of company.environments.filter(
    ({ groups }) => !Object.hasOwn(groups, consumer.name),
  )) {
    issues.push({
      code: 'LH4008',
      at,
      prop: 'name',
      got: `is "${consumer.name}", which has no object id in environment "${environment.name}"`,
      allowed: listed(Object.keys(environment.groups)),
      change: `add it to the groups of "${environment.name}"`,
    });
  }
  return issues;
}

function personalIssues(at: string, consumer: Consumer, { table, columns, reason }: PersonalAccess): Issue[] {
  const prop = 'personal';
  if (!consumer.reads.includes(table)) {
    return [
      {
        code: 'LH4004',
        at,
        prop,
        got: `has "${table.name}", which the consumer does not read`,
        allowed: listed(consumer.reads.map(({ name }) => name)),
        change: 'add the table to reads, or take it out here',
      },
    ];
  }
  const personal = table.columns.filter(({ classification }) => classification === 'personal');
  const names = personal.map(({ name }) => name);
  const issues = columns
    .filter((column) => !names.includes(column))
    .map((column): Issue => ({
      code: 'LH4005',
      at,
      prop,
      got: `has "${column}", which is no personal column of "${table.name}"${suggestion(column, names)}`,
      allowed: listed(names),
      change: 'name a personal column; the others are granted without being named',
    }));
  if (!reason.trim()) {
    issues.push({
      code: 'LH0006',
      at,
      prop,
      got: `gives no reason for ${listed(columns)} of "${table.name}"`,
      allowed: 'a reason in words',
      change: 'say why this consumer needs the values themselves',
    });
  }
  return issues;
}
