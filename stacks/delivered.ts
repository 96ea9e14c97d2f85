import type { Company, Environment } from '../model';

/** Whether pipelines deploy an environment, and do what follows a deployment. */
export function isDelivered(
  { delivery }: Pick<Company, 'delivery'>,
  { name }: Pick<Environment, 'name'>,
): boolean {
  return delivery?.environments.some((environment) => environment.name === name) ?? false;
}
