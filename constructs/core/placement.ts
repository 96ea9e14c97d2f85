import {
  type Company,
  type Environment,
  type NamedResource,
  type NamingSettings,
  settingsOf,
  type Tags,
} from '../../model';
import { azureName } from './naming';

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
  /** How resources are named. @default the library's names */
  readonly naming?: NamingSettings;
  /** Tags beside the library's own. @default none */
  readonly tags?: Tags;
}

/** The place of a department, or without one of the platform, with what is decided there. */
export function placementOf(company: Company, environment: Environment, department?: string): Placement {
  const { naming, tags } = settingsOf(company, environment, department);
  return {
    company: company.code,
    environment,
    ...(department !== undefined && { department }),
    naming,
    tags,
  };
}

/** The name of a resource in a place, see {@link azureName}. */
export function nameAt(placement: Placement, type: NamedResource, purpose?: string): string {
  const { company, environment, department, naming } = placement;
  const { name, location } = environment;
  return azureName(type, { company, environment: name, location, department, purpose, naming });
}
