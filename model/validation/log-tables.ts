import { type Company } from '../company/company';
import { settingsOf } from '../company/resolved-settings';
import {
  type DefaultSettings,
  LOG_TABLES,
  type LogTable,
  type LogTableRetention,
  LONG_TERM_DAYS,
} from '../company/settings';
import { type Issue, listed, type Mistake, suggestion } from '../errors';

/** What a table of the plan Basic keeps for queries, whatever is asked for. */
export const BASIC_DAYS = 30;

/** The table of requests to storage; of the plan Basic where more than deletes are logged. */
export const LAKE_TABLE = 'StorageBlobLogs';

const SOURCE = 'source: "Manage data retention in a Log Analytics workspace"';

/** How long one table keeps its rows, with what is not said filled in. */
export interface TableRetention {
  /** The table. */
  readonly name: LogTable;
  /** Whether it is in the plan Basic, whose days for queries are fixed. */
  readonly isBasic: boolean;
  /** Days that queries read a row. */
  readonly retentionDays: number;
  /** Days until it is gone. */
  readonly totalRetentionDays: number;
}

/** The tables that are kept otherwise than the workspace does: those that are said, and that of the plan Basic. */
export function tableRetentions({
  retentionDays,
  lakeRequests,
  tables,
}: Pick<DefaultSettings['logs'], 'retentionDays' | 'lakeRequests' | 'tables'>): TableRetention[] {
  return LOG_TABLES.flatMap((name) => {
    const own = tables[name];
    const isBasic = name === LAKE_TABLE && lakeRequests !== 'deletes';
    if (own === undefined && !isBasic) return [];
    const days = isBasic ? BASIC_DAYS : (own?.retentionDays ?? retentionDays);
    return [{ name, isBasic, retentionDays: days, totalRetentionDays: own?.totalRetentionDays ?? days }];
  });
}

/** What is wrong with the tables of one place, whatever is decided elsewhere. */
export function logTableMistakes(tables: unknown): Mistake[] {
  if (!isRecord(tables))
    return [
      {
        code: 'LH5041',
        prop: '',
        got: `is ${JSON.stringify(tables)}`,
        allowed: 'tables by their names',
        change: 'say it as { SQLSecurityAuditEvents: { retentionDays: 90 } }',
      },
    ];
  return Object.entries(tables).flatMap(([name, own]): Mistake[] => {
    if (!(LOG_TABLES as readonly string[]).includes(name))
      return [
        {
          code: 'LH5041',
          prop: '',
          got: `has "${name}", which nothing here sends logs to${suggestion(name, LOG_TABLES)}`,
          allowed: listed(LOG_TABLES),
          change: 'correct the name, or take it out',
        },
      ];
    return ownMistakes(`.${name}`, own);
  });
}

function ownMistakes(prop: string, own: unknown): Mistake[] {
  const { retentionDays: days, totalRetentionDays: total, ...others } = isRecord(own) ? own : {};
  const unknown = isRecord(own) ? Object.keys(others) : [JSON.stringify(own)];
  const mistakes: Mistake[] = [];
  if (unknown.length > 0 || (days === undefined && total === undefined))
    mistakes.push({
      code: 'LH5042',
      prop,
      got: unknown.length > 0 ? `has ${listed(unknown)}` : 'has nothing',
      allowed: 'retentionDays, totalRetentionDays or both',
      change: 'say how long its rows are kept',
    });
  if (days !== undefined && !isBetween(days, 4, 730))
    mistakes.push({
      code: 'LH5043',
      prop: `${prop}.retentionDays`,
      got: `is ${shown(days)}`,
      allowed: 'a whole number of days from 4 to 730',
      change: `change the number, or keep rows longer by totalRetentionDays; ${SOURCE}`,
    });
  if (total !== undefined && !isBetween(total, 4, 730) && !LONG_TERM_DAYS.some((long) => long === total))
    mistakes.push({
      code: 'LH5043',
      prop: `${prop}.totalRetentionDays`,
      got: `is ${shown(total)}`,
      allowed: `a whole number of days from 4 to 730, or ${LONG_TERM_DAYS.join(', ')}`,
      change: `change the number; ${SOURCE}`,
    });
  return mistakes;
}

/** What is wrong with tables only beside what else is decided of the logs: a total that ends before queries do, and days of the plan Basic. */
export function logTableConflicts(logs: Parameters<typeof tableRetentions>[0]): Mistake[] {
  // What is wrong by itself is said where it is decided.
  if (logTableMistakes(logs.tables).length > 0) return [];
  return tableRetentions(logs).flatMap(({ name, isBasic, retentionDays, totalRetentionDays }): Mistake[] => {
    const own: LogTableRetention = logs.tables[name] ?? {};
    const prop = `tables.${name}`;
    const fixed = isBasic && own.retentionDays !== undefined && own.retentionDays !== BASIC_DAYS;
    return [
      ...(fixed
        ? [
            {
              code: 'LH5044' as const,
              prop: `${prop}.retentionDays`,
              got: `is ${own.retentionDays}, and lakeRequests "${logs.lakeRequests}" puts the table into the plan Basic`,
              allowed: `${BASIC_DAYS}, which that plan always has`,
              change: 'take it out and keep rows longer by totalRetentionDays, or log deletes alone',
            },
          ]
        : []),
      ...(totalRetentionDays < retentionDays
        ? [
            {
              code: 'LH5045' as const,
              prop: `${prop}.totalRetentionDays`,
              got: `is ${totalRetentionDays}, and queries read its rows for ${retentionDays} days`,
              allowed: `${retentionDays} or more`,
              change:
                own.retentionDays === undefined && !isBasic
                  ? 'say retentionDays of the table, too, or raise it'
                  : 'raise it, or lower retentionDays',
            },
          ]
        : []),
    ];
  });
}

/** The same of every environment of a company, with all that is decided for it. */
export function logTableIssues(company: Company): Issue[] {
  return company.environments.flatMap((environment) =>
    logTableConflicts(settingsOf(company, environment).logs).map(({ prop, ...mistake }) => ({
      at: `environment ${environment.name}`,
      prop: `settings.logs.${prop}`,
      ...mistake,
    })),
  );
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
