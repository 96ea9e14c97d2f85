import { assumedWith, type WorkKind } from '../../cost';
import { likelyFlowMinutes } from '../../cost/factory/likely-flows';
import { volumesOf } from '../../cost/volumes';
import { activity, billOfStack, factoryStack } from '../support/bills';
import { smallCompany } from '../support/small-company';

/** Runs that never fail, so that figures are whole. */
const assumptions = assumedWith({ failedRunsShare: { low: 0, likely: 0, high: 0 } });
const HOURS = 730;

/** The likely work of a month of an hourly pipeline `main`, by an hour. */
function hourly(
  pipelines: Record<string, readonly object[]>,
  others: Parameters<typeof factoryStack>[2] = {},
): (kind: WorkKind) => number {
  const bill = billOfStack(factoryStack(pipelines, { main: 60 }, others), { assumptions });
  return (kind) => bill.runs.monthOf().amount(kind).likely / HOURS;
}

const copy = (name: string, after = {}, units?: number): object =>
  activity(name, 'Copy', after, units === undefined ? {} : { dataIntegrationUnits: units });

describe('the pipelines of a bill', () => {
  it('count the start by the trigger and each activity once, and a copy by its units for a minute', () => {
    const work = hourly({ main: [copy('One'), copy('Two', { One: [] }, 8)] });
    expect(work('orchestration')).toBeCloseTo(3);
    expect(work('copies')).toBeCloseTo(2);
    expect(work('copy')).toBeCloseTo((4 + 8) / 60);
  });

  it('count the first of several waits in turn for all of them, and a look for each other', () => {
    const wait = (name: string, after = {}): object => activity(name, 'Validation', after);
    const beside = hourly({ main: [wait('One'), wait('Two'), wait('Three')] });
    const inTurn = hourly({
      main: [wait('One'), wait('Two', { One: ['Succeeded'] }), wait('Three', { Two: ['Succeeded'] })],
    });
    expect(beside('pipeline-activity')).toBeCloseTo((3 * 5) / 60);
    expect(inTurn('pipeline-activity')).toBeCloseTo((5 + 1 + 1) / 60);
  });

  it.each([
    ['four units at least', {}, 2, 4],
    ['one unit from REST', { source: { type: 'RestSource' } }, undefined, 1],
    [
      'one unit from HTTP, whatever is asked for',
      { source: { type: 'BinarySource', storeSettings: { type: 'HttpReadSettings' } } },
      4,
      1,
    ],
    [
      'four units from a lake',
      { source: { type: 'BinarySource', storeSettings: { type: 'AzureBlobFSReadSettings' } } },
      undefined,
      4,
    ],
  ])('count %s for a copy', (_, properties, dataIntegrationUnits, units) => {
    const one = activity(
      'One',
      'Copy',
      {},
      { ...properties, ...(dataIntegrationUnits && { dataIntegrationUnits }) },
    );
    expect(hourly({ main: [one] })('copy')).toBeCloseTo(units / 60);
  });

  it('leave out what runs only after a failure, and what waits for that', () => {
    const work = hourly({
      main: [
        copy('Fetch'),
        copy('Record', { Fetch: ['Failed', 'Skipped'] }),
        activity('End', 'Fail', { Record: ['Completed'] }),
      ],
    });
    expect(work('orchestration')).toBeCloseTo(2);
    expect(work('copies')).toBeCloseTo(1);
  });

  it('follow what is skipped: of a fallback for each table, none runs, and what accounts for them does', () => {
    const failed = ['Failed', 'Skipped'];
    const work = hourly({
      main: [
        activity('Together', 'ExecuteDataFlow'),
        activity('Fill', 'ExecutePipeline', { Together: failed }, { pipeline: { referenceName: 'fill' } }),
        copy('MarkFailed', { Together: failed, Fill: failed }),
        activity('Next', 'ExecuteDataFlow', { MarkFailed: ['Skipped'] }),
        activity('Accounted', 'Wait', { MarkFailed: ['Succeeded', 'Skipped'] }, { waitTimeInSeconds: 1 }),
      ],
      fill: [copy('Copy')],
    });
    expect(work('dataFlowRuns')).toBeCloseTo(2);
    expect(work('copies')).toBe(0);
    expect(work('orchestration')).toBeCloseTo(1 + 3);
  });

  it('follow pipelines that are started, as often as a loop starts them', () => {
    const start = activity('Start', 'ExecutePipeline', {}, { pipeline: { referenceName: 'child' } });
    const work = hourly({
      main: [activity('Each', 'ForEach', {}, { items: { value: '@range(0, 24)' }, activities: [start] })],
      child: [copy('Copy')],
    });
    expect(work('copies')).toBeCloseTo(24);
    expect(work('orchestration')).toBeCloseTo(1 + 1 + 24 + 24);
  });

  it('take no branch that fails, and of a loop over what has failed no item', () => {
    const work = hourly({
      main: [
        copy('Copy'),
        activity('Check', 'IfCondition', { Copy: [] }, { ifFalseActivities: [activity('No', 'Fail')] }),
        activity(
          'Repair',
          'ForEach',
          { Check: [] },
          {
            items: {
              value: "@if(greater(activity('Copy').output.filesRead, 0), range(0, 24), createArray())",
            },
            activities: [copy('Again')],
          },
        ),
      ],
    });
    expect(work('copies')).toBeCloseTo(1);
    expect(work('orchestration')).toBeCloseTo(1 + 3);
  });

  it('take no branch that repairs what has failed', () => {
    const expression = { value: "@not(contains(activity('Find')?.error?.message, 'PathNotFound'))" };
    const work = hourly({
      main: [
        copy('Find'),
        activity(
          'Repair',
          'IfCondition',
          { Find: ['Succeeded', 'Failed'] },
          {
            expression,
            ifTrueActivities: [activity('Fill', 'ExecuteDataFlow')],
          },
        ),
      ],
    });
    expect(work('dataFlowRuns')).toBe(0);
    expect(work('copies')).toBeCloseTo(1);
  });

  it('take of branches the first as likely, and of cases each as often as the others', () => {
    const fill = (name: string): object => activity(name, 'ExecuteDataFlow');
    const properties = {
      branch: { ifTrueActivities: [fill('Yes')], ifFalseActivities: [fill('No'), fill('Also')] },
      choice: { cases: [{ activities: [fill('A'), fill('B'), fill('C')] }], defaultActivities: [copy('D')] },
      loop: { items: { value: '@range(0, 4)' }, activities: [fill('Each')] },
      landing: { activities: [activity('streamingjobs/', 'WebActivity'), fill('Look')] },
    };
    const main = [
      activity('Branch', 'IfCondition', {}, properties.branch),
      activity('Choice', 'Switch', {}, properties.choice),
      activity('Loop', 'ForEach', {}, properties.loop),
      activity('Landing', 'Until', {}, properties.landing),
    ];
    const { runs, assumed } = billOfStack(factoryStack({ main }, { main: 60 }), { assumptions });
    const [{ factory, pipeline, run }] = runs.triggered as [(typeof runs.triggered)[number]];
    const { low, likely, high } = assumed.landingLooks;
    expect(run.amount('dataFlowRuns')).toEqual({
      low: 1 + 0 + 4 + low,
      likely: 1 + 3 / 2 + 4 + likely,
      high: 2 + 3 + 4 + high,
    });
    const minutesAt = likelyFlowMinutes(pipeline, 60, { factory, assumed, volumes: [] });
    expect(minutesAt(1)).toBeCloseTo(run.amount('dataFlowMinutes').likely, 6);
  });

  it('price a data flow by the cores of its runtime, and its further tables less than its first', () => {
    const flow = (sinks: number): string[] =>
      Array.from({ length: sinks }, (_, index) => `rows sink(format: 'delta') ~> out${index}`);
    const run = (name: string, runtime?: string): object =>
      activity(
        name,
        'ExecuteDataFlow',
        {},
        {
          dataFlow: { referenceName: 'flow' },
          ...(runtime && { integrationRuntime: { referenceName: runtime } }),
          compute: { coreCount: 8, computeType: 'General' },
        },
      );
    const one = hourly(
      { main: [run('Run')] },
      { azurerm_data_factory_data_flow: { flow: { script_lines: flow(1) } } },
    );
    const five = hourly(
      { main: [run('Run', 'large')] },
      {
        azurerm_data_factory_data_flow: { flow: { script_lines: flow(5) } },
        azurerm_data_factory_integration_runtime_azure: {
          large: { core_count: 16, compute_type: 'General', time_to_live_min: 0 },
        },
      },
    );
    // Three minutes of the start, one of the first table, a quarter of each other one.
    expect(one('data-flow-General')).toBeCloseTo((8 * (3 + 1)) / 60);
    expect(five('data-flow-General')).toBeCloseTo((16 * (3 + 1 + 1)) / 60);
  });

  it('count fractions of a minute of a data flow as runs report them, and round up in the high figure alone', () => {
    const main = [activity('Run', 'ExecuteDataFlow', {}, { dataFlow: { referenceName: 'flow' } })];
    const flow = { script_lines: ["a sink(format: 'delta') ~> a1", "b sink(format: 'delta') ~> b1"] };
    const stack = factoryStack({ main }, { main: 60 }, { azurerm_data_factory_data_flow: { flow } });
    const minutes = { low: 0.1, likely: 0.25, high: 0.25 };
    const bill = billOfStack(stack, { assumptions: { ...assumptions, flowMinutesFurtherTable: minutes } });
    const { low, likely, high } = bill.runs.monthOf().amount('data-flow-General');
    expect(low / HOURS).toBeCloseTo((8 * (2 + 1 + 0.1)) / 60);
    expect(likely / HOURS).toBeCloseTo((8 * (3 + 1 + 0.25)) / 60);
    expect(high / HOURS).toBeCloseTo((8 * Math.ceil(5 + 2 + 0.25)) / 60);
  });

  it('bill the first table of a data flow for a minute, or for as long as its rows take where that is longer', () => {
    const run = activity('Run', 'ExecuteDataFlow', {}, { dataFlow: { referenceName: 'flow' } });
    const script_lines = [
      "source(format: 'parquet', fileSystem: 'sales-bronze', folderPath: 'orders') ~> read1",
      "read1 sink(format: 'delta') ~> out1",
    ];
    const others = { azurerm_data_factory_data_flow: { flow: { script_lines } } };
    const stack = factoryStack({ main: [run] }, { main: 24 * 60 }, others);
    const [department] = smallCompany().departments;
    const [contract] = department!.sources;
    const minutes = (expectedRowsPerDay: number): { readonly work: number; readonly megabytes: number } => {
      const sources = [{ ...contract!, name: 'orders', expectedRowsPerDay }];
      const company = { departments: [{ ...department!, sources }] };
      const [volume] = volumesOf(company, assumptions);
      const runs = billOfStack(stack, { assumptions, company }).runs.monthOf();
      return {
        work: runs.amount('dataFlowMinutes').likely / (HOURS / 24) - assumptions.clusterStartMinutes.likely,
        megabytes: (expectedRowsPerDay * volume!.textBytes.likely) / 1024 ** 2,
      };
    };
    expect(minutes(1).work).toBeCloseTo(1);
    const { work, megabytes } = minutes(1e9);
    expect(work).toBeCloseTo(megabytes / 8 / assumptions.flowMegabytesPerCoreMinute.likely);
    expect(work).toBeGreaterThan(2);
  });

  it('price waits in a managed network at its price, and elsewhere at that of the public runtime', () => {
    const others = (runtime: string): Parameters<typeof factoryStack>[2] => ({
      azurerm_data_factory_custom_dataset: { files: { linked_service: { name: 'lake' } } },
      azurerm_data_factory_linked_custom_service: {
        lake: { type: 'AzureBlobFS', integration_runtime: { name: runtime } },
      },
      azurerm_data_factory_integration_runtime_azure: { managed: { virtual_network_enabled: true } },
    });
    const main = [activity('Look', 'Lookup', {}, { dataset: { referenceName: 'files' } })];
    expect(hourly({ main }, others('managed'))('pipeline-activity-managed')).toBeCloseTo(1 / 60);
    expect(hourly({ main }, others('AutoResolve'))('pipeline-activity-managed')).toBe(0);
    expect(hourly({ main }, others('AutoResolve'))('pipeline-activity')).toBeCloseTo(1 / 60);
  });

  it('charge a pipeline that nobody starts, and none that another one starts', () => {
    const start = activity('Start', 'ExecutePipeline', {}, { pipeline: { referenceName: 'child' } });
    const stack = factoryStack({ main: [start], child: [copy('Copy')], alone: [copy('Copy')] }, { main: 60 });
    const inactive = (running: boolean): string[] =>
      billOfStack(stack, { running })
        .lines.filter(({ meter }) => meter === 'data-factory/inactive-pipeline')
        .map(({ name }) => name)
        .sort();
    expect(inactive(true)).toEqual(['alone']);
    expect(inactive(false)).toEqual(['alone', 'child']);
  });

  it('likely charge a pipeline that only a failure starts', () => {
    const failed = { Copy: ['Failed', 'Skipped'] };
    const start = activity('Start', 'ExecutePipeline', failed, { pipeline: { referenceName: 'fallback' } });
    const stack = factoryStack({ main: [copy('Copy'), start], fallback: [copy('Copy')] }, { main: 60 });
    const lines = billOfStack(stack).lines.filter(({ name }) => name === 'fallback');
    expect(lines.map(({ quantity }) => quantity)).toEqual([{ low: 0, likely: 1, high: 1 }]);
  });

  it('end where pipelines start each other', () => {
    const start = (name: string): object =>
      activity('Start', 'ExecutePipeline', {}, { pipeline: { referenceName: name } });
    expect(hourly({ main: [start('other')], other: [start('main')] })('orchestration')).toBeCloseTo(3);
  });
});
