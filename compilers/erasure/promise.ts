import { type Company, CompanyGraph, DEFAULT_ERASURE_DAYS, type Issue } from '../../model';
import { goneAfter, personalCopies, type PersonalCopy } from './copies';

/** Copies of persons' data that outlive what the company promises, one issue for each kind of copy in an environment. */
export function erasurePromiseIssues(company: Company): Issue[] {
  const promised = company.erasureDays ?? DEFAULT_ERASURE_DAYS;
  return company.environments.flatMap((environment) => {
    const graph = CompanyGraph.of(company, environment);
    const late = company.departments
      .flatMap((department) => personalCopies(company, environment, department, graph))
      .filter((copy) => goneAfter(copy) > promised);
    return late.map((copy): Issue => ({
      code: 'LH5101',
      at: `environment ${environment.name}`,
      prop: 'erasureDays',
      got: `is ${promised}, and ${describe(copy)} last ${copy.days} days, and ${copy.softDeleteDays} more in which they can be brought back`,
      allowed: `${goneAfter(copy)} or more, or copies that end sooner`,
      change: 'raise erasureDays of the company, or lower what keeps them',
    }));
  });
}

function describe({ department, kind, place }: PersonalCopy): string {
  return `${kind} (${department}, ${place})`;
}
