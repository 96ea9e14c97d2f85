import {
  CompanyGraph,
  type Consumer,
  type DataContract,
  type Department,
  isTimed,
  scoreOf,
  type Table,
  zoneOf,
} from '../model';
import { synthesizedFacts } from './box-facts';
import { type Pictured } from './hosts';
import { type Box, type Fact } from './picture';
import { everyText } from './words';

/** What the boxes of one department know, folded or not. */
export class DepartmentFacts {
  /** The company, as often as the environment runs it. */
  readonly graph: CompanyGraph;

  constructor(
    readonly pictured: Pictured,
    readonly department: Department,
  ) {
    this.graph = CompanyGraph.of(pictured.company, pictured.environment);
  }

  /** What is known of a source. */
  source({ name }: DataContract): Fact[] {
    const contract = this.graph.source(name)?.contract;
    if (contract === undefined) return [];
    const { delivery, description, expectedRowsPerDay, freshnessMinutes } = contract;
    const isStream = delivery.kind === 'stream';
    return [
      { label: 'what', value: description },
      { label: 'owner', value: this.department.name },
      {
        label: 'schedule',
        value: `${isStream ? 'stream, landed' : `batch by ${delivery.from.kind}, copied`} ${everyText(delivery.every)}`,
      },
      { label: 'rows a day', value: String(expectedRowsPerDay) },
      { label: 'late after', value: `${freshnessMinutes} minutes` },
      ...this.found((path) => keyedBy(path, name), [`copy_${name.replaceAll('-', '_')}`]),
    ];
  }

  /** What is known of a table. */
  table(table: Table): Fact[] {
    const { name, description, zone, materialized, published } = table;
    const schedule =
      zone === 'gold' && !materialized
        ? 'computed at each query'
        : `filled ${everyText(this.graph.intervalOf(table))}`;
    const consumers = this.department.consumers.filter(({ reads }) => reads.includes(table));
    const score = scoreOf(table);
    const model = this.pictured.environment.models?.[name];
    return [
      { label: 'what', value: description },
      { label: 'owner', value: this.department.name },
      { label: 'zone', value: zoneOf(table) },
      { label: 'schedule', value: schedule },
      ...(published ? [{ label: 'product', value: `version ${table.product?.version ?? 1}` }] : []),
      ...(score ? [{ label: 'model', value: modelText(model) }] : []),
      ...(table.relation.step === 'sql' ? [{ label: 'computed by', value: 'SQL written by hand' }] : []),
      ...(consumers.length > 0
        ? [{ label: 'read by', value: consumers.map((consumer) => consumer.name).join(', ') }]
        : []),
      ...this.found(
        () => false,
        ['fill', 'flow', 'complete', 'wave', 'score', 'materialize', 'reference'].map(
          (verb) => `${verb}_${name}`,
        ),
      ),
    ];
  }

  /** What is known of a consumer. */
  consumer(consumer: Consumer): Fact[] {
    const powerBi = consumer.kind === 'group' ? consumer.powerBi : undefined;
    const receives = consumer.kind === 'application' ? consumer.receives : [];
    return [
      { label: 'what', value: consumer.reason },
      { label: 'owner', value: this.department.name },
      { label: 'kind', value: consumer.kind === 'group' ? 'Entra group' : 'application with an identity' },
      { label: 'reads', value: consumer.reads.map(({ name }) => name).join(', ') || 'no table' },
      ...(receives.length > 0
        ? [{ label: 'receives', value: receives.map(({ name }) => name).join(', ') }]
        : []),
      ...(powerBi === undefined ? [] : [{ label: 'Power BI', value: powerBi }]),
      ...this.layer('Access'),
    ];
  }

  /** What is known of the alert rules. */
  alerts(): Fact[] {
    return [
      { label: 'owner', value: this.department.name },
      ...this.department.alerts.map((rule) => ({
        label: rule.name,
        value: `${rule.description}; ${isTimed(rule) ? 'over time' : 'at each event'}, on ${rule.source}`,
      })),
      ...this.found((path) => path.includes('RulesJob') || path.includes('AlertsHub'), []),
    ];
  }

  /** Resources and cost of one layer of the department's stack. */
  layer(...paths: readonly string[]): Fact[] {
    return synthesizedFacts(this.pictured.facts, this.department.name, (resource) =>
      paths.some((path) => resource.path === path || resource.path.startsWith(`${path}/`)),
    );
  }

  /** Alerts of the platform that look at a type of resource. */
  watched(type: string): Fact[] {
    const alerts = this.pictured.facts?.alerts.filter(({ sentBy }) => sentBy === type) ?? [];
    return alerts.map(({ rule, condition }) => ({ label: 'alert', value: `${rule}: ${condition}` }));
  }

  private found(path: (path: string) => boolean, names: readonly string[]): Fact[] {
    const endings = names.map((name) => `_${name}`);
    return synthesizedFacts(
      this.pictured.facts,
      this.department.name,
      (resource) =>
        // Asked of each box for each resource.
        path(resource.path) || isNamedAfter(resource.name, endings),
    );
  }
}

const NUMBER = /_\d+$/;

/** Whether the name of a resource ends with that of a table or a source, or with it and a number. */
function isNamedAfter(resource: string, endings: readonly string[]): boolean {
  if (endings.some((ending) => resource.endsWith(ending))) return true;
  if (!NUMBER.test(resource)) return false;
  const plain = resource.replace(NUMBER, '');
  return endings.some((ending) => plain.endsWith(ending));
}

/** Whether a construct's path is keyed by a source. */
function keyedBy(path: string, source: string): boolean {
  if (!path.startsWith('Ingestion/')) return false;
  const last = path.split('/').find((part) => part.includes('-')) ?? '';
  return last.slice(last.indexOf('-') + 1) === source;
}

function modelText(model: NonNullable<Pictured['environment']['models']>[string] | undefined): string {
  if (model === undefined) return 'none here';
  return 'fallback' in model ? `its fallback: ${model.fallback}` : 'Azure Machine Learning';
}

/** A box, written shorter. */
export function box(
  at: Pick<Box, 'id' | 'kind' | 'lane' | 'column' | 'title'>,
  lines: readonly string[],
  facts: readonly Fact[],
): Box {
  return { ...at, lines, facts };
}
