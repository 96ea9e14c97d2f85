import { connectorIssues, erasurePromiseIssues, targetIssues, timeZoneIssues } from '../compilers/internal';
import { type Company, type Issue, modelIssues, throwIssues } from '../model';
import { shapesOf } from './shapes/definitions';
import { shown } from './shapes/values';
import { soundPart } from './sound-part';

/**
 * Everything wrong with a company's definitions, wherever they come from: shapes first, and where these hold, what breaks a
 * rule of the model, where batches cannot come from, and what an engine that a definition is compiled for cannot do.
 */
export function companyIssues(company: Company): Issue[] {
  const { issues, holds } = shapesOf(company);
  if (issues.length > 0 && !(company && holds(company))) return [...issues];
  const sound = soundPart(company, holds);
  return [
    ...issues,
    ...modelIssues(sound),
    ...connectorIssues(sound),
    ...targetIssues(sound),
    ...timeZoneIssues(sound),
    ...erasurePromiseIssues(sound),
  ];
}

/**
 * Checks all definitions of a company, before anything is made of them: every synthesis and preview begins with it.
 *
 * @param company the company.
 * @throws LakehouseError with every issue, each saying where, what was found, what is allowed and what to change.
 */
export function validateCompany(company: Company): void {
  throwIssues(`company ${shown((company as Company | undefined)?.name)}`, companyIssues(company));
}
