import { company } from '../../departments';
import type { DepartmentStack, PlatformStack } from '../../stacks';
import { companyStacks } from './company-stacks';

/** The stacks of the reference company in one of its environments. */
export function referenceStacks(environmentName: string): (PlatformStack | DepartmentStack)[] {
  const environment = company.environments.find(({ name }) => name === environmentName)!;
  return companyStacks(company, environment);
}
