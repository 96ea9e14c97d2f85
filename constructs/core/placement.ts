import type { Environment } from '../../model';
import { azureName, type AzureKind } from './naming';

/** What is known of the environment that resources are made in. An `Environment` says all of it; no layer needs more than this. */
export type PlacedEnvironment = Pick<Environment, 'name' | 'location'> & Partial<Environment>;

/** Where a resource belongs; names and tags follow from it. */
export interface Placement {
  /** The company's code. */
  readonly company: string;
  /** The environment. */
  readonly environment: PlacedEnvironment;
  /** The department that owns the resource. @default none: it belongs to the platform */
  readonly department?: string;
}

/** The name of a resource in a place, see {@link azureName}. */
export function nameAt(placement: Placement, kind: AzureKind, purpose?: string): string {
  const { company, environment, department } = placement;
  return azureName(kind, { company, environment: environment.name, department, purpose });
}
