import { findIana, findWindows, IANA_ALIAS_MAP } from 'windows-iana';
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

/**
 * Places whose clocks have left the Windows time zone that the table names for them: gold would show another day than
 * silver. Source: IANA time zone database, NEWS of 2022f, 2023d and 2024a.
 */
const LEFT_THEIR_ZONE: ReadonlySet<string> = new Set([
  'America/Chihuahua',
  'America/Ojinaga',
  'America/Scoresbysund',
  'Antarctica/Casey',
  'Antarctica/Vostok',
  'Asia/Almaty',
  'Asia/Qostanay',
]);

/** Names without a place, such as EST, are read differently by Java and others; UTC alone is not. */
const KNOWN: ReadonlySet<string> = new Set(
  IANA_ALIAS_MAP.flatMap(({ alias }) => alias).filter(
    (name) => name.includes('/') && !LEFT_THEIR_ZONE.has(name) && findWindows(name).length > 0,
  ),
);

const ALLOWED = 'UTC, and IANA names of places that Windows has a name for, such as Europe/Berlin';

/** The IANA names of the time zones that all engines know, sorted. */
export const TIME_ZONES: readonly string[] = [...KNOWN].sort();

/** What Windows, and so T-SQL, calls a time zone. */
export function windowsTimeZone(timeZone: string): string {
  const [name] = KNOWN.has(timeZone) ? findWindows(timeZone) : [];
  if (name === undefined) throw new Error(`not validated: the time zone "${timeZone}"`);
  return name;
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
  if (timeZone === 'UTC' || KNOWN.has(timeZone)) return [];
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
  if (timeZone !== 'UTC' && !KNOWN.has(timeZone) && !LEFT_THEIR_ZONE.has(timeZone)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function meant(timeZone: string): string {
  if (LEFT_THEIR_ZONE.has(timeZone)) return '';
  const [ofWindows] = findIana(timeZone);
  return ofWindows === undefined ? suggestion(timeZone, KNOWN) : suggestion(ofWindows, KNOWN);
}

function unknownTimeZones({ relation }: Company['departments'][number]['tables'][number]): string[] {
  const named = stepsOf(relation)
    .flatMap(expressionsOf)
    .flatMap((expression) => [...walk(expression)])
    .flatMap((node) => (node.op === 'call' && node.name === 'inTimeZone' ? node.arguments.slice(1) : []))
    .flatMap((node) => (node.op === 'literal' ? [String(node.value)] : []));
  return [...new Set(named)].filter((timeZone) => !KNOWN.has(timeZone));
}
