import { BOOTSTRAP_DEFAULTS, type FederatedSubject } from '../constructs/bootstrap';
import { type Company, DEFAULT_BRANCH, type ServiceConnection } from '../model';

/**
 * Whose tokens may deploy an environment: jobs of the repository that name the environment, which GitHub lets begin only when its rules are
 * kept, and the service connection of Azure DevOps.
 *
 * Source: "About security hardening with OpenID Connect", subject claims.
 */
export function deploySubjects({ delivery }: Company, environment: string): FederatedSubject[] {
  const repository = delivery?.github?.repository;
  return [
    ...(repository === undefined ? [] : [github('github', `repo:${repository}:environment:${environment}`)]),
    ...connection(delivery?.azureDevOps?.connections[environment]?.deploy),
  ];
}

/** Whose tokens may plan an environment: pull requests of the repository, the deployed branch at night, and a service connection of its own. */
export function planSubjects({ delivery }: Company, environment: string): FederatedSubject[] {
  const repository = delivery?.github?.repository;
  const branch = delivery?.branch ?? DEFAULT_BRANCH;
  return [
    ...(repository === undefined
      ? []
      : [
          github('github-pull-request', `repo:${repository}:pull_request`),
          github('github-branch', `repo:${repository}:ref:refs/heads/${branch}`),
        ]),
    ...connection(delivery?.azureDevOps?.connections[environment]?.plan),
  ];
}

function github(name: string, subject: string): FederatedSubject {
  return { name, issuer: BOOTSTRAP_DEFAULTS.githubIssuer, subject };
}

function connection(found: ServiceConnection | undefined): FederatedSubject[] {
  return found === undefined ? [] : [{ name: 'azure-devops', issuer: found.issuer, subject: found.subject }];
}
