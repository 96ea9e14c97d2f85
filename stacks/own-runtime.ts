import { type Company, type Department, departmentDecisions, type Environment } from '../model';

/** Whether a department shares a data factory, and yet decides what its own data flows run on. */
export function hasOwnRuntime({
  company,
  environment,
  department,
}: {
  readonly company: Company;
  readonly environment: Environment;
  readonly department: Department;
}): boolean {
  const decided = departmentDecisions(company, environment, department.name);
  return (
    department.hosting === 'shared' &&
    decided.some(({ integrationRuntime }) => integrationRuntime !== undefined)
  );
}
