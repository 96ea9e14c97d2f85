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
import { type Ownership, synthesizedFacts } from './box-facts';
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
    const underscored = name.replaceAll('-', '_');
    return [
      { label: 'what', value: description },
      { label: 'owner', value: this.department.name },
      {
        label: 'schedule',
        value: `${isStream ? 'stream, landed' : `batch by ${delivery.from.kind}, copied`} ${everyText(delivery.every)}`,
      },
      { label: 'rows a day', value: String(expectedRowsPerDay) },
      { label: 'late after', value: `${freshnessMinutes} minutes` },
      ...this.found(
        ({ path, name: resource }) => keyedBy(path, name) || isNamedAfter(resource, underscored, ['copy']),
      ),
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
      ...this.found((resource) => isNamedAfter(resource.name, name, TABLE_VERBS)),
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
      ...this.found(({ path }) => path.includes('RulesJob') || path.includes('AlertsHub')),
    ];
  }

  /** Resources and cost of one layer of the department's stack. */
  layer(...paths: readonly string[]): Fact[] {
    return this.found((resource) =>
      paths.some((path) => resource.path === path || resource.path.startsWith(`${path}/`)),
    );
  }

  /** Alerts of the platform that look at a type of resource. */
  watched(type: string): Fact[] {
    const alerts = this.pictured.facts?.alerts.filter(({ sentBy }) => sentBy === type) ?? [];
    return alerts.map(({ rule, condition }) => ({ label: 'alert', value: `${rule}: ${condition}` }));
  }

  private found(owns: Ownership): Fact[] {
    return synthesizedFacts(this.pictured.facts, this.department.name, owns);
  }
}

/** What pipelines, and what they run, do with a table, as their names say it. */
const TABLE_VERBS = ['fill', 'flow', 'complete', 'wave', 'score', 'materialize', 'reference'] as const;

const NUMBER = /_\d+$/;
const DIGIT = /\d/;

/** Whether the name of a resource ends with what is done and to which table or source, or with these and a number. */
function isNamedAfter(resource: string, name: string, verbs: readonly string[]): boolean {
  // Every box of a table asks it of every resource of a department, nearly none of which ends so.
  const isNamed = (text: string): boolean =>
    text.endsWith(name) && verbs.some((verb) => text.endsWith(`_${verb}_${name}`));
  return isNamed(resource) || (DIGIT.test(resource.slice(-1)) && isNamed(resource.replace(NUMBER, '')));
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
