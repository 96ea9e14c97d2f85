import { type Company } from '../company/company';
import { BASIC_DAYS, tableRetentions } from '../company/log-tables';
import { settingsOf } from '../company/resolved-settings';
import { LOG_TABLES, type LogTableRetention, LONG_TERM_DAYS } from '../company/settings';
import { isWhole, shownValue } from '../checks';
import { type Issue, listed, type Mistake, suggestion } from '../errors';
import { isObject } from '../said';

const SOURCE = 'source: "Manage data retention in a Log Analytics workspace"';

/** What is wrong with the tables of one place, whatever is decided elsewhere. */
export function logTableMistakes(tables: unknown): Mistake[] {
  if (!isObject(tables))
    return [
      {
        code: 'LH5041',
        prop: '',
        got: `is ${shownValue(tables)}`,
        allowed: 'tables by their names',
        change: 'say it as { SQLSecurityAuditEvents: { retentionDays: 90 } }',
      },
    ];
  return Object.entries(tables).flatMap(([name, own]: [string, unknown]): Mistake[] => {
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
    return own === undefined ? [] : ownMistakes(`.${name}`, own);
  });
}

function ownMistakes(prop: string, own: unknown): Mistake[] {
  const {
    retentionDays: days,
    totalRetentionDays: total,
    ...others
  } = isObject(own) ? (own as Record<string, unknown>) : {};
  const unknown = isObject(own) ? Object.keys(others) : [shownValue(own)];
  const mistakes: Mistake[] = [];
  if (unknown.length > 0 || (days === undefined && total === undefined))
    mistakes.push({
      code: 'LH5042',
      prop,
      got: unknown.length > 0 ? `has ${listed(unknown)}` : 'has nothing',
      allowed: 'retentionDays, totalRetentionDays or both',
      change: 'say how long its rows are kept',
    });
  if (days !== undefined && !isWhole(days, 4, 730))
    mistakes.push({
      code: 'LH5043',
      prop: `${prop}.retentionDays`,
      got: `is ${shownValue(days)}`,
      allowed: 'a whole number of days from 4 to 730',
      change: `change the number, or keep rows longer by totalRetentionDays; ${SOURCE}`,
    });
  if (total !== undefined && !isWhole(total, 4, 730) && !LONG_TERM_DAYS.some((long) => long === total))
    mistakes.push({
      code: 'LH5043',
      prop: `${prop}.totalRetentionDays`,
      got: `is ${shownValue(total)}`,
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
