import { type Company } from '../company/company';
import { type Environment, type PowerBiCapacity, type Running } from '../company/environment';
import {
  type CustomerManagedKey,
  IDENTITY_ID,
  KEY_ID,
  KEY_VERSION,
  KEYED_SERVICES,
} from '../company/customer-managed-key';
import { misspeltRegion } from '../company/regions';
import {
  dayMistakes,
  duplicateMistakes,
  emptyMistakes,
  type Form,
  formMistakes,
  reasonMistakes,
} from '../checks';
import { type Issue, listed, type Mistake, mistakeIf, placed } from '../errors';
import { landingZoneIssues } from './landing-zone';
import { CODE, countIssues, duplicateIssues, LOCATION, nameIssues, UUID } from './names';
import { budgetIssues, notifyIssues } from './notification';
import { stateIssues } from './state';

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const ADDRESS_SPACE: Form = {
  pattern: new RegExp(String.raw`^${OCTET}(?:\.${OCTET}){3}/(?:1[6-9]|2[0-4])$`),
  allowed: 'an IPv4 range of /16 to /24, e.g. 10.20.0.0/16',
  change: 'give a range that no connected network uses',
};

/** Everything wrong with the company's own names and its environments. */
export function environmentIssues(company: Company): Issue[] {
  return [
    ...nameIssues(company.name, 'code', company.code, CODE),
    ...duplicateIssues(
      company.name,
      'environments',
      company.environments.map(({ name }) => name),
    ),
    ...company.environments.flatMap(issuesOf),
    ...stateIssues(company),
  ];
}

function issuesOf(environment: Environment): Issue[] {
  const at = `environment ${environment.name}`;
  const { network, destroyable } = environment;
  return [
    ...nameIssues(at, 'name', environment.name, CODE),
    ...nameIssues(at, 'location', environment.location, LOCATION),
    ...regionIssues(at, environment.location),
    ...nameIssues(at, 'tenantId', environment.tenantId, UUID),
    ...nameIssues(at, 'sqlAdministrators.objectId', environment.sqlAdministrators.objectId, UUID),
    ...runningIssues(at, environment.running),
    ...Object.entries(environment.groups).flatMap(([name, id]) => nameIssues(at, `groups.${name}`, id, UUID)),
    ...(network.kind === 'private'
      ? nameIssues(at, 'network.addressSpace', network.addressSpace, ADDRESS_SPACE)
      : reasonIssues(at, 'network.reason', network.reason)),
    ...(environment.subscriptionId === undefined
      ? []
      : nameIssues(at, 'subscriptionId', environment.subscriptionId, UUID)),
    ...notifyIssues(at, environment),
    ...budgetIssues(at, environment),
    ...placed(at, limitMistakes(environment.cost?.monthlyLimit)),
    ...powerBiIssues(at, environment.powerBiCapacity),
    ...keyIssues(at, environment.customerManagedKey),
    ...landingZoneIssues(environment),
    ...(destroyable ? reasonIssues(at, 'destroyable.reason', destroyable.reason) : []),
  ];
}

/** A region that is misspelt would fail in the middle of a deployment. */
function regionIssues(at: string, location: string): Issue[] {
  const near = LOCATION.pattern.test(location) ? misspeltRegion(location) : undefined;
  return placed(
    at,
    mistakeIf(near !== undefined, {
      code: 'LH0001',
      prop: 'location',
      got: `is "${location}" (did you mean "${near}"?)`,
      allowed: LOCATION.allowed,
      change: `write "${near}", or another region`,
    }),
  );
}

/** What is no limit of a month's cost. */
function limitMistakes(limit: number | undefined): Mistake[] {
  return mistakeIf(limit !== undefined && !(Number.isFinite(limit) && limit > 0), {
    code: 'LH0002',
    prop: 'cost.monthlyLimit',
    got: `is ${limit}`,
    allowed: 'an amount of more than 0 a month',
    change: 'change the number',
  });
}

