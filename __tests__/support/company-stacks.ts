import type { App } from 'cdktf';
import type { Company, Environment } from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { testApp } from './synth';

/** The stacks of a company in one environment, as an app makes them: the platform first. */
export function companyStacks(
  company: Company,
  environment: Environment,
  app: App = testApp(),
): (PlatformStack | DepartmentStack)[] {
  const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
  return [
    platform,
    ...company.departments.map(
      (department) =>
        new DepartmentStack(app, `${department.name}-${environment.name}`, { department, platform }),
    ),
  ];
}
