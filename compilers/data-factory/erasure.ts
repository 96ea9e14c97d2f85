import {
  type CompanyGraph,
  type Department,
  type ErasurePlan,
  erasurePlan,
  type Table,
  zoneOf,
} from '../../model';
import { RANGE_START_PARAMETER } from '../data-flow-script/time-range';
import { compileErasure, KEYS_COLUMN, SUBJECT_PARAMETER } from '../data-flow-script/erasure';
import { type DataFlow } from '../data-flow-script/flow';
import { PEPPER_PARAMETER } from '../data-flow-script/functions';
import { type LakeLocation, WINDOW_PARAMETER } from '../data-flow-script/script-writer';
import * as activities from './activities';
import { executePipeline, fail, ifCondition } from './control-activities';
import { copy } from './copy';
import { type CopySource } from './copy-sources';
import { type DepartmentDatasets, PEPPER_FILE, type PipelineZone } from './department-datasets';
import { ACTIVITIES_A_CHUNK } from './orchestrator';
import { type Pipeline } from './pipeline';
import { DAY } from './upstream';
import { TIMESTAMP_FORMAT, WINDOW_START } from './window';

/** The folder of landing with what identifies the persons who are erased, for as long as a run takes. */
export const KEYS_FOLDER = '_erasures';
/** The folder of landing into which somebody puts a file of keys. */
export const KEY_FILES_FOLDER = '_erasure_requests';
/** Tables of which one data flow finds rows: its script stays readable, and its run short. */
const TABLES_A_FLOW = 20;
/** The day from which tables of a time range are computed anew: the first that every engine knows. */
const FIRST_DAY = '0001-01-01';

/** What the erasure of a department is made for. */
export interface ErasureProps {
  /** Whose it is. */
  readonly department: Department;
  /** Finds owners and order of tables. */
  readonly graph: CompanyGraph;
  /** The department's datasets, to which those of the erasure are added. */
  readonly datasets: DepartmentDatasets;
  /** The department's data flows. */
  readonly dataFlows: readonly NamedFlow[];
  /** Days that files which a write of a silver table replaced stay readable. */
  readonly timeTravelDays: number;
  /** Where the list of erased persons lies. */
  readonly list: LakeLocation;
  /** A folder of one of the department's zones. */
  readonly location: (zone: PipelineZone, folder: string) => LakeLocation;
  /** What data flows run on. @default the factory's own runtime */
  readonly integrationRuntime?: string | undefined;
}

interface NamedFlow {
  readonly name: string;
  readonly description: string;
  readonly flow: DataFlow;
}

/** The erasure of a department: its pipelines, and the data flows that find rows by key. */
export function departmentErasure(props: ErasureProps): {
  readonly pipelines: Pipeline[];
  readonly dataFlows: readonly NamedFlow[];
} {
  const { department, graph, datasets, location, list, timeTravelDays } = props;
  const plan = erasurePlan(graph, department);
  const { prefix } = datasets;
  const chunks = Array.from({ length: Math.ceil(plan.keyed.length / TABLES_A_FLOW) }, (_, index) =>
    plan.keyed.slice(index * TABLES_A_FLOW, (index + 1) * TABLES_A_FLOW),
  );
  const locations = {
    keys: location('landing', KEYS_FOLDER),
    list,
    table: (table: Table) => location(zoneOf(table), table.name),
  };
  const made = chunks.map((keyed, index): NamedFlow => ({
    name: `${prefix}_erase_persons${index === 0 ? '' : `_${index + 1}`}`,
    description: 'Adds persons to the list of those whose data are erased, and erases them by key',
    flow: compileErasure({ ...plan, keyed }, locations, { every: DAY, timeTravelDays }),
  }));
  const pipelines = erasurePipelines({ ...props, prefix, plan, flows: made.map(({ name }) => name) });
  return { pipelines, dataFlows: made };
}

interface ErasureTarget extends Pick<ErasureProps, 'datasets' | 'dataFlows' | 'integrationRuntime'> {
  readonly prefix: string;
  readonly plan: ErasurePlan;
  /** Names of the data flows that find rows by key. */
  readonly flows: readonly string[];
}

/** The name of the pipeline that erases persons in the tables of a department. */
export function erasurePipelineOf(prefix: string): string {
  return `${prefix}_erase`;
}

