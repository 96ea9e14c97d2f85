import {
  type Column,
  columnsWithin,
  type Company,
  type DataContract,
  expressionsOf,
  type Issue,
  stepsOf,
  suggestion,
  walk,
} from '../../model';
import { hasLeftItsZone, ianaNameOf, timeZones, windowsNameOf } from './time-zone-names';

const ALLOWED = 'UTC, and IANA names of places that Windows has a name for, such as Europe/Berlin';

/** What Windows, and so T-SQL, calls a time zone. */
export function windowsTimeZone(timeZone: string): string {
  const name = windowsNameOf(timeZone);
  if (name === undefined) throw new Error(`not validated: the time zone "${timeZone}"`);
  return name;
}

/** Whether all engines know a time zone as the place of a clock. */
function isKnown(timeZone: string): boolean {
  return timeZone === 'UTC' || windowsNameOf(timeZone) !== undefined;
}

/**
 * The time zones that a company names and not all engines know.
 *
 * Not for the model to say, which knows no engine and imports nothing.
 */
export function timeZoneIssues(company: Company): Issue[] {
  const clocks = new Set(
    company.departments.flatMap(({ sources }) => sources.flatMap(clocksOf)).map(([, timeZone]) => timeZone),
  );
  return company.departments.flatMap((department) => [
    ...department.sources.flatMap((contract) => sourceIssues(department.name, contract)),
    ...department.tables.flatMap((table) =>
      unknownTimeZones(table)
        // Reported where the source says it.
        .filter((timeZone) => !clocks.has(timeZone))
        .map((timeZone): Issue => ({
          code: 'LH2013',
          at: `${department.name}/${table.name}`,
          prop: 'flow',
          got: `uses the time zone "${timeZone}", which not all engines know${meant(timeZone)}`,
          allowed: ALLOWED,
          change: 'correct its name, or name a larger place with the same clocks',
        })),
    ),
  ]);
}

function sourceIssues(department: string, contract: DataContract): Issue[] {
  return [...readyIssues(department, contract), ...clockIssues(department, contract)];
}

/** Places whose clocks timestamps show; those of all columns of a source are reported there. */
function clockIssues(department: string, contract: DataContract): Issue[] {
  return clocksOf(contract).flatMap(([prop, timeZone]) =>
    clockIssue(timeZone, { at: `${department}/${contract.name}`, prop }),
  );
}

/** The mistake of a clock that not all engines know; none of one that they do. */
export function clockIssue(timeZone: string, place: Pick<Issue, 'at' | 'prop'>): Issue[] {
  if (isKnown(timeZone)) return [];
  return [
    {
      code: 'LH2013',
      ...place,
      got: `shows the clock of "${timeZone}", which not all engines know${meant(timeZone)}`,
      allowed: ALLOWED,
      change: 'correct its name, or name a larger place with the same clocks',
    },
  ];
}

function clocksOf(contract: DataContract): (readonly [prop: string, timeZone: string])[] {
  const ofAll = contract.writtenAs?.clock;
  const columns = Object.entries<Column>(contract.columns)
    .flatMap(([name, column]) => columnsWithin(name, column))
    .map(([name, { format }]) => [`columns.${name}`, format?.clock] as const);
  return [['writtenAs.clock', ofAll] as const, ...columns].flatMap(([prop, clock]) =>
    clock === undefined ? [] : [[prop, clock] as const],
  );
}

/** No engine looks at the clock of a delivery, so that any place will do. */
function readyIssues(department: string, { name, delivery }: DataContract): Issue[] {
  if (delivery.kind === 'stream' || delivery.readyAfter === undefined) return [];
  const { readyAfter } = delivery;
  if ('minutes' in readyAfter || isPlace(readyAfter.timeZone)) return [];
  return [
    {
      code: 'LH2013',
      at: `${department}/${name}`,
      prop: 'delivery.readyAfter.timeZone',
      got: `is "${readyAfter.timeZone}"${meant(readyAfter.timeZone)}`,
      allowed: 'UTC, and IANA names of places, such as Europe/Berlin',
      change: 'correct its name',
    },
  ];
}

function isPlace(timeZone: string): boolean {
  if (!isKnown(timeZone) && !hasLeftItsZone(timeZone)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function meant(timeZone: string): string {
  if (hasLeftItsZone(timeZone)) return '';
  return suggestion(ianaNameOf(timeZone) ?? timeZone, timeZones());
}

function unknownTimeZones({ relation }: Company['departments'][number]['tables'][number]): string[] {
  const named = new Set<string>();
  for (const expression of stepsOf(relation).flatMap(expressionsOf))
    for (const node of walk(expression)) {
      if (node.op !== 'call' || node.name !== 'inTimeZone') continue;
      for (const place of node.arguments.slice(1)) if (place.op === 'literal') named.add(String(place.value));
    }
  return [...named].filter((timeZone) => windowsNameOf(timeZone) === undefined);
}
