import type { PrincipalKind } from '../constructs/core';

/** One right of one principal. */
export interface AccessLine {
  /** Name of who has it, as Entra ID knows it. */
  readonly principal: string;
  /** What the principal is; people are named one by one only where they administer something. */
  readonly kind: PrincipalKind | 'person';
  /** What it holds on: a container, a hub, a database, a view with its columns. */
  readonly scope: string;
  /** What may be done there: a role of Azure, a permission or role of SQL, or `act as` on another principal. */
  readonly right: string;
  /** How it is given. */
  readonly mechanism:
    | 'role assignment'
    | 'SQL grant'
    | 'role membership'
    | 'SQL user'
    | 'SQL login'
    | 'administrator'
    | 'workspace identity'
    | 'factory credential'
    | 'compute identity'
    | 'federated credential';
  /** The stack that gives it. */
  readonly stack: string;
  /** Why it is needed. */
  readonly reason: string;
}