/**
 * The pipeline that a person runs by hand to erase persons in a department's tables, `<department>_erase`: those of whom rows
 * are found by key first, then those that are computed anew from what is left, then the results that are stored in gold. It has
 * no trigger. What does not fit into one pipeline follows in `<department>_erase_<n>`.
 */
function erasurePipelines(target: ErasureTarget): Pipeline[] {
  const { prefix, plan } = target;
  if (plan.subjects.length === 0) return [];
  const name = erasurePipelineOf(prefix);
  const refresh = refreshSteps(target);
  const parts =
    refresh.length <= ACTIVITIES_A_CHUNK
      ? []
      : Array.from({ length: Math.ceil(refresh.length / ACTIVITIES_A_CHUNK) }, (_, index) => ({
          name: `${name}_${index + 1}`,
          description: `Part ${index + 1} of ${name}`,
          parameters: {},
          activities: inOrder([
            ...readPepper(
              target,
              refresh.slice(index * ACTIVITIES_A_CHUNK, (index + 1) * ACTIVITIES_A_CHUNK),
            ),
          ]),
        }));
  const keyed = plan.keyed.length > 0;
  const rest =
    parts.length === 0
      ? refresh
      : parts.map((part, index) =>
          executePipeline({ name: `Part${index + 1}`, pipeline: part.name, parameters: {} }),
        );
  const steps = keyed ? [...byKey(target), ...rest] : rest;
  return [
    ...parts,
    {
      name,
      description: `Erases persons (${plan.subjects.join(', ')}) in the tables of the department; run by hand`,
      parameters: { [SUBJECT_PARAMETER]: '', ...(keyed && { keys: '[]', file: '' }) },
      activities: inOrder([checkRequest(plan), ...readPepper(target, steps)]),
    },
  ];
}

/** One after the other: what is computed anew reads what the one before has written. */
function inOrder(steps: readonly activities.Activity[]): activities.Activity[] {
  return steps.map((step, index) => {
    const before = steps[index - 1];
    return before ? { ...step, dependsOn: activities.succeeded([before.name]) } : step;
  });
}

const SUBJECT = `pipeline().parameters.${SUBJECT_PARAMETER}`;
const KEYS = 'pipeline().parameters.keys';
const FILE = 'pipeline().parameters.file';
const HAS_FILE = `not(empty(${FILE}))`;

/** Ends the run before anything is touched, where it is not said who is meant. */
function checkRequest({ subjects, keyedSubjects }: ErasurePlan): activities.Activity {
  const known = oneOf(subjects);
  const condition =
    keyedSubjects.length === 0
      ? known
      : `and(${known}, or(not(${oneOf(keyedSubjects)}), not(equals(greater(length(json(${KEYS})), 0), ${HAS_FILE}))))`;
  return ifCondition({
    name: 'CheckRequest',
    condition: activities.expression(`@${condition}`),
    otherwise: [
      fail({
        name: 'RefuseRequest',
        // No keys here: what a run fails with is logged.
        message: `subject is one of ${subjects.join(', ')}; keys is a JSON array of texts, or file the name of a CSV file in ${KEY_FILES_FOLDER} with the column ${KEYS_COLUMN}, one of the two`,
        errorCode: 'ErasureRequest',
      }),
    ],
  });
}

function oneOf(subjects: readonly string[]): string {
  return `contains(createArray(${subjects.map((subject) => `'${subject}'`).join(', ')}), ${SUBJECT})`;
}

/** The steps, after the pepper is read where one of them needs it. */
function readPepper(
  { datasets }: ErasureTarget,
  steps: readonly activities.Activity[],
): readonly activities.Activity[] {
  if (!JSON.stringify(steps).includes("activity('ReadPepper')")) return steps;
  const lookup = activities.lookup({
    name: 'ReadPepper',
    input: { dataset: datasets.pepper() },
    secret: 'output',
  });
  return [lookup, ...steps];
}

