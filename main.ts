import { company } from './departments';
import { DepartmentStack, PlatformStack, synthesizeCompany } from './stacks';

synthesizeCompany(
  company,
  (app, environment) => {
    const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
    for (const department of company.departments) {
      new DepartmentStack(app, `${department.name}-${environment.name}`, { department, platform });
    }
  },
  {
    // The environments to synthesize, separated by commas, or `all`.
    environments: process.env['ENVIRONMENT'] ?? 'dev',
    // The day for which the windows of a first start are counted, YYYY-MM-DD.
    asOf: process.env['AS_OF'],
  },
);
