import { type Interval, type Table } from '../../model';
import { compileDataFlows, type DataFlow, type FlowOfTable } from '../data-flow-script/flow';
import { givesRowsOn } from '../data-flow-script/stored-rows';
import { type Activity, type Condition, succeeded, wait } from './activities';
import { awaitOf, awaitStored } from './completion';
import { type DepartmentDatasets } from './department-datasets';
import { markFailed, markOf } from './failure-marks';
import {
  copyActivity,
  flowValues,
  type FlowValues,
  isPeppered,
  readPepper,
  runFlow,
  runForWindow,
} from './fill';
import { FILL_ONE, fillOne, oneTable } from './one-table';
import { LANDED, landed } from './landing';
import { laterIn, type Wave, type WaveTable } from './waves';

/** A table of a wave, with what fills it. */
export interface WaveFill extends WaveTable {
  /** Its own data flow. */
  readonly flowName: string;
  /** What that does. */
  readonly flow: DataFlow;
  /** What its data flow is compiled from. */
  readonly source: FlowOfTable;
  /** The pipeline that fills it alone, by its name. */
  readonly pipeline: string;
}

/** What a wave's pipeline is made of. */
export interface WavePipelineProps {
  /** What is filled. */
  readonly wave: Wave;
  /** Its tables, in order. */
  readonly fills: readonly WaveFill[];
  /** The pipeline that copies a source. */
  readonly copies: readonly {
    readonly name: string;
    readonly pipeline: string;
    /** Whether it brings what a pipeline has to have landed. */
    readonly isLanded: boolean;
  }[];
  /** The department's datasets, to which those of the pipeline are added. */
  readonly datasets: DepartmentDatasets;
  /** What data flows run on. @default the factory's own runtime */
  readonly integrationRuntime?: string | undefined;
}

/** What fills the tables of a wave, and the data flows that it needs besides those of single tables. */
export interface WavePipeline {
  /** What its pipeline does. */
  readonly activities: readonly Activity[];
  /** Those that fill several tables. */
  readonly dataFlows: readonly {
    readonly name: string;
    readonly description: string;
    readonly flow: DataFlow;
  }[];
}

/** Times that tables which are filled together are tried again: then each is tried alone. */
const TOGETHER_RETRIES = 1;

/**
 * Tables that one data flow fills: what they have in common as parameters has the same values, and who reads another of them gets its rows from
 * the data flow.
 */
interface Group {
  readonly fills: readonly WaveFill[];
  readonly values: FlowValues;
}

/**
 * The activities of a wave: its sources are copied, its tables are filled together, each that was not is filled alone, and one that
 * was not filled alone either is marked. Asked for one table, it fills that alone.
 *
 * A table is filled where its mark is skipped. The run ends in one activity, which comes after all marks: a pipeline whose last
 * activity succeeded has succeeded, whatever failed before ("Pipeline failure and error message").
 */
export function wavePipeline(props: WavePipelineProps): WavePipeline {
  const { wave, fills, copies, datasets } = props;
  const groups = groupsOf(fills, wave.interval);
  const together = groups.map((group, index) => ({ ...shared(group, props, index + 1), group }));
  const peppered = groups.some(({ fills: some }) => some.some(({ flow }) => isPeppered(flow)));
  return {
    activities: [
      ...oneTable(
        [
          ...(copies.some(({ isLanded }) => isLanded) ? landed(datasets) : []),
          ...copies.map(copyOnceLanded),
          ...awaits(props),
          ...(peppered ? [readPepper(datasets)] : []),
          ...together.flatMap((flow, index) => fillGroup(flow, index + 1, props)),
        ],
        fills,
      ),
      accounted(fills),
    ],
    dataFlows: together.flatMap(({ made }) => made ?? []),
  };
}

/** Waits for what only some of the tables need, and no longer than the others may be late for it. */
function awaits({ wave: { interval }, fills, datasets }: WavePipelineProps): Activity[] {
  const late = new Map(fills.flatMap(({ awaited }) => awaited).map((stored) => [stored.table, stored]));
  return [...late.values()].map((stored) =>
    awaitStored(stored, interval, { datasets, mostMinutes: laterIn(interval) }),
  );
}

function copyOnceLanded({ name, pipeline, isLanded }: WavePipelineProps['copies'][number]): Activity {
  const run = runForWindow(copyActivity({ name }), pipeline);
  return isLanded ? { ...run, dependsOn: succeeded([LANDED]) } : run;
}

