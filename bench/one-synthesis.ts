/** Synthesizes a company of many departments, and prints what the process took as JSON. */
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../stacks';
import { type Hosting, manyDepartments } from './many-departments';
import { printTaken } from './taken';

const [departments = '1', hosting = 'dedicated', outdir] = process.argv.slice(2);
const company = manyDepartments(Number(departments), hosting as Hosting);
// What it took is all that is printed.
process.stdout.write = () => true;
synthesizeCompany(
  company,
  (app, environment) => {
    const platform = new PlatformStack(app, 'platform', { company, environment });
    for (const department of company.departments)
      new DepartmentStack(app, department.name, { department, platform });
  },
  { environments: 'dev', outdir },
);
printTaken();
