import {
  erasurePipelineOf,
  goneAfter,
  personalCopies,
  type PersonalCopy,
  prefixOf,
} from '../compilers/internal';
import { zoneContainer } from '../constructs/core';
import {
  type Company,
  CompanyGraph,
  DEFAULT_ERASURE_DAYS,
  type DefaultSettings,
  type Environment,
  erasurePlan,
  settingsOf,
  tableRetentions,
} from '../model';
import { markdownTable } from './markdown-table';

/** A copy of data of persons, as the report lists it. */
interface ErasureLine extends Omit<PersonalCopy, 'zone' | 'place'> {
  /** Where it is: a container with its folder, a hub, a view. */
  readonly place: string;
  /** Days after the erasure in which it is gone, at most. */
  readonly goneAfterDays: number;
}

/** What erasure is, for one kind of person in one environment. */
interface SubjectReport {
  /** The kind of person. */
  readonly subject: string;
  /** Pipelines to run, in this order: owners of what others read first. */
  readonly run: readonly string[];
  /** Days in which everything is gone. */
  readonly goneAfterDays: number;
  /** Every copy. */
  readonly copies: readonly ErasureLine[];
}

/** Every copy of data of persons in an environment by the kind of person, and how each ends. */
export function erasureReport(company: Company, environment: Environment): SubjectReport[] {
  const graph = CompanyGraph.of(company, environment);
  const copies = company.departments.flatMap((department) =>
    personalCopies(company, environment, department, graph),
  );
  const plans = inReadingOrder(company, graph).map((department) => ({
    pipeline: erasurePipelineOf(prefixOf(department)),
    plan: erasurePlan(graph, department),
  }));
  const subjects = [...new Set(copies.flatMap((copy) => copy.subjects))].sort();
  return subjects.map((subject) => {
    const own = copies.filter((copy) => copy.subjects.includes(subject));
    return {
      subject,
      run: plans.filter(({ plan }) => plan.subjects.includes(subject)).map(({ pipeline }) => pipeline),
      goneAfterDays: Math.max(...own.map(goneAfter)),
      copies: own.map(({ zone, place, ...copy }) => ({
        ...copy,
        place: zone === undefined ? place : `${zoneContainer(copy.department, zone)}/${place}`,
        goneAfterDays: goneAfter(copy),
      })),
    };
  });
}

/** Departments, those whose tables others read before their readers; where they read each other, as they are declared. */
function inReadingOrder({ departments }: Company, graph: CompanyGraph): Company['departments'] {
  const first = graph.inOrder().map(({ department }) => department);
  return [...new Set([...first, ...departments])];
}

/** The report of an environment, for people and for programs: `<environment>.md` and `<environment>.json`; none where no source is about persons. */
export function erasureFiles(company: Company, environment: Environment): Record<string, string> {
  const subjects = erasureReport(company, environment);
  if (subjects.length === 0) return {};
  const promised = company.erasureDays ?? DEFAULT_ERASURE_DAYS;
  const document = [
    `# Copies of personal data: ${environment.name}`,
    '',
    `${company.name} promises that everything of a person is gone ${promised} days after an erasure. Every copy is listed, with what`,
    'ends it. Days are the most it can take: until it is deleted, and in which it can be brought back. A window that somebody copies',
    'again by hand begins its days anew. Aggregates of many persons are no personal data, and are not listed.',
    '',
    ...subjects.flatMap(sectionOf),
    ...restOf(environment, settingsOf(company, environment).logs),
  ].join('\n');
  return {
    [`${environment.name}.md`]: document,
    [`${environment.name}.json`]: `${JSON.stringify({ promisedDays: promised, subjects }, undefined, 2)}\n`,
  };
}

function sectionOf({ subject, run, goneAfterDays, copies }: SubjectReport): string[] {
  return [
    `## ${subject}`,
    '',
    `Run ${run.map((name) => `\`${name}\``).join(', then ')}, with \`subject\` \`${subject}\`. Everything is gone after ${goneAfterDays} days.`,
    '',
    ...markdownTable(
      ['department', 'copy', 'place', 'from', 'ended by', 'days', 'soft delete', 'gone after'],
      copies.map((copy) => [
        copy.department,
        copy.kind,
        copy.place,
        copy.columns.join(', '),
        copy.by,
        copy.days,
        copy.softDeleteDays,
        copy.goneAfterDays,
      ]),
    ),
    '',
  ];
}

function restOf({ name }: Environment, logs: DefaultSettings['logs']): string[] {
  // A workspace may keep for a day longer than it says. Source: "Manage data retention in a Log Analytics workspace".
  const others = tableRetentions(logs)
    .filter(({ totalRetentionDays: days }) => days !== logs.retentionDays)
    .map(({ name: table, totalRetentionDays: days }) => `\`${table}\` after ${days + 1}`);
  return [
    '## What is not counted',
    '',
    '- Keys that are given as the parameter `keys` stay in the history of runs of Data Factory for 45 days, and in the logs as long as',
    '  these are kept. A file of keys leaves no trace there.',
    `- The logs of ${name}: statements of SQL with what they compare, names and addresses of who signed in, and those keys. No erasure reaches them. They are`,
    `  gone after ${logs.retentionDays + 1} days${others.length === 0 ? '' : `, ${others.join(', ')}`}; a workspace that was there before keeps them as long as it says.`,
    '- What readers took out: Power BI imports, files of applications, a model that was trained. Ask their owners.',
    '- The sources themselves: erase there first, or the next delivery is suppressed row by row, and the raw files begin anew.',
    '',
  ];
}
