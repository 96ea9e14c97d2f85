import {
  type CompanyGraph,
  type DataContract,
  deliveredName,
  type Department,
  type Interval,
  type OwnedTable,
  type Readable,
  type Table,
  zoneOf,
} from '../../model';
import { PEPPER_PARAMETER } from '../data-flow-script/expressions';
import { compileDataFlow, type DataFlow } from '../data-flow-script/flow';
import { type LakeLocation, WINDOW_PARAMETER } from '../data-flow-script/script-writer';
import { GOLD_SCHEMA, procedureOf, type SqlBatch } from '../tsql/deployment';
import * as activities from './activities';
import { type Dataset, FILE_TYPES, fileDataset, httpDataset, lakeDataset } from './datasets';
import { type Pipeline } from './pipeline';
import { MAX_DEPENDENCIES, type TumblingWindow, withoutTransitive } from './trigger';
import { WINDOW_START, windowFolder, windowFolderForFlow } from './window';

/** The containers that pipelines use; `secrets` holds the pepper's file. */
export type PipelineZone = 'landing' | 'bronze' | 'silver' | 'gold' | 'quarantine' | 'secrets' | 'products';

/** Where a department's pipelines run and what they find there. */
export interface PipelineTarget {
  /** Finds owners and order of tables. */
  readonly graph: CompanyGraph;
  /** Whose pipelines they are. */
  readonly department: Department;
  /** The container of a department's zone. */
  readonly container: (department: string, zone: PipelineZone) => string;
  /** Whether another department's zones lie in the same account. @default every one's do */
  readonly sameLake?: ((owner: Department) => boolean) | undefined;
  /** Whether another department's triggers are in the same factory, and can be waited for. @default every one's are */
  readonly sameFactory?: ((owner: Department) => boolean) | undefined;
  /** Runtime inside the managed network. @default the factory's own */
  readonly integrationRuntime?: string;
  /** What deploys the department's gold, in order. */
  readonly deployment: readonly SqlBatch[];
}

/** Everything a department has in its data factory, as plain data. */
export interface DepartmentPipelines {
  /** Names of the connections: to the lake, to serverless SQL, and to each batch source. */
  readonly linkedServices: {
    readonly lake: string;
    /** Lakes of other departments that lie in another account. */
    readonly otherLakes: ReadonlyMap<Department, string>;
    readonly sql: string;
    readonly http: ReadonlyMap<DataContract, string>;
  };
  /** What pipelines read and write. */
  readonly datasets: readonly Dataset[];
  /** Mapping data flows, each after those whose tables it reads. */
  readonly dataFlows: readonly {
    readonly name: string;
    readonly description: string;
    readonly flow: DataFlow;
  }[];
  /** Pipelines, each after those it waits for. */
  readonly pipelines: readonly Pipeline[];
  /** A tumbling window for each pipeline. */
  readonly triggers: readonly TumblingWindow[];
}

/** Name of the file with the pepper, and of the field that holds it. */
export const PEPPER_FILE = { name: 'pepper.json', field: 'pepper' } as const;
/** Minutes after a window's end until the streaming job has written its last file. */
export const STREAM_DELAY_MINUTES = 15;
/** Days that results of earlier runs are kept beside the one that is shown. */
export const SUPERSEDED_DAYS = 7;
/** Batches in one Script activity; the next ones follow in another. */
const BATCHES_A_SCRIPT = 40;

const DAY: Interval = { minutes: 24 * 60 };
const WINDOW_PARAMETERS = { [WINDOW_START]: '' };

/** Derives the pipelines, data flows and triggers of a department from its sources and tables. */
export function departmentPipelines(target: PipelineTarget): DepartmentPipelines {
  return new Planner(target).plan();
}

class Planner {
  private readonly prefix: string;
  private readonly lake: string;
  private readonly sql: string;
  private readonly datasets = new Map<string, Dataset>();
  private readonly dataFlows: { name: string; description: string; flow: DataFlow }[] = [];
  private readonly pipelines: Pipeline[] = [];
  private readonly triggers: TumblingWindow[] = [];
  private readonly otherLakes = new Map<Department, string>();
  private readonly http = new Map<DataContract, string>();

