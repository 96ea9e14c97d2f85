import { type Company } from '../company/company';
import { settingsOf } from '../company/resolved-settings';
import { hubRetentionDays } from '../contracts/data-contract';
import { type Issue } from '../errors';

const MINUTES_A_DAY = 24 * 60;

/** Streaming jobs that may be behind for more than half of what the shortest hub keeps: nobody would hear of it in time. */
export function monitoringIssues(company: Company): Issue[] {
  const retentions = company.departments.flatMap(({ sources }) =>
    sources.flatMap(({ delivery, name }) =>
      delivery.kind === 'stream' ? [{ name, days: hubRetentionDays(delivery) }] : [],
    ),
  );
  const [shortest] = retentions.sort((one, other) => one.days - other.days);
  if (shortest === undefined) return [];
  const most = (shortest.days * MINUTES_A_DAY) / 2;
  return company.environments.flatMap((environment): Issue[] => {
    const { streamDelayMinutes: minutes } = settingsOf(company, environment).monitoring;
    if (typeof minutes !== 'number' || minutes <= most) return [];
    return [
      {
        code: 'LH5021',
        at: `environment ${environment.name}`,
        prop: 'settings.monitoring.streamDelayMinutes',
        got: `comes to ${minutes}, and the hub of "${shortest.name}" keeps events for ${shortest.days * MINUTES_A_DAY} minutes`,
        allowed: `${most} at most: half of the shortest retention`,
        change: 'lower it, or let the hub keep events for longer',
      },
    ];
  });
}
