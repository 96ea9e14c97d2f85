import { type Company } from '../company/company';
import { replicationMistakes } from '../company/regions';
import { settingsOf } from '../company/resolved-settings';
import { type Issue, placed } from '../errors';

/** Accounts that would keep their files where a region has no place for them: those of the platform, and of departments with hosts of their own. */
export function replicationIssues(company: Company): Issue[] {
  const dedicated = company.departments.filter(({ hosting }) => hosting === 'dedicated');
  return company.environments.flatMap((environment) => {
    const of = (department?: string) => settingsOf(company, environment, department).storage.replication;
    const own = dedicated.filter(({ name }) => of(name) !== of());
    return placed(`environment ${environment.name}`, [
      ...replicationMistakes('settings.storage.replication', environment.location, of()),
      ...own.flatMap(({ name }) =>
        replicationMistakes(
          `departments.${name}.settings.storage.replication`,
          environment.location,
          of(name),
        ),
      ),
    ]);
  });
}
