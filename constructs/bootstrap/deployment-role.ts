import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Construct } from 'constructs';
import { BUILT_IN_ROLES, type Role } from '../core';

/** What a role lets pipelines do. */
export interface DeploymentRoleProps {
  /** Its name, unique in the tenant. */
  readonly name: string;
  /** The ids of the subscriptions that it can be given on, `/subscriptions/…`; the first one is where it is kept. */
  readonly subscriptions: readonly string[];
  /** What it allows. */
  readonly actions: readonly string[];
  /** The roles that whoever has it may give to others. */
  readonly grants: readonly Role[];
}

/** The least role to deploy: what the types in use need, and giving out the roles in use to others. */
export class DeploymentRole extends Construct {
  /** The role. */
  readonly resource: RoleDefinition;
  private readonly grants: readonly Role[];

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props what it allows.
   */
  constructor(scope: Construct, id: string, props: DeploymentRoleProps) {
    super(scope, id);
    const { name, subscriptions, actions, grants } = props;
    const [first = ''] = subscriptions;
    this.grants = grants;
    this.resource = new RoleDefinition(this, 'Resource', {
      name,
      scope: first,
      assignableScopes: [...subscriptions],
      description: 'Deploys what the stacks of this company are made of, and nothing else.',
      permissions: [{ actions: [...actions] }],
    });
  }

  /**
   * Gives the role to somebody, on a subscription.
   *
   * @param id the name of the assignment below the role.
   * @param to the object id of who gets it, the id of the subscription, and the object ids that it must not give roles to: those of
   * pipelines, its own among them.
   */
  assign(
    id: string,
    to: { readonly principalId: string; readonly scope: string; readonly notTo: readonly string[] },
  ): RoleAssignment {
    return new RoleAssignment(this, id, {
      scope: to.scope,
      roleDefinitionId: this.resource.roleDefinitionResourceId,
      principalId: to.principalId,
      principalType: 'ServicePrincipal',
      description: 'pipelines deploy the stacks',
      condition: grantCondition(this.grants, to.notTo),
      conditionVersion: '2.0',
    });
  }
}

/**
 * Lets roles be given and taken only where they are among a few, to identities and groups, and not to some.
 *
 * Source: "Authorization actions and attributes" and "Examples to delegate Azure role assignment management with conditions". Assignments are
 * named by their role alone when they are removed: what somebody else has given is in the way of nobody.
 */
export function grantCondition(grants: readonly Role[], notTo: readonly string[]): string {
  const roles = [...new Set(grants)]
    .map((role) => BUILT_IN_ROLES[role])
    .sort()
    .join(', ');
  const attribute = (source: string, name: string): string =>
    `@${source}[Microsoft.Authorization/roleAssignments:${name}]`;
  const role = (source: string): string =>
    `${attribute(source, 'RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${roles}}`;
  const whom = [
    `${attribute('Request', 'PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal', 'Group'}`,
    ...(notTo.length > 0
      ? [`${attribute('Request', 'PrincipalId')} ForAnyOfAllValues:GuidNotEquals {${notTo.join(', ')}}`]
      : []),
  ];
  const unless = (verb: string): string =>
    `!(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})`;
  return [
    `((${unless('write')}) OR (${[role('Request'), ...whom].join(' AND ')}))`,
    `((${unless('delete')}) OR (${role('Resource')}))`,
  ].join(' AND ');
}
