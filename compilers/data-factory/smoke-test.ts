import { type ColumnInfo, type Department, pathOf, type Table, zoneOf } from '../../model';
import { compileDataFlow, type DataFlow } from '../data-flow-script/flow';
import { compactToBronze } from '../source-connectors/to-bronze';
import { bracketed, COLLATION, tsqlText, tsqlType } from '../tsql/literals';
import { compileTsqlQuery } from '../tsql/query';
import { type Activity, activity, datasetReference, deleteFiles, literalText } from './activities';
import { copy } from './copy';
import { queryAnswer } from './copy-sources';
import { type DepartmentDatasets, type PipelineZone } from './department-datasets';
import { type DepartmentPlan } from './department-plan';
import { flowValues, runFlow } from './fill';
import { type Pipeline } from './pipeline';
import { SMOKE_FOLDER, type SmokeChain } from './smoke-chain';
import { sqlRow } from './sql-row';
import { WINDOW_START } from './window';

/** Name of the pipeline parameter that holds the row, as a JSON array of texts in the order of the source's columns. */
export const SMOKE_ROW = 'row';

/** The window of a smoke test: long before anything else, and never another one's. */
export const SMOKE_WINDOW = '2000-01-01T00:00:00Z';

/** The activities of a smoke test, by what they show. */
export const SMOKE_ACTIVITIES = Object.freeze({
  landing: 'WriteToLanding',
  bronze: 'CompactToBronze',
  silver: 'FillSilver',
  readSilver: 'ReadSilver',
  gold: 'ReadGold',
  remove: 'Remove',
} as const);

/** Zones that it writes to, in the order in which its activities do. */
const WRITTEN: readonly PipelineZone[] = ['landing', 'bronze', 'silver', 'quarantine'];

/** A smoke test: its pipeline, and the data flow that it runs. */
export interface SmokeTest {
  /** What it goes through. */
  readonly chain: SmokeChain;
  /** Its pipeline. */
  readonly pipeline: Pipeline;
  /** Its data flow, under the same name. */
  readonly flow: DataFlow;
}

/**
 * A pipeline that takes one row through every layer of a department, beside everything that is real: the same copies, flows and
 * queries, compiled for the folder {@link SMOKE_FOLDER} of each zone.
 *
 * It is started by hand, one run at a time. It succeeds also where a layer fell short, because what is left is then removed: no
 * alert rings, and who started it looks at its activities.
 */
export function smokeTest(chain: SmokeChain, plan: DepartmentPlan): SmokeTest {
  const { datasets, target } = plan;
  const { source, table, gold } = chain;
  const { department, integrationRuntime } = target;
  const zone = zoneOf(table);
  const at = (of: PipelineZone, folder: string) => plan.location(department, of, `${SMOKE_FOLDER}/${folder}`);
  const flow = compileDataFlow(table, {
    read: () => at('bronze', source.name),
    write: () => at(zone, table.name),
    quarantine: (_, check) => at('quarantine', `${table.name}/${check}`),
  });
  const name = `${datasets.prefix}_smoke_test`;
  const silver = openRowset(table, department);
  const written = WRITTEN.map((each) => (each === 'silver' ? zone : each));
  const steps: Activity[] = [
    // What an earlier run left, whose removal failed.
    removal('ClearSilver', zone, datasets, []),
    writeRow(chain, datasets),
    compactToBronze({ ...source, name: `${SMOKE_FOLDER}/${source.name}` }, datasets, {
      format: 'json-lines',
      folder: `${SMOKE_FOLDER}/${source.name}`,
      file: ROW_FILE,
      after: SMOKE_ACTIVITIES.landing,
    }),
    runFlow({
      name: SMOKE_ACTIVITIES.silver,
      flow: name,
      values: flowValues(table, flow, source.delivery.every),
      after: ['ClearSilver', SMOKE_ACTIVITIES.bronze],
      retries: 0,
      integrationRuntime,
    }),
    ...(chain.readable
      ? [
          query(
            SMOKE_ACTIVITIES.readSilver,
            `SELECT ${table.columns.map(asText).join(', ')} FROM ${silver}`,
            datasets,
            [SMOKE_ACTIVITIES.silver],
          ),
        ]
      : []),
    ...(gold
      ? [
          query(
            SMOKE_ACTIVITIES.gold,
            compileTsqlQuery(gold.relation, () => silver, gold.columns.map(asText).join(', ')),
            datasets,
            [SMOKE_ACTIVITIES.readSilver],
          ),
        ]
      : []),
  ];
  const last = steps.at(-1)?.name ?? '';
  return {
    chain,
    flow,
    pipeline: {
      name,
      description: `Takes a row of ${source.name} through every layer, in folders ${SMOKE_FOLDER} of its own`,
      parameters: { [WINDOW_START]: SMOKE_WINDOW, [SMOKE_ROW]: '' },
      activities: [
        ...steps,
        ...written.map((each) =>
          removal(`${SMOKE_ACTIVITIES.remove}_${each}`, each, datasets, [
            // Skipped, too: what was written before has to go all the same.
            { activity: last, dependencyConditions: ['Completed', 'Skipped'] },
          ]),
        ),
      ],
    },
  };
}

