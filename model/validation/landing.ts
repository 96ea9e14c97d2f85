import { type Company } from '../company/company';
import { type Environment } from '../company/environment';
import { CompanyGraph } from '../company/graph';
import { TRIGGERED_LANDING, TRIGGERED_LANDING_DAYS } from '../company/landing';
import { type DataContract, hubRetentionDays } from '../contracts/data-contract';
import { type Issue } from '../errors';
import { describeInterval } from '../schedule';

const PROP = 'landing.mode';

/**
 * Streams that cannot be landed once a day, in environments that do so.
 *
 * @param company the company.
 * @param cadence what is wrong with the cadence of environments. @default nothing
 */
export function triggeredLandingIssues(company: Company, cadence: readonly Issue[] = []): Issue[] {
  // Windows of a cadence that is wrong itself say nothing further.
  const wrong = new Set(cadence.map(({ at }) => at));
  return company.environments
    .filter(({ name, landing }) => landing?.mode === 'triggered' && !wrong.has(`environment ${name}`))
    .flatMap((environment) => {
      const graph = new CompanyGraph(company, environment);
      return company.departments
        .flatMap((department) => graph.sourcesOf(department))
        .flatMap((source) => streamIssues(environment, source));
    });
}

function streamIssues({ name: environment }: Environment, { name, delivery }: DataContract): Issue[] {
  if (delivery.kind !== 'stream') return [];
  const at = `environment ${environment}`;
  const days = hubRetentionDays(delivery);
  return [
    ...(delivery.every.minutes === TRIGGERED_LANDING.minutes
      ? []
      : [
          {
            code: 'LH9131' as const,
            at,
            prop: PROP,
            got: `is "triggered", once a day, and windows of "${name}" come every ${describeInterval(delivery.every)}`,
            allowed: 'streams with windows of a day',
            change: `set cadence: { atLeast: days(1) } in ${environment}, or land continuously`,
          },
        ]),
    ...(days >= TRIGGERED_LANDING_DAYS
      ? []
      : [
          {
            code: 'LH9132' as const,
            at,
            prop: PROP,
            got: `is "triggered", and the hub of "${name}" keeps events for ${days} ${days === 1 ? 'day' : 'days'}`,
            allowed: `hubs that keep them for ${TRIGGERED_LANDING_DAYS} days or more: a landing that fails for two days loses nothing`,
            change: `raise delivery.retentionDays of "${name}", or land continuously`,
          },
        ]),
  ];
}
