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
    // The day, YYYY-MM-DD, until which windows are counted: those of a first start, and those to run again.
    asOf: process.env['AS_OF'],
    records: { folder: 'lakehouse.lock', renew, reason },
  },
);
