import { DepartmentStack, PlatformStack, synthesizeCompany } from 'cdktf-azure-lakehouse/stacks';
import { company } from '.';

synthesizeCompany(
  company,
  (app, environment) => {
    const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
    for (const department of company.departments) {
      new DepartmentStack(app, `${department.name}-${environment.name}`, { department, platform });
    }
  },
  { outdir: process.env['CDKTF_OUTDIR'] ?? `${__dirname}/cdktf.out` },
);
