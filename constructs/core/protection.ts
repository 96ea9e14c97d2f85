import type { Environment } from '../../model';

/** The lifecycle of what holds data. */
export interface Protection {
  /** Whether Terraform refuses to destroy it. */
  readonly preventDestroy: boolean;
}

/**
 * The lifecycle of a resource that holds data: Terraform refuses to destroy it.
 *
 * Two keys lift that: `environment.destroyable`, with its reason, and the variable `ALLOW_DESTROY`, which must name the
 * environment when the app is synthesized.
 *
 * @param environment holds the first key.
 * @param allowDestroy the second key; by default the variable.
 */
export function protect(
  environment: Pick<Environment, 'name' | 'destroyable'>,
  allowDestroy = allowDestroyVariable(),
): Protection {
  return { preventDestroy: !(environment.destroyable !== undefined && allowDestroy === environment.name) };
}

function allowDestroyVariable(): string | undefined {
  // eslint-disable-next-line no-restricted-properties -- the second key must be turned by whoever synthesizes, not in code
  return process.env.ALLOW_DESTROY;
}
