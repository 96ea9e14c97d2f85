import { type Form, shownValue } from '../checks';
import { type Company } from '../company/company';
import { type Department } from '../company/department';
import { type DepartmentInEnvironment, type Environment } from '../company/environment';
import { type NamingSettings } from '../company/naming';
import { settingsOf } from '../company/resolved-settings';
import { type SettingGroup, type Settings } from '../company/settings';
import { type Issue, listed, type Mistake, suggestion } from '../errors';
import { logTableIssues } from './log-tables';
import { nameIssues, UUID } from './names';
import { replicationIssues } from './replication';
import { SETTING_GROUPS, SETTING_RULES, type SettingRule } from './setting-rules';
import { tagIssues } from './tags';

const SUFFIX: Form = {
  pattern: /^[a-z0-9]{1,8}$/,
  allowed: '1 to 8 lower-case letters and digits',
  change: 'choose a short one: names of vaults and storage accounts have at most 24 characters',
};

/** Everything wrong with what is decided for the company, its environments and its departments. */
export function settingIssues(company: Company): Issue[] {
  return [
    ...levelIssues(company.name, company.settings),
    ...company.environments.flatMap((environment) => [
      ...levelIssues(`environment ${environment.name}`, environment.settings),
      ...departmentsHereIssues(company, environment),
    ]),
    ...company.departments.flatMap((department) => [
      ...levelIssues(department.name, department.settings),
      ...ownerIssues(department.name, 'settings', department.settings, department),
    ]),
    ...inflationIssues(company),
    ...logTableIssues(company),
    ...replicationIssues(company),
  ];
}

/** Everything wrong with some values of one group; `at` and the group's own name are for the caller to say. */
export function groupIssues<Group extends SettingGroup>(
  group: Group,
  values: NonNullable<Settings[Group]>,
): Mistake[] {
  const rules: Readonly<Record<string, SettingRule>> = SETTING_RULES[group].settings;
  return Object.entries(values).flatMap(([name, value]) => {
    const rule = rules[name];
    if (!rule || value === undefined || rule.allows(value)) return [];
    const { code, allowed, change, mistakes } = rule;
    if (mistakes) return mistakes(value).map((one) => ({ ...one, prop: `${name}${one.prop}` }));
    return [{ code, prop: name, got: `is ${shownValue(value)}`, allowed, change }];
  });
}

function levelIssues(at: string, settings: Settings | undefined, prefix = 'settings'): Issue[] {
  if (settings === undefined) return [];
  return [
    ...SETTING_GROUPS.flatMap((group) =>
      groupIssues(group, settings[group] ?? {}).map(({ prop, ...issue }) => ({
        at,
        prop: `${prefix}.${group}.${prop}`,
        ...issue,
      })),
    ),
    ...(settings.tags ? tagIssues(at, `${prefix}.tags`, settings.tags) : []),
    ...(settings.naming ? namingIssues(at, `${prefix}.naming`, settings.naming) : []),
  ];
}

function namingIssues(at: string, prop: string, { resourceName, suffix }: NamingSettings): Issue[] {
  return [
    ...(resourceName === undefined || typeof resourceName === 'function'
      ? []
      : [
          {
            code: 'LH5003' as const,
            at,
            prop: `${prop}.resourceName`,
            got: `is ${shownValue(resourceName)}`,
            allowed: 'a function from the parts of a name to the name',
            change: 'give a function, or leave it out',
          },
        ]),
    ...(suffix === undefined ? [] : nameIssues(at, `${prop}.suffix`, suffix, SUFFIX)),
  ];
}

function departmentsHereIssues({ departments }: Company, environment: Environment): Issue[] {
  const at = `environment ${environment.name}`;
  const known = departments.map(({ name }) => name);
  return Object.entries(environment.departments ?? {}).flatMap(([name, here]): Issue[] => {
    const prop = `departments.${name}`;
    const department = departments.find((one) => one.name === name);
    if (!department) {
      return [
        {
          code: 'LH5004',
          at,
          prop: 'departments',
          got: `has "${name}", which is no department${suggestion(name, known)}`,
          allowed: listed(known),
          change: 'name a department of the company, or remove it',
        },
      ];
    }
    return [
      ...subscriptionIssues(at, `${prop}.subscriptionId`, here, environment),
      ...levelIssues(at, here.settings, `${prop}.settings`),
      ...ownerIssues(at, `${prop}.settings`, here.settings, department),
    ];
  });
}

/** A department's own subscription: what it makes in the platform's services is found by the platform's. */
function subscriptionIssues(
  at: string,
  prop: string,
  { subscriptionId }: DepartmentInEnvironment,
  environment: Environment,
): Issue[] {
  if (subscriptionId === undefined) return [];
  return [
    ...nameIssues(at, prop, subscriptionId, UUID),
    ...(environment.subscriptionId === undefined
      ? [
          {
            code: 'LH5009' as const,
            at,
            prop: 'subscriptionId',
            got: `is missing, and ${prop} is there`,
            allowed: 'the subscription of the platform, so that both are told apart',
            change: 'say it, or take the other out',
          },
        ]
      : []),
  ];
}

/** What a department decides that is not its own. */
function ownerIssues(
  at: string,
  prefix: string,
  settings: Settings | undefined,
  department: Department,
): Issue[] {
  return SETTING_GROUPS.filter((group) => settings?.[group] !== undefined).flatMap((group): Issue[] => {
    const { owner } = SETTING_RULES[group];
    const prop = `${prefix}.${group}`;
    if (owner === 'no department') {
      return [
        {
          code: 'LH5005',
          at,
          prop,
          got: 'is decided for a department',
          allowed: 'the company or an environment: all departments share it',
          change: 'decide it there',
        },
      ];
    }
    if (owner === 'dedicated departments' && department.hosting === 'shared') {
      return [
        {
          code: 'LH5005',
          at,
          prop,
          got: `is decided for ${department.name}, which has no such host of its own`,
          allowed: 'the company, an environment, or a department that is hosted dedicated',
          change: 'decide it for the environment, or host the department dedicated',
        },
      ];
    }
    return [];
  });
}

/** Units that would begin above the number they may be raised to, wherever a namespace is made. */
function inflationIssues(company: Company): Issue[] {
  const dedicated = company.departments.filter(({ hosting }) => hosting === 'dedicated');
  return company.environments.flatMap((environment) =>
    [undefined, ...dedicated.map(({ name }) => name)].flatMap((department): Issue[] => {
      const { throughputUnits, autoInflateTo } = settingsOf(company, environment, department).eventHubs;
      if (autoInflateTo === 'off' || !(autoInflateTo < throughputUnits)) return [];
      return [
        {
          code: 'LH0002',
          at: `environment ${environment.name}${department === undefined ? '' : `/${department}`}`,
          prop: 'settings.eventHubs.autoInflateTo',
          got: `comes to ${autoInflateTo}, below the ${throughputUnits} throughput units that it begins with`,
          allowed: 'the throughput units or more, or "off"',
          change: 'raise it, or lower the throughput units, where they are decided',
        },
      ];
    }),
  );
}
