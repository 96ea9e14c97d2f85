import { company } from '../../departments';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { testApp } from './synth';

/** The stacks of the reference company in one of its environments. */
export function referenceStacks(environmentName: string): (PlatformStack | DepartmentStack)[] {
  const environment = company.environments.find(({ name }) => name === environmentName)!;
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${environmentName}`, { company, environment });
  return [
    platform,
    ...company.departments.map(
      (department) =>
        new DepartmentStack(app, `${department.name}-${environmentName}`, { department, platform }),
    ),
  ];
}
