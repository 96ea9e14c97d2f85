import { DepartmentStack, synthesizeCompany } from 'cdktf-azure-lakehouse/stacks';
import { company } from './company';
import { centralPlatform } from './platform';

synthesizeCompany(
  company,
  (app, environment) => {
    const platform = centralPlatform(app, company, environment);
    for (const department of company.departments) {
      new DepartmentStack(app, `${department.name}-${environment.name}`, { department, platform });
    }
  },
  { outdir: `${__dirname}/cdktf.out` },
);