  constructor(private readonly target: PipelineTarget) {
    this.prefix = prefixOf(target.department);
    this.lake = `${this.prefix}_lake`;
    this.sql = `${this.prefix}_serverless_sql`;
  }

  plan(): DepartmentPipelines {
    const { graph, department } = this.target;
    const own = graph.inOrder().filter((owned) => owned.department === department);
    for (const contract of department.sources) this.copy(contract);
    for (const { table } of own) if (table.zone === 'silver') this.fill(table);
    const gold = own.map(({ table }) => table).filter(({ zone }) => zone === 'gold');
    if (gold.length > 0) this.deploy(gold);
    for (const table of gold) if (table.materialized) this.materialize(table);
    return {
      linkedServices: { lake: this.lake, otherLakes: this.otherLakes, sql: this.sql, http: this.http },
      datasets: [...this.datasets.values()],
      dataFlows: this.dataFlows,
      pipelines: this.pipelines,
      triggers: this.triggers,
    };
  }

  /** Brings a source's window into bronze: one Parquet file, all values as the text that was delivered. */
  private copy(contract: DataContract): void {
    const { delivery, name } = contract;
    const window = windowFolder(delivery.every, name);
    const format = delivery.kind === 'stream' ? 'json-lines' : delivery.http.format;
    const landed = this.inLake('landing', FILE_TYPES[format].type, []);
    const toBronze = activities.copy({
      name: 'CompactToBronze',
      ...(delivery.kind === 'batch' && { after: ['FetchToLanding'] }),
      source: {
        from: format === 'csv' ? 'lake-csv' : 'lake-json',
        folder: window,
        file: delivery.kind === 'stream' ? '*.json' : `*.${FILE_TYPES[format].extension}`,
      },
      input: { dataset: landed },
      output: {
        dataset: this.inLake('bronze', 'Parquet', ['folder', 'file']),
        parameters: { folder: window, file: 'window.parquet' },
      },
      columns: Object.keys(contract.columns).map((column) => ({
        source: deliveredName(contract, column),
        sink: column,
      })),
      added: { _source_file: '$$FILEPATH', _run_id: activities.expression('@pipeline().RunId') },
    });
    const steps = delivery.kind === 'batch' ? [this.fetch(contract, delivery), toBronze] : [toBronze];
    const what =
      delivery.kind === 'stream' ? 'Compacts the landed events of a window' : 'Fetches the file of a window';
    this.add(
      {
        name: this.named('copy', name),
        description: `${what} of ${name} into bronze`,
        parameters: WINDOW_PARAMETERS,
        activities: steps,
      },
      delivery.every,
      [],
      delivery.kind === 'stream' ? STREAM_DELAY_MINUTES : 0,
    );
  }

  private fetch(
    contract: DataContract,
    delivery: Extract<DataContract['delivery'], { kind: 'batch' }>,
  ): activities.Activity {
    const linkedService = `${this.prefix}_${underscored(contract.name)}_http`;
    this.http.set(contract, linkedService);
    const dataset = httpDataset(`${linkedService}_file`, linkedService);
    this.datasets.set(dataset.name, dataset);
    const day = `formatDateTime(pipeline().parameters.${WINDOW_START}, 'yyyy-MM-dd')`;
    const file = `${contract.name}.${FILE_TYPES[delivery.http.format].extension}`;
    return activities.copy({
      name: 'FetchToLanding',
      source: { from: 'http' },
      input: {
        dataset: dataset.name,
        parameters: {
          relativeUrl: activities.expression(`@replace('${delivery.http.path}', '{date}', ${day})`),
        },
      },
      output: {
        dataset: this.inLake('landing', 'Binary', ['folder', 'file']),
        parameters: { folder: windowFolder(delivery.every, contract.name), file },
      },
    });
  }

