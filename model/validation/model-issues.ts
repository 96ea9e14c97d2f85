import { type Company, DEFAULT_ERASURE_DAYS } from '../company/company';
import { CompanyGraph } from '../company/graph';
import { PersonalData } from '../erasure/personal-data';
import { type Issue } from '../errors';
import { cadenceIssues, landingIssues } from './cadence';
import { triggeredLandingIssues } from './landing';
import { contractIssues } from './contracts';
import { allowedChangeIssues, deliveryIssues } from './delivery';
import { departmentIssues } from './departments';
import { environmentIssues } from './environments';
import { erasureIssues } from './erasure';
import { dedicatedCycleIssues } from './hosting';
import { countIssues, duplicateIssues } from './names';
import { privateNetworkIssues } from './private-network';
import { sampleIssues } from './samples';
import { scheduleIssues } from './schedules';
import { monitoringIssues } from './monitoring';
import { modelBindingIssues, scoredTableIssues } from './scored-tables';
import { settingIssues } from './settings';
import { tableIssues } from './tables';

/**
 * What breaks a rule of the model, in the order of the declarations: a part of what `validateCompany` checks, for those who
 * know no engine.
 */
export function modelIssues(company: Company): Issue[] {
  const graph = new CompanyGraph(company);
  const personal = new PersonalData(graph);
  const cadences = cadenceIssues(company);
  return [
    ...environmentIssues(company),
    ...deliveryIssues(company),
    ...allowedChangeIssues(company),
    ...privateNetworkIssues(company),
    ...settingIssues(company),
    ...monitoringIssues(company),
    ...duplicateIssues(
      company.name,
      'departments',
      company.departments.map(({ name }) => name),
    ),
    ...sharedNameIssues(company, 'sources'),
    ...sharedNameIssues(company, 'tables'),
    ...company.departments.flatMap((department) => [
      ...department.sources.flatMap((contract) => contractIssues(department.name, contract)),
      ...department.sources.flatMap((contract) => sampleIssues(company, department.name, contract)),
      ...department.tables.flatMap((table) => tableIssues(graph, { department, table })),
      ...department.tables.flatMap((table) => scheduleIssues(graph, { department, table })),
      ...departmentIssues(company, department),
      ...landingIssues(company, department),
      ...department.tables.flatMap((table) => scoredTableIssues(graph, { department, table })),
    ]),
    ...company.departments.flatMap((department) => erasureIssues(graph, department, personal)),
    ...countIssues(company.name, 'erasureDays', company.erasureDays ?? DEFAULT_ERASURE_DAYS, {
      least: 1,
      of: 'days',
    }),
    ...dedicatedCycleIssues(company, graph),
    ...modelBindingIssues(company),
    ...cadences,
    ...triggeredLandingIssues(company, cadences),
  ];
}

/** Names of sources or tables that stand more than once, in one department or in several. */
function sharedNameIssues({ name: at, departments }: Company, prop: 'sources' | 'tables'): Issue[] {
  const owned = departments.flatMap((department) =>
    department[prop].map(({ name }) => [name, department.name] as const),
  );
  return duplicateIssues(
    at,
    prop,
    owned.map(([name]) => name),
    owned.map(([, owner]) => owner),
  );
}
