import {
  allActivities,
  activitiesJson,
  type Activity,
  departmentPipelines,
  type DepartmentPipelines,
  type Pipeline,
  type ScoringTarget,
} from '../../../compilers/internal';
import { payments } from '../../support/payments-company';
import {
  CompanyGraph,
  dataContract,
  days,
  type Department,
  department,
  type Flow,
  goldView,
  mapping,
  read,
  type Schema,
  t,
} from '../../../model';
import { modelling, placed, planning } from '../../support/models';
import { dev } from '../../support/small-company';
import { companyOf, webShop } from '../lakehouse/shop';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Where the models of a test are. */
export const scoringTarget = (bindings: ScoringTarget['bindings']): ScoringTarget => ({
  bindings,
  location: 'westeurope',
  workspace: {
    id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w',
    name: 'w',
    resourceGroup: 'g',
    subscriptionId: 's',
  },
  datastores: { features: { silver: 'silver', products: 'products' }, scores: 'scores' },
  storage: { blobEndpoint: 'https://models.blob.core.windows.net/', container: 'scores' },
  credential: 'planning',
});

/** The pipelines of a department with models, or with their fallbacks. */
export function modelPlan(
  bindings: ScoringTarget['bindings'] = placed,
  owner: Department = planning(),
): DepartmentPipelines {
  const company = modelling([{ ...dev, models: bindings }], owner);
  return departmentPipelines({
    graph: new CompanyGraph(company),
    department: company.departments[0]!,
    container: (name, zone) => `${name}-${zone}`,
    deployment: [{ name: 'schema', sql: 'CREATE SCHEMA [gold]' }],
    from: '2025-01-01',
    scoring: scoringTarget(bindings),
  });
}

/** The pipelines of a department that is alone in its company. */
export function planOf(owner: Department, integrationRuntime?: string): DepartmentPipelines {
  return departmentPipelines({
    graph: new CompanyGraph(companyOf(owner)),
    department: owner,
    container: (name, zone) => `${name}-${zone}`,
    ...(integrationRuntime !== undefined && { integrationRuntime }),
    deployment: [{ name: 'schema', sql: 'CREATE SCHEMA [gold]' }],
    from: '2025-01-01',
  });
}

/** The pipelines of a department that has everything. */
export const shop = planOf(webShop());
const [operations] = payments.departments;
/** The pipelines of the reference company, in a managed network, with more batches than one script holds. */
export const reference = departmentPipelines({
  graph: new CompanyGraph(payments),
  department: operations!,
  container: (name, zone) => `${name}-${zone}`,
  integrationRuntime: 'managed-network',
  deployment: Array.from({ length: 41 }, (_, index) => ({ name: `${index}`, sql: `SELECT ${index} AS n` })),
  from: '2025-01-01',
});

/** So many sources and one answer from them all: soon more than one trigger can wait for. */
export function manySources(count: number): Department {
  const contracts = Array.from({ length: count }, (_, index) =>
    dataContract(`source-${index}`, {
      description: 'One of many',
      columns: { id: t.string(9).key(), [`value_${index}`]: t.integer(), at: t.timestamp() },
      eventTime: 'at',
      delivery: {
        kind: 'batch',
        every: days(1),
        from: { kind: 'http', baseUrl: 'https://many.example.com', path: `${index}.csv`, format: 'csv' },
      },
      expectedRowsPerDay: 1,
    }),
  );
  const tables = contracts.map((contract) => mapping(contract));
  const [first, ...others] = tables.map(
    (table, index) => read(table).select('id', `value_${index}` as 'id') as unknown as Flow<Schema>,
  );
  const flow = others.reduce((all, other) => all.join(other, { on: ['id'], how: 'left' }), first!);
  return department('many', {
    description: 'Has many sources',
    sources: contracts,
    tables: [...tables, goldView('all_of_them', { flow, key: ['id'] })],
  });
}

/** A pipeline of a plan. */
export const pipelineNamed = (plan: DepartmentPipelines, name: string): Pipeline => {
  const found = plan.pipelines.find((pipeline) => pipeline.name === name);
  if (!found)
    throw new Error(`no pipeline ${name} among ${plan.pipelines.map((each) => each.name).join(', ')}`);
  return found;
};
/** The activities of a pipeline as Terraform gets them. */
export const emitted = (pipeline: Pipeline) =>
  JSON.parse(activitiesJson(pipeline)) as (Activity & { typeProperties: Json })[];
/** An activity of a pipeline as Terraform gets it. */
export const activityIn = (plan: DepartmentPipelines, pipeline: string, name: string) => {
  const found = allActivities(emitted(pipelineNamed(plan, pipeline))).find(
    (activity) => activity.name === name,
  );
  if (!found) throw new Error(`no activity ${name}`);
  return found as typeof found & { typeProperties: Json; policy: Json; inputs: Json[]; outputs: Json[] };
};