function keyIssues(at: string, key: CustomerManagedKey | undefined): Issue[] {
  if (key === undefined) return [];
  const { keyId, identityId, keyVersion, also = [] } = key;
  const known: readonly string[] = KEYED_SERVICES;
  return placed(at, [
    ...also
      .filter((service) => !known.includes(service))
      .map((service): Mistake => ({
        code: 'LH5060',
        prop: 'customerManagedKey.also',
        got: `has "${service}"${WITHOUT_KEY[service] ?? ''}`,
        allowed: listed(KEYED_SERVICES),
        change: 'take it out',
      })),
    ...duplicateMistakes('customerManagedKey.also', also),
    ...(keyVersion === undefined
      ? []
      : formMistakes('customerManagedKey.keyVersion', keyVersion, KEY_VERSION)),
    ...(also.includes('dataFactory') && keyVersion === undefined
      ? [
          {
            code: 'LH5061' as const,
            prop: 'customerManagedKey.keyVersion',
            got: 'is missing, and also has "dataFactory"',
            allowed: 'the version of the key: a data factory takes no key without one',
            change: 'add it, or take dataFactory out',
          },
        ]
      : []),
    ...formMistakes('customerManagedKey.keyId', keyId, KEY_ID),
    ...(identityId === undefined
      ? []
      : formMistakes('customerManagedKey.identityId', identityId, IDENTITY_ID)),
  ]);
}

/** Why some services take no key here. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  eventHubs:
    ', which takes a key in the tiers Premium and Dedicated alone, and hubs are of the tier Standard',
  keyVault: ', which keeps keys in hardware of its own',
  logAnalytics: ', which takes a key in a dedicated cluster alone, of 100 GB a day or more',
  storage: ', which always uses it',
};

function powerBiIssues(at: string, capacity: PowerBiCapacity | undefined): Issue[] {
  if (capacity === undefined) return [];
  const { administrators, reason } = capacity;
  const issues = reasonIssues(at, 'powerBiCapacity.reason', reason);
  const whom = 'one or more user principal names or object ids';
  issues.push(
    ...placed(
      at,
      emptyMistakes(
        'powerBiCapacity.administrators',
        administrators,
        whom,
        'name who administers the capacity',
      ),
    ),
  );
  const broken = administrators.filter((name) => !UUID.pattern.test(name) && !/^[^@\s]+@[^@\s]+$/.test(name));
  for (const name of broken) {
    issues.push({
      code: 'LH0001',
      at,
      prop: 'powerBiCapacity.administrators',
      got: `has "${name}"`,
      allowed: 'user principal names, e.g. jo@example.com, and object ids of service principals',
      change: 'correct it',
    });
  }
  return issues;
}

function runningIssues(at: string, running: Running | undefined): Issue[] {
  if (running === undefined) return [];
  const { from, since = {}, acknowledged, maxFirstWindows, backlog } = running;
  return [
    ...placed(at, dayMistakes('running.from', from)),
    ...Object.entries(since).flatMap(([name, day]) => sinceIssues(at, name, { day, from })),
    ...duplicateIssues(at, 'running.acknowledged', acknowledged),
    ...countIssues(at, 'running.maxFirstWindows', maxFirstWindows ?? 0, { least: 0, of: 'windows' }),
    ...(backlog ? reasonIssues(at, 'running.backlog.reason', backlog.reason) : []),
  ];
}

/** What is wrong with the first day of something that was added later. */
function sinceIssues(at: string, name: string, { day, from }: { day: string; from: string }): Issue[] {
  const prop = `running.since.${name}`;
  const broken = dayMistakes(prop, day);
  const early: Mistake[] = mistakeIf(broken.length === 0 && day < from, {
    code: 'LH5014',
    prop,
    got: `is ${day}, before the environment runs`,
    allowed: `${from} or a later day`,
    change: 'give the day of the deployment that makes it; older days come by the backfill pipelines',
  });
  return placed(at, [...broken, ...early]);
}

function reasonIssues(at: string, prop: string, reason: string): Issue[] {
  return placed(at, reasonMistakes(prop, reason, 'say why the safe choice does not do'));
}
