import { type DataContract, type Interval, type Table, timeRangeRead } from '../../model';
import { type DataFlow } from '../data-flow-script/flow';
import { PEPPER_PARAMETER } from '../data-flow-script/functions';
import { WINDOW_PARAMETER } from '../data-flow-script/script-writer';
import { RANGE_START_PARAMETER } from '../data-flow-script/time-range';
import * as activities from './activities';
import { executePipeline } from './control-activities';
import { type DepartmentDatasets, PEPPER_FILE, underscored } from './department-datasets';
import { earlierDayForFlow, WINDOW_START, windowFolderForFlow } from './window';

/** Values of a data flow's parameters, in its own language. */
export type FlowValues = Readonly<Record<string, activities.Text>>;

/** Name of the activity that reads the pepper. */
const READ_PEPPER = 'ReadPepper';
/** What the data flow of a silver table is run with, where the pepper is read by some activity. */
export function flowValues(
  table: Table,
  flow: DataFlow,
  interval: Interval,
  pepper = READ_PEPPER,
): FlowValues {
  const timeRange = timeRangeRead(table.relation)?.timeRange;
  return {
    ...(flow.parameters.includes(WINDOW_PARAMETER) && { [WINDOW_PARAMETER]: windowFolderForFlow(interval) }),
    ...(timeRange && { [RANGE_START_PARAMETER]: earlierDayForFlow(timeRange.lookbackDays) }),
    ...(isPeppered(flow) && { [PEPPER_PARAMETER]: pepperOf(pepper) }),
  };
}

/** The secret as a value in the language of data flows. */
function pepperOf(activity: string): activities.Text {
  return activities.expression(`'@{activity('${activity}').output.firstRow.${PEPPER_FILE.field}}'`);
}

/** Whether a data flow makes pseudonyms. */
export function isPeppered({ parameters }: Pick<DataFlow, 'parameters'>): boolean {
  return parameters.includes(PEPPER_PARAMETER);
}

/** Reads the pepper, and keeps it out of the run's log. */
export function readPepper(datasets: DepartmentDatasets, name = READ_PEPPER): activities.Activity {
  return activities.lookup({ name, input: { dataset: datasets.pepper() }, secret: 'output' });
}

/** Runs a data flow, after the pepper is read where it needs that. */
export function runFlow(props: {
  readonly name: string;
  /** Name of the data flow. */
  readonly flow: string;
  readonly values: FlowValues;
  /** Activities that must succeed first, besides that which reads the pepper. */
  readonly after: readonly string[];
  readonly retries?: number;
  /** The runtime that it runs on. @default the factory's own */
  readonly integrationRuntime?: string | undefined;
  /** Name of the activity that reads the pepper. @default `ReadPepper` */
  readonly pepper?: string;
}): activities.Activity {
  const { name, flow, values, after, retries, integrationRuntime, pepper = READ_PEPPER } = props;
  const peppered = PEPPER_PARAMETER in values;
  return activities.dataFlow({
    name,
    flow,
    parameters: values,
    after: [...(peppered ? [pepper] : []), ...after],
    ...(retries !== undefined && { retries }),
    ...(peppered && { secret: 'input' as const }),
    ...(integrationRuntime !== undefined && { integrationRuntime }),
  });
}

/** Runs another pipeline for the window of this one. */
export function runForWindow(
  name: string,
  pipeline: string,
  others: Readonly<Record<string, activities.Text>> = {},
): activities.Activity {
  const start = activities.expression(`@pipeline().parameters.${WINDOW_START}`);
  return executePipeline({ name, pipeline, parameters: { [WINDOW_START]: start, ...others } });
}

/** Name of the activity that lets a source be copied. */
export function copyActivity({ name }: Pick<DataContract, 'name'>): string {
  return `Copy_${underscored(name)}`;
}
