import type { IConstruct } from 'constructs';
import { groupIssues, type Issue, LakehouseError, type SettingGroup, type Settings } from '../../model';

/** Something wrong with a construct; the construct itself says where. */
export type ConstructIssue = Omit<Issue, 'at'>;

/**
 * Throws everything that is wrong with one construct, in one error that carries its path.
 *
 * @throws LakehouseError always.
 */
export function failAt(scope: IConstruct, ...issues: readonly ConstructIssue[]): never {
  const at = scope.node.path;
  throw new LakehouseError(
    at,
    issues.map(({ prop, got, allowed, change }) => ({ at, prop, got, allowed, change })),
  );
}

/**
 * Like {@link failAt}, but returns when there is nothing wrong.
 *
 * @throws LakehouseError when there are issues.
 */
export function throwAt(scope: IConstruct, issues: readonly ConstructIssue[]): void {
  if (issues.length > 0) failAt(scope, ...issues);
}

/** Everything wrong with the settings of one group that a construct was given as props of the same names. */
export function settingIssues<Group extends SettingGroup>(
  group: Group,
  values: NonNullable<Settings[Group]>,
  prefix = '',
): ConstructIssue[] {
  return groupIssues(group, values).map((issue) => ({ ...issue, prop: `${prefix}${issue.prop}` }));
}