function fillGroup(
  { name: flow, group }: { readonly name: string; readonly group: Group },
  number: number,
  props: WavePipelineProps,
): Activity[] {
  const { copies, datasets, integrationRuntime } = props;
  const landings = new Set(copies.filter(({ isLanded }) => isLanded).map((source) => source.name));
  const name = `FillTogether${number}`;
  const together = runFlow({
    name,
    flow,
    values: group.values,
    after: [],
    retries: TOGETHER_RETRIES,
    integrationRuntime,
  });
  const inside = new Set(group.fills.map(({ table }) => table));
  const before = unique(
    group.fills.flatMap(({ upstream, ...needs }) =>
      readyFor({ ...needs, upstream: upstream.filter((read) => !inside.has(read)) }),
    ),
  );
  const missed: Activity['dependsOn'] = [after(name, 'Failed', 'Skipped')];
  return [
    { ...together, dependsOn: [...together.dependsOn, ...before] },
    ...group.fills.flatMap((fill) => {
      const { table, upstream, sources, awaited, pipeline } = fill;
      // Its sources are copied already.
      const alone = fillOne(`Fill_${table.name}`, pipeline, table);
      const errors = [
        ...[alone.name, name, ...sources.map(copyActivity)],
        ...(sources.some((source) => landings.has(source.name)) ? [LANDED] : []),
        ...awaited.map(awaitOf),
      ];
      return [
        { ...alone, dependsOn: [...missed, ...readyFor(fill)] },
        markFailed(table, datasets, {
          dependsOn: [...missed, after(alone.name, 'Failed', 'Skipped')],
          errors: [...errors, ...upstream.map((read) => `Fill_${read.name}`)],
        }),
      ];
    }),
  ];
}

/** What has to have ended, and how, before a table can be filled. */
function readyFor({
  upstream,
  sources,
  awaited,
}: Pick<WaveTable, 'upstream' | 'sources' | 'awaited'>): Activity['dependsOn'] {
  return [
    ...succeeded([...sources.map(copyActivity), ...awaited.map(awaitOf)]),
    ...upstream.map(({ name }) => after(markOf(name), 'Skipped')),
  ];
}

/** The last activity: it is skipped where a mark could not be written, or the one table could not be filled. */
function accounted(fills: readonly WaveFill[]): Activity {
  const before = [FILL_ONE, ...fills.map(({ table }) => markOf(table.name))];
  const dependsOn = before.map((name) => after(name, 'Succeeded', 'Skipped'));
  return { ...wait({ name: 'AllAccounted', seconds: 1 }), dependsOn };
}

function after(
  activity: string,
  ...dependencyConditions: readonly Condition[]
): Activity['dependsOn'][number] {
  return { activity, dependencyConditions };
}

function unique(dependsOn: Activity['dependsOn']): Activity['dependsOn'] {
  return [...new Map(dependsOn.map((each) => [each.activity, each])).values()];
}

interface Staged extends Group {
  /** Groups of earlier stages come before. */
  readonly stage: number;
}

/** The groups of a wave, in order of what they read. */
function groupsOf(fills: readonly WaveFill[], interval: Interval): Group[] {
  const groups: Staged[] = [];
  for (const fill of fills) {
    const stage = Math.max(0, ...fill.upstream.map((read) => (groupOf(groups, read)?.stage ?? 0) + 1));
    const values = flowValues(fill.table, fill.flow, interval);
    const found = groups.findIndex((group) => takes(group, { fill, values, stage }, groups));
    const group = groups[found] ?? { stage, fills: [], values: {} };
    const joined = {
      stage: group.stage,
      fills: [...group.fills, fill],
      values: { ...group.values, ...values },
    };
    groups.splice(found === -1 ? groups.length : found, 1, joined);
    groups.sort((one, other) => one.stage - other.stage);
  }
  return groups;
}

function groupOf(groups: readonly Staged[], table: Table): Staged | undefined {
  return groups.find(({ fills }) => fills.some((fill) => fill.table === table));
}

/** Whether a table joins a group: beside tables of its stage, or after those of the group that it reads. */
function takes(
  group: Staged,
  { fill, values, stage }: { readonly fill: WaveFill; readonly values: FlowValues; readonly stage: number },
  groups: readonly Staged[],
): boolean {
  const follows = fill.upstream.every((read) => {
    const of = groupOf(groups, read);
    return of === group ? givesRowsOn(read) : of === undefined || of.stage < group.stage;
  });
  const reads = fill.upstream.some((read) => groupOf(groups, read) === group);
  return (reads ? follows : group.stage === stage) && agree(group, { fills: [fill], values });
}

function agree(one: Group, other: Group): boolean {
  // A second try would append again what the first one has, because another table failed.
  if ([...one.fills, ...other.fills].some(({ table }) => table.write === 'append')) return false;
  return Object.entries(other.values).every(
    ([name, value]) => !(name in one.values) || JSON.stringify(one.values[name]) === JSON.stringify(value),
  );
}

/** The data flow of a group: that of its table where it has one, otherwise one for all of them. */
function shared(
  { fills }: Group,
  { wave }: WavePipelineProps,
  number: number,
): { readonly name: string; readonly made?: WavePipeline['dataFlows'][number] } {
  const [first] = fills;
  if (first !== undefined && fills.length === 1) return { name: first.flowName };
  const name = `${wave.together}_${number}`;
  const description = `Fills silver ${fills.map(({ table }) => table.name).join(', ')}`;
  return { name, made: { name, description, flow: compileDataFlows(fills.map(({ source }) => source)) } };
}