  private fill(table: Table): void {
    const { graph, integrationRuntime } = this.target;
    const name = this.named('fill', table.name);
    const flow = compileDataFlow(table, {
      read: (readable) => this.locate(readable),
      write: (written) => this.location(this.target.department, zoneOf(written), written.name),
      quarantine: (written, check) =>
        this.location(this.target.department, 'quarantine', `${written.name}/${check}`),
    });
    const flowName = this.named('flow', table.name);
    this.dataFlows.push({ name: flowName, description: table.description, flow });
    const interval = graph.intervalOf(table);
    const peppered = flow.parameters.includes(PEPPER_PARAMETER);
    const parameters = {
      ...(flow.parameters.includes(WINDOW_PARAMETER) && {
        [WINDOW_PARAMETER]: windowFolderForFlow(interval),
      }),
      ...(peppered && {
        [PEPPER_PARAMETER]: activities.expression(
          `'@{activity('ReadPepper').output.firstRow.${PEPPER_FILE.field}}'`,
        ),
      }),
    };
    const run = activities.dataFlow({
      name: 'RunDataFlow',
      flow: flowName,
      parameters,
      ...(peppered && { after: ['ReadPepper'], secret: 'input' as const }),
      ...(integrationRuntime !== undefined && { integrationRuntime }),
    });
    const steps = peppered
      ? [activities.lookup({ name: 'ReadPepper', input: { dataset: this.pepper() }, secret: 'output' }), run]
      : [run];
    const windowed = flow.parameters.includes(WINDOW_PARAMETER);
    this.add(
      {
        name,
        description: `Fills silver ${table.name}: ${table.description}`,
        parameters: windowed ? WINDOW_PARAMETERS : {},
        activities: steps,
      },
      interval,
      this.upstream(table),
    );
  }

  private deploy(gold: readonly Table[]): void {
    const batches = this.target.deployment.map(({ sql }) => sql);
    const chunks = Array.from({ length: Math.ceil(batches.length / BATCHES_A_SCRIPT) }, (_, index) =>
      batches.slice(index * BATCHES_A_SCRIPT, (index + 1) * BATCHES_A_SCRIPT),
    );
    const steps = chunks.map((chunk, index) =>
      activities.script({
        name: `DeployGold${index + 1}`,
        linkedService: this.sql,
        batches: chunk,
        ...(index > 0 && { after: [`DeployGold${index}`] }),
      }),
    );
    // Views are checked against the Delta tables they read, so these have to be there; stored gold comes after deployment.
    const stored = new Set(
      gold.filter(({ materialized }) => materialized).map(({ name }) => this.named('materialize', name)),
    );
    const upstream = gold.flatMap((table) => this.upstream(table)).filter((name) => !stored.has(name));
    const pipeline = {
      name: this.named('deploy', 'gold'),
      description: 'Deploys the views, procedures and grants of gold; running it again changes nothing',
      parameters: {},
      activities: steps,
    };
    this.add(pipeline, DAY, upstream);
  }

  private materialize(table: Table): void {
    const store = activities.storedProcedure({
      name: 'StoreResult',
      linkedService: this.sql,
      procedure: `[${GOLD_SCHEMA}].[${procedureOf(table)}]`,
      parameters: { run: { value: activities.expression('@pipeline().RunId'), type: 'String' } },
      // A second try would find the first one's folder.
      retries: 0,
    });
    const clean = activities.deleteOlder({
      name: 'DeleteSuperseded',
      after: ['StoreResult'],
      input: { dataset: this.inLake('gold', 'Binary', ['folder']), parameters: { folder: table.name } },
      before: activities.expression(
        `@formatDateTime(addDays(pipeline().TriggerTime, -${SUPERSEDED_DAYS}), 'yyyy-MM-ddTHH:mm:ssZ')`,
      ),
    });
    const pipeline = {
      name: this.named('materialize', table.name),
      description: `Stores gold ${table.name}: ${table.description}`,
      parameters: {},
      activities: [store, clean],
    };
    this.add(pipeline, DAY, [this.named('deploy', 'gold'), ...this.upstream(table)]);
  }

  /** Names of the triggers that must have succeeded before a table can be computed. */
  private upstream(table: Table): string[] {
    const { graph } = this.target;
    const copies = graph.bronzeOf(table).map(({ name }) => this.named('copy', name));
    return [
      ...copies,
      ...graph
        .upstreamOf(table)
        .filter((owned) => this.canWaitFor(owned))
        .flatMap((owned) => [...this.deploymentOf(owned), ...triggersOf(graph, owned)]),
    ];
  }

