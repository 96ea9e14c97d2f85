import { alertIssues, connectorIssues, timeZoneIssues } from '../compilers';
import { type Company, type Issue, modelIssues, throwIssues } from '../model';

/**
 * Everything wrong with a company's definitions: what breaks a rule of the model, where batches cannot come from, and what an
 * engine that a definition is compiled for cannot do.
 */
export function companyIssues(company: Company): Issue[] {
  return [
    ...modelIssues(company),
    ...connectorIssues(company),
    ...streamIssues(company),
    ...timeZoneIssues(company),
  ];
}

/**
 * Checks all definitions of a company, before anything is made of them: every synthesis and preview begins with it.
 *
 * @param company the company.
 * @throws LakehouseError with every issue, each saying where, what was found, what is allowed and what to change.
 */
export function validateCompany(company: Company): void {
  throwIssues(`company "${company.name}"`, companyIssues(company));
}

function streamIssues({ departments }: Company): Issue[] {
  return departments.flatMap(({ name, alerts }) =>
    alerts.flatMap((rule) => alertIssues(`${name}/${rule.name}`, rule)),
  );
}