function byKey({ datasets, flows, integrationRuntime }: ErasureTarget): activities.Activity[] {
  const landing = datasets.inLake('landing', 'Binary', ['folder']);
  const run = activities.expression(`@concat('${KEYS_FOLDER}/', pipeline().RunId)`);
  const output = {
    dataset: datasets.inLake('landing', 'Parquet', ['folder', 'file']),
    parameters: { folder: run, file: 'keys.parquet' },
  };
  const file = { folder: KEY_FILES_FOLDER, file: activities.expression(`@${FILE}`) };
  const requested = datasets.inLake('landing', 'Binary', ['folder', 'file']);
  return [
    ifCondition({
      name: 'CollectKeys',
      condition: activities.expression(`@${HAS_FILE}`),
      then: [
        copy({
          name: 'CopyFile',
          source: keyFile(),
          input: {
            dataset: datasets.inLake('landing', 'DelimitedText', ['folder', 'file']),
            parameters: file,
          },
          output,
          columns: [{ source: KEYS_COLUMN, sink: KEYS_COLUMN }],
        }),
      ],
      otherwise: [
        copy({
          name: 'CopyKeys',
          secret: 'input',
          source: oneRow(),
          input: { dataset: datasets.pepper() },
          output,
          columns: [],
          added: {
            [KEYS_COLUMN]: activities.expression(`@join(json(${KEYS}), decodeUriComponent('%0A'))`),
          },
        }),
      ],
    }),
    ...flows.map((flow, index) =>
      activities.dataFlow({
        name: `ErasePersons${index === 0 ? '' : index + 1}`,
        flow,
        parameters: {
          [SUBJECT_PARAMETER]: activities.expression(`'@{${SUBJECT}}'`),
          [WINDOW_PARAMETER]: activities.expression("'@{pipeline().RunId}'"),
          [PEPPER_PARAMETER]: PEPPER,
        },
        secret: 'input',
        ...(integrationRuntime !== undefined && { integrationRuntime }),
      }),
    ),
    activities.deleteFiles({ name: 'DeleteKeys', input: { dataset: landing, parameters: { folder: run } } }),
    ifCondition({
      name: 'DeleteRequest',
      condition: activities.expression(`@${HAS_FILE}`),
      then: [activities.deleteFiles({ name: 'DeleteFile', input: { dataset: requested, parameters: file } })],
    }),
  ];
}

/** The secret as a value in the language of data flows. */
const PEPPER = activities.expression(`'@{activity('ReadPepper').output.firstRow.${PEPPER_FILE.field}}'`);

/** One row, for what a copy adds to it: no activity can write a file by itself, and a query of SQL would be logged with the keys. */
function oneRow(): CopySource {
  return { gives: 'rows', settings: { type: 'JsonSource', storeSettings: ONE_FILE }, json: {} };
}

/** The file that the dataset names. */
const ONE_FILE = Object.freeze({ type: 'AzureBlobFSReadSettings', recursive: false });

function keyFile(): CopySource {
  return { gives: 'rows', settings: { type: 'DelimitedTextSource', storeSettings: ONE_FILE } };
}

function refreshSteps({ prefix, plan, dataFlows, integrationRuntime }: ErasureTarget): activities.Activity[] {
  const filled = plan.recomputed.map((table) => {
    const name = `${prefix}_flow_${table.name}`;
    const flow = dataFlows.find((each) => each.name === name)?.flow;
    if (flow === undefined) throw new Error(`no data flow of this department: ${name}`);
    return activities.dataFlow({
      name: `Fill_${table.name}`,
      flow: name,
      parameters: {
        ...(flow.parameters.includes(RANGE_START_PARAMETER) && { [RANGE_START_PARAMETER]: `'${FIRST_DAY}'` }),
        // All rows are checked again: those that break a rule go apart from what windows found.
        ...(flow.parameters.includes(WINDOW_PARAMETER) && {
          [WINDOW_PARAMETER]: activities.expression("'@{concat('erasure/', pipeline().RunId)}'"),
        }),
        ...(flow.parameters.includes(PEPPER_PARAMETER) && { [PEPPER_PARAMETER]: PEPPER }),
      },
      ...(flow.parameters.includes(PEPPER_PARAMETER) && { secret: 'input' as const }),
      ...(integrationRuntime !== undefined && { integrationRuntime }),
    });
  });
  const stored = plan.stored.map((table) =>
    executePipeline({
      name: `Store_${table.name}`,
      pipeline: `${prefix}_materialize_${table.name}`,
      // The last day that is whole.
      parameters: {
        [WINDOW_START]: activities.expression(
          `@addDays(startOfDay(utcNow('${TIMESTAMP_FORMAT}')), -1, '${TIMESTAMP_FORMAT}')`,
        ),
      },
    }),
  );
  return [...filled, ...stored];
}
