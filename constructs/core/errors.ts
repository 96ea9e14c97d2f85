import type { IConstruct } from 'constructs';
import { groupIssues, LakehouseError, type Mistake, type SettingGroup, type Settings } from '../../model';

/**
 * Throws everything that is wrong with one construct, in one error that carries its path.
 *
 * @throws LakehouseError always.
 */
export function failAt(scope: IConstruct, ...mistakes: readonly Mistake[]): never {
  const at = scope.node.path;
  throw new LakehouseError(
    at,
    mistakes.map((mistake) => Object.assign({ at }, mistake)),
  );
}

/**
 * Like {@link failAt}, but returns when there is nothing wrong.
 *
 * @throws LakehouseError when there are mistakes.
 */
export function throwAt(scope: IConstruct, mistakes: readonly Mistake[]): void {
  if (mistakes.length > 0) failAt(scope, ...mistakes);
}

/** Everything wrong with the settings of one group that a construct was given as props of the same names. */
export function settingIssues<Group extends SettingGroup>(
  group: Group,
  values: NonNullable<Settings[Group]>,
  prefix = '',
): Mistake[] {
  return groupIssues(group, values).map((issue) => ({ ...issue, prop: `${prefix}${issue.prop}` }));
}
