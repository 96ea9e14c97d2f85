import { company } from './departments';
import { DepartmentStack, PlatformStack, synthesizeCompany } from './stacks';

// `npm run record` writes the records of the last synthesis anew: `npm run record -- "why the changes are right"`.
const [command, reason] = process.argv.slice(2);
const renew = command === 'record';

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
    environments: process.env['ENVIRONMENT'] ?? (renew ? 'all' : 'dev'),
    // `AS_OF=2026-11-30` counts the windows to run again until that day.
    records: { folder: 'lakehouse.lock', renew, reason, asOf: process.env['AS_OF'] },
  },
);
