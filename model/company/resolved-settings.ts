import { type Company } from './company';
import { type Environment } from './environment';
import { type NamingSettings } from './naming';
import {
  DEFAULT_SETTINGS,
  type DefaultSettings,
  type DepartmentSettings,
  type SettingGroup,
  type Settings,
  type Tags,
} from './settings';

/** All settings of a place, decided. */
export interface ResolvedSettings extends DefaultSettings {
  /** How resources are named. */
  readonly naming: NamingSettings;
  /** Tags beside the library's own. */
  readonly tags: Tags;
}

/** What is decided for a department, the least specific first: by itself, and for it in the environment. */
export function departmentDecisions(
  company: Pick<Company, 'departments'>,
  environment: Pick<Environment, 'departments'>,
  department: string,
): readonly DepartmentSettings[] {
  const own = company.departments.find(({ name }) => name === department)?.settings;
  return [own, environment.departments?.[department]?.settings].filter((level) => level !== undefined);
}

/**
 * The settings of a place: the defaults, over them what the company decides, then the environment, then the department, and
 * last what is decided for the department in the environment; setting by setting.
 *
 * @param company whose place it is.
 * @param environment one of its environments.
 * @param department the name of one of its departments; left out for the platform.
 */
export function settingsOf(
  company: Pick<Company, 'settings' | 'departments'>,
  environment: Pick<Environment, 'settings' | 'departments'>,
  department?: string,
): ResolvedSettings {
  const levels: readonly Settings[] = [
    company.settings ?? {},
    environment.settings ?? {},
    ...(department === undefined ? [] : departmentDecisions(company, environment, department)),
  ];
  const group = <Group extends SettingGroup>(name: Group): DefaultSettings[Group] =>
    levels.reduce((values, level) => over(values, level[name]), DEFAULT_SETTINGS[name]);
  return {
    naming: levels.reduce<NamingSettings>((values, { naming }) => over(values, naming), {}),
    tags: mergedTags(...levels.map(({ tags }) => tags)),
    eventHubs: group('eventHubs'),
    storage: group('storage'),
    keyVault: group('keyVault'),
    streaming: group('streaming'),
    eventTimes: group('eventTimes'),
    integrationRuntime: group('integrationRuntime'),
    delta: group('delta'),
    modelCompute: group('modelCompute'),
    logs: group('logs'),
  };
}

/** Tags from several places: the later ones win. Azure knows no difference of case in their names, so nor does this. */
export function mergedTags(...all: readonly (Tags | undefined)[]): Tags {
  const merged = new Map<string, [name: string, value: string]>();
  for (const tag of all.flatMap((tags) => Object.entries(tags ?? {}))) merged.set(tag[0].toLowerCase(), tag);
  return Object.fromEntries(merged.values());
}

/** Values with others over them, key by key; one that is undefined decides nothing. */
function over<Values extends object>(values: Values, decided: object | undefined): Values {
  const entries = Object.entries(decided ?? {}).filter(([, value]) => value !== undefined);
  return Object.assign({}, values, Object.fromEntries(entries));
}