/** Name of the data source over a container of a department, in its database. */
export function lakeSourceName(zone: string, { name }: Pick<Department, 'name'>): string {
  return `${zone}_${name.replaceAll('-', '_')}`;
}

const ROW_FILE = 'row.json';

/** Only a copy can write a file: of a query that answers the row. */
function writeRow({ source }: SmokeChain, datasets: DepartmentDatasets): Activity {
  const row = `json(pipeline().parameters.${SMOKE_ROW})`;
  return copy({
    name: SMOKE_ACTIVITIES.landing,
    retries: 0,
    source: queryAnswer(
      'SqlDWSource',
      sqlRow(
        Object.fromEntries(
          Object.keys(source.columns).map((column, index) => {
            const [physical = column] = pathOf(source, column);
            return [physical, { value: `string(${row}[${index}])` }];
          }),
        ),
      ),
    ),
    input: { dataset: datasets.serverlessQuery() },
    output: {
      dataset: datasets.inLake('landing', 'Json', ['folder', 'file']),
      parameters: { folder: `${SMOKE_FOLDER}/${source.name}`, file: ROW_FILE },
    },
  });
}

function removal(
  name: string,
  zone: PipelineZone,
  datasets: DepartmentDatasets,
  dependsOn: Activity['dependsOn'],
): Activity {
  const input = {
    dataset: datasets.inLake(zone, 'Binary', ['folder']),
    parameters: { folder: SMOKE_FOLDER },
  };
  return { ...deleteFiles({ name, input }), dependsOn };
}

function query(name: string, text: string, datasets: DepartmentDatasets, after: readonly string[]): Activity {
  return activity(
    'Lookup',
    { name, after, retries: 0 },
    {
      typeProperties: {
        source: queryAnswer('SqlDWSource', literalText(text)).settings,
        dataset: datasetReference({ dataset: datasets.serverlessQuery() }),
        firstRowOnly: false,
      },
    },
  );
}

/** The Delta table of a smoke test, as serverless SQL reads it; whoever owns the database may. */
function openRowset(table: Table, department: Department): string {
  const columns = table.columns.map(
    ({ name, type }) =>
      `${bracketed(name)} ${tsqlType(type)}${type.kind === 'string' ? ` COLLATE ${COLLATION}` : ''}`,
  );
  const source = lakeSourceName(zoneOf(table), department);
  return `OPENROWSET(BULK ${tsqlText(`${SMOKE_FOLDER}/${table.name}`)}, DATA_SOURCE = ${tsqlText(source)}, FORMAT = 'DELTA') WITH (${columns.join(', ')}) AS [rows]`;
}

/** Texts mean the same to every reader; numbers of JSON do not. */
function asText({ name, type }: ColumnInfo): string {
  const column = bracketed(name);
  const isTime = type.kind === 'timestamp' || type.kind === 'date';
  return `${isTime ? `CONVERT(varchar(33), ${column}, 126)` : `CAST(${column} AS varchar(4000))`} AS ${column}`;
}
