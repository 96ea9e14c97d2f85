import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';
import { failAt } from './errors';

/** The roles that are ever granted: data roles without keys, no owners. */
export type Role =
  | 'Azure AI Enterprise Network Connection Approver'
  | 'Azure Event Hubs Data Receiver'
  | 'Azure Event Hubs Data Sender'
  | 'AzureML Data Scientist'
  | 'Key Vault Crypto Service Encryption User'
  | 'Key Vault Secrets User'
  | 'Lakehouse Landing Operator'
  | 'Monitoring Reader'
  | 'Reader'
  | 'Storage Blob Data Contributor'
  | 'Storage Blob Data Reader'
  | 'Storage Blob Delegator';

/** What a principal is: what a department's pipelines act as, what a service acts as, people, or a program outside. */
export type PrincipalKind = 'pipeline identity' | 'service identity' | 'group' | 'application';

/** Who may do what where, and why. */
export interface GrantProps {
  /** Id of the resource on which the role holds. */
  readonly scopeId: string;
  /** What the principal may do there. */
  readonly role: Role;
  /** Object id of the principal. */
  readonly principalId: string;
  /** Identities are service principals; single people are never granted anything. @default 'ServicePrincipal' */
  readonly principalType?: 'ServicePrincipal' | 'Group';
  /** Why it is needed; it becomes the assignment's description. */
  readonly reason: string;
  /** Name of the resource, for the access matrix. @default the Terraform expression of its id */
  readonly on?: string;
  /** Name of the principal, for the access matrix. @default the Terraform expression of its object id */
  readonly to?: string;
  /** What the principal is, for the access matrix. @default 'service identity', or 'group' for a group */
  readonly kind?: PrincipalKind;
}

/** A role that was granted, as a line of the access matrix. */
export interface Grant {
  /** Path of the construct that asked for it. */
  readonly at: string;
  /** The resource on which it holds. */
  readonly on: string;
  /** What the principal may do there. */
  readonly role: Role;
  /** The principal. */
  readonly to: string;
  /** An identity, or people. */
  readonly principalType: 'ServicePrincipal' | 'Group';
  /** What the principal is. */
  readonly kind: PrincipalKind;
  /** Why it is needed. */
  readonly reason: string;
  /** The role assignment. */
  readonly resource: RoleAssignment;
}

const granted = new WeakMap<TerraformStack, Map<string, Grant>>();

/**
 * Grants a role to a principal.
 *
 * Azure refuses a second assignment of the same role on the same resource to the same principal, so asking again in the
 * same stack is harmless: it returns the first.
 *
 * @throws LakehouseError when the id is that of another grant, which would otherwise go lost.
 */
export function grant(scope: Construct, id: string, props: GrantProps): RoleAssignment {
  const { scopeId, role, principalId, principalType = 'ServicePrincipal', reason } = props;
  const stack = TerraformStack.of(scope);
  const grants = granted.get(stack) ?? new Map<string, Grant>();
  granted.set(stack, grants);

  const on = expression(stack, scopeId);
  const to = expression(stack, principalId);
  const key = JSON.stringify([on, role, to]);
  const known = grants.get(key);
  if (known) return known.resource;
  if (scope.node.tryFindChild(id)) {
    const who = props.to ?? to;
    failAt(scope, {
      code: 'LH6015',
      prop: id,
      got: `is the id of another grant than ${role} for ${who}`,
      allowed: 'one id for each principal, role and resource',
      change: `give ${who} a key or a name of its own`,
    });
  }

  const resource = new RoleAssignment(scope, id, {
    scope: scopeId,
    roleDefinitionName: role,
    principalId,
    // Spares the look-up of a fresh identity in Entra ID, which it may not have reached yet.
    principalType,
    description: reason,
  });
  grants.set(key, {
    at: scope.node.path,
    on: props.on ?? on,
    role,
    to: props.to ?? to,
    principalType,
    kind: props.kind ?? (principalType === 'Group' ? 'group' : 'service identity'),
    reason,
    resource,
  });
  return resource;
}

/** All grants of a stack, in the order in which they were asked for. */
export function grantsOf(stack: TerraformStack): readonly Grant[] {
  return [...(granted.get(stack)?.values() ?? [])];
}

/** The Terraform expression of a value: two tokens of one attribute are different texts, but the same expression. */
function expression(stack: TerraformStack, value: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  // Preparing, because only then a reference to another stack becomes one that cannot be taken for a local resource.
  return String(Tokenization.resolve(value, { scope: stack, resolver, preparing: true }));
}
