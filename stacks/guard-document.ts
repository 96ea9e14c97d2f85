import { grantsOf } from '../constructs/core';
import type { AllowedChange, Company, Environment } from '../model';
import type { LakehouseStack } from './lakehouse-stack';

/** What a plan of an environment is held against: `guard/<environment>.json`. */
export interface GuardDocument {
  /** The company's code, which every resource is tagged with. */
  readonly company: string;
  /** The environment. */
  readonly environment: string;
  /** Whether its services have private addresses only. */
  readonly isPrivate: boolean;
  /** What a month may come to, in the currency of the bill. @default no limit */
  readonly monthlyLimit?: number;
  /** What its plans may do although it would be stopped. */
  readonly allowedChanges: readonly AllowedChange[];
  /** The roles that the access matrix has, by stack and by the address of the assignment. */
  readonly grants: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What plans of an environment's stacks are held against. */
export function guardDocument(
  company: Company,
  environment: Environment,
  stacks: readonly LakehouseStack[],
): GuardDocument {
  const { allowedChanges = [], cost } = environment;
  return {
    company: company.code,
    environment: environment.name,
    isPrivate: environment.network.kind === 'private',
    ...(cost?.monthlyLimit !== undefined && { monthlyLimit: cost.monthlyLimit }),
    allowedChanges,
    grants: Object.fromEntries(
      stacks.map((stack) => [
        stack.node.id,
        Object.fromEntries(
          grantsOf(stack).map(({ resource, role }) => [
            `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
            role,
          ]),
        ),
      ]),
    ),
  };
}
