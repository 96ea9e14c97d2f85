/** Synthesizes a company of many departments, and prints what that took as JSON: a process of its own, whose memory is its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../stacks';
import { type Hosting, manyDepartments } from './many-departments';

const [departments = '1', hosting = 'dedicated'] = process.argv.slice(2);
const company = manyDepartments(Number(departments), hosting as Hosting);
const outdir = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
// The result is all that is printed.
process.stdout.write = () => true;
try {
  const before = process.cpuUsage();
  synthesizeCompany(
    company,
    (app, environment) => {
      const platform = new PlatformStack(app, 'platform', { company, environment });
      for (const department of company.departments)
        new DepartmentStack(app, department.name, { department, platform });
    },
    { environments: 'dev', outdir },
  );
  const { user, system } = process.cpuUsage(before);
  process.stderr.write(
    `${JSON.stringify({ seconds: (user + system) / 1e6, mebibytes: process.resourceUsage().maxRSS / 1024 })}\n`,
  );
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
