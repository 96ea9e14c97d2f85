import { type Company } from '../company/company';
import { CompanyGraph } from '../company/graph';
import { type Issue, throwIssues } from '../errors';
import { contractIssues } from './contracts';
import { departmentIssues } from './departments';
import { environmentIssues } from './environments';
import { dedicatedCycleIssues } from './hosting';
import { duplicateIssues } from './names';
import { sampleIssues } from './samples';
import { scheduleIssues } from './schedules';
import { modelSiteIssues, scoredTableIssues } from './scored-tables';
import { settingIssues } from './settings';
import { tableIssues } from './tables';

/** Everything wrong with a company's definitions, in the order in which they are declared. */
export function companyIssues(company: Company): Issue[] {
  const graph = new CompanyGraph(company);
  return [
    ...environmentIssues(company),
    ...settingIssues(company),
    ...duplicateIssues(
      company.name,
      'departments',
      company.departments.map(({ name }) => name),
    ),
    ...duplicateIssues(
      company.name,
      'sources',
      company.departments.flatMap(({ sources }) => sources.map(({ name }) => name)),
    ),
    ...duplicateIssues(
      company.name,
      'tables',
      company.departments.flatMap(({ tables }) => tables.map(({ name }) => name)),
    ),
    ...company.departments.flatMap((department) => [
      ...department.sources.flatMap((contract) => contractIssues(department.name, contract)),
      ...department.sources.flatMap((contract) => sampleIssues(company, department.name, contract)),
      ...department.tables.flatMap((table) => tableIssues(graph, { department, table })),
      ...department.tables.flatMap((table) => scheduleIssues(graph, { department, table })),
      ...departmentIssues(company, department),
      ...department.tables.flatMap((table) => scoredTableIssues(graph, { department, table })),
    ]),
    ...dedicatedCycleIssues(company, graph),
    ...modelSiteIssues(company),
  ];
}

/**
 * Checks all definitions of a company.
 *
 * @param company the company.
 * @param further mistakes that others found in it, told together with its own.
 * @throws LakehouseError with every issue, each saying where, what was found, what is allowed and what to change.
 */
export function validateCompany(company: Company, further: readonly Issue[] = []): void {
  throwIssues(`company "${company.name}"`, [...companyIssues(company), ...further]);
}
