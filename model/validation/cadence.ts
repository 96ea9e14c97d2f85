import { isStretched } from '../company/cadence';
import { type Company } from '../company/company';
import { type Department } from '../company/department';
import { type Environment } from '../company/environment';
import { CompanyGraph } from '../company/graph';
import { type DataContract } from '../contracts/data-contract';
import { type Issue } from '../errors';
import { describeInterval, intervalProblem } from '../schedule';
import { describeUnfitted, unfitted } from './schedules';
import { describeLookUp, slowerLookUps } from './tables';

const DAY_MINUTES = 24 * 60;
const PROP = 'cadence.atLeast';

/** Streams whose windows are as long as landing keeps their events: as they are declared, and at the cadence of environments. */
export function landingIssues(company: Company, department: Department): Issue[] {
  const { name, retention } = department;
  // Fewer than a day are reported where zones are checked.
  if (!(retention.landing >= 1)) return [];
  const isShort = ({ delivery }: DataContract): boolean =>
    delivery.kind === 'stream' && retention.landing * DAY_MINUTES <= delivery.every.minutes;
  const declared = department.sources.filter(isShort);
  const issue = (at: string, prop: string, { name: source, delivery }: DataContract): Issue => ({
    code: 'LH1023',
    at,
    prop,
    got: `makes windows of ${describeInterval(delivery.every)} for "${source}", and landing of ${name} keeps events for ${describeInterval({ minutes: retention.landing * DAY_MINUTES })}`,
    allowed: 'windows that are shorter than what landing keeps',
    change: `raise retention.landing of ${name}`,
  });
  const isDeclared = ({ name: source }: DataContract): boolean =>
    declared.some((each) => each.name === source);
  return [
    ...declared.map((source) => issue(`${name}/${source.name}`, 'delivery.every', source)),
    ...company.environments.flatMap((environment) =>
      new CompanyGraph(company, environment)
        .sourcesOf(department)
        .filter((source) => isShort(source) && !isDeclared(source))
        .map((source) => issue(`environment ${environment.name}`, PROP, source)),
    ),
  ];
}

/** What is wrong with how often environments run at most. */
export function cadenceIssues(company: Company): Issue[] {
  return company.environments.flatMap((environment) => {
    const length = lengthIssues(environment);
    return length.length > 0 ? length : windowIssues(company, environment);
  });
}

function lengthIssues({ name, cadence }: Environment): Issue[] {
  if (cadence === undefined) return [];
  const { minutes } = cadence.atLeast;
  if (intervalProblem(cadence.atLeast) === undefined && DAY_MINUTES % minutes === 0) return [];
  return [
    {
      code: 'LH8021',
      at: `environment ${name}`,
      prop: PROP,
      got: `is ${minutes} minutes`,
      allowed: '5, 6, 10, 12, 15, 20 or 30 minutes, 1, 2, 3, 4, 6, 8 or 12 hours, or a day',
      change: 'change it, e.g. to days(1)',
    },
  ];
}

/** Windows that fit together as they are declared, and no longer at the cadence. */
function windowIssues(company: Company, environment: Environment): Issue[] {
  const { name, cadence } = environment;
  if (cadence === undefined) return [];
  const [declared, here] = [new CompanyGraph(company), new CompanyGraph(company, environment)];
  const broken = company.departments.flatMap((department) => [
    ...department.sources
      .filter((source) => isStretched(source, cadence))
      .filter(({ delivery }) => cadence.atLeast.minutes % delivery.every.minutes !== 0)
      .map((source) => `windows of "${source.name}" are ${describeInterval(source.delivery.every)}`),
    ...department.tables.flatMap((table) => {
      const owned = { department, table };
      if (unfitted(declared, owned).length + slowerLookUps(declared, table).length > 0) return [];
      return [
        ...unfitted(here, owned).map((read) => describeUnfitted(here, table, read)),
        ...slowerLookUps(here, table).map((read) => describeLookUp(here, table, read)),
      ].map((conflict) => `"${table.name}" ${conflict}`);
    }),
  ]);
  return broken.map((got): Issue => ({
    code: 'LH8022',
    at: `environment ${name}`,
    prop: PROP,
    got: `is ${describeInterval(cadence.atLeast)}, and ${got}`,
    allowed: 'a whole multiple of every window that it makes longer, and of all that is read together',
    change: 'change the cadence, or delivery.every of the source',
  }));
}