  /** A trigger waits for triggers of its own factory only. */
  private canWaitFor({ department }: OwnedTable): boolean {
    return department === this.target.department || (this.target.sameFactory?.(department) ?? true);
  }

  /** Another department's view, and the right to read it, are there once that department has deployed them. */
  private deploymentOf({ department, table }: OwnedTable): string[] {
    const isView = table.zone === 'gold' && !table.materialized;
    if (!isView || department === this.target.department) return [];
    return [`${prefixOf(department)}_deploy_gold`];
  }

  private add(pipeline: Pipeline, interval: Interval, upstream: readonly string[], delayMinutes = 0): void {
    this.pipelines.push(pipeline);
    const known = new Map(this.triggers.map(({ name, dependsOn }) => [name, dependsOn]));
    const dependsOn = withoutTransitive(upstream, (name) => known.get(name) ?? []);
    if (dependsOn.length > MAX_DEPENDENCIES) {
      const gate = {
        name: `${pipeline.name}_gate`,
        description: `Waits for half of what ${pipeline.name} depends on`,
        parameters: {},
        activities: [activities.wait({ name: 'AllThere', seconds: 1 })],
      };
      this.add(gate, interval, dependsOn.slice(MAX_DEPENDENCIES - 1));
      this.trigger(
        pipeline,
        interval,
        [...dependsOn.slice(0, MAX_DEPENDENCIES - 1), gate.name],
        delayMinutes,
      );
    } else {
      this.trigger(pipeline, interval, dependsOn, delayMinutes);
    }
  }

  private trigger(
    pipeline: Pipeline,
    interval: Interval,
    dependsOn: readonly string[],
    delayMinutes: number,
  ): void {
    this.triggers.push({
      name: pipeline.name,
      pipeline: pipeline.name,
      interval,
      delayMinutes,
      dependsOn,
      passesWindow: WINDOW_START in pipeline.parameters,
    });
  }

  private locate(readable: Readable): LakeLocation {
    if (readable.zone === 'bronze') return this.location(this.target.department, 'bronze', readable.name);
    const found = this.target.graph.tableOf(readable);
    if (!found) throw new Error(`not validated: nobody fills "${readable.name}"`);
    return this.location(found.department, zoneOf(found.table), found.table.name);
  }

  private location(department: Department, zone: PipelineZone, folder: string): LakeLocation {
    const { container, sameLake } = this.target;
    const location = { fileSystem: container(department.name, zone), folder };
    if (department === this.target.department || (sameLake?.(department) ?? true)) return location;
    const connection = `${this.lake}_of_${prefixOf(department)}`;
    this.otherLakes.set(department, connection);
    return { ...location, connection };
  }

  private inLake(
    zone: PipelineZone,
    type: Dataset['type'],
    parameters: readonly ('folder' | 'file')[],
  ): string {
    const name = `${this.prefix}_${zone}_${type.toLowerCase()}${parameters.includes('file') ? '_file' : ''}`;
    this.datasets.set(
      name,
      lakeDataset(
        name,
        type,
        this.lake,
        this.target.container(this.target.department.name, zone),
        parameters,
      ),
    );
    return name;
  }

  private pepper(): string {
    const name = `${this.prefix}_pepper`;
    this.datasets.set(
      name,
      fileDataset(
        name,
        this.lake,
        this.target.container(this.target.department.name, 'secrets'),
        PEPPER_FILE.name,
      ),
    );
    return name;
  }

  private named(verb: string, thing: string): string {
    return `${this.prefix}_${verb}_${underscored(thing)}`;
  }
}

/** The triggers that fill a table: its own where it is stored, else those of what it is computed from. */
function triggersOf(graph: CompanyGraph, { department, table }: OwnedTable): string[] {
  if (table.zone === 'silver') return [`${prefixOf(department)}_fill_${table.name}`];
  if (table.materialized) return [`${prefixOf(department)}_materialize_${table.name}`];
  return graph.upstreamOf(table).flatMap((owned) => triggersOf(graph, owned));
}

/** Names in a data factory: a department's come together, and dashes are not allowed in some. */
function prefixOf(department: Department): string {
  return underscored(department.name);
}

function underscored(name: string): string {
  return name.replaceAll('-', '_');
}
