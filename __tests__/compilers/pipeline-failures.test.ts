import {
  allActivities,
  type DepartmentPipelines,
  MAX_RECORDED_ERROR,
  type Pipeline,
} from '../../compilers/internal';
import { crm, finance, planIn } from '../constructs/pipeline-set/connectors';
import {
  emitted,
  type Json,
  manySources,
  pipelineNamed,
  planOf,
  reference,
  shop,
} from '../constructs/pipeline-set/plans';
import { evaluate } from '../emulators/pipeline-expressions';
import { runOf, type Time } from '../support/pipeline-runs';

const counting = finance();
const collecting = planIn([crm, counting], crm);
const apart = planIn([crm, counting], counting, [crm]);
const plans: DepartmentPipelines[] = [shop, reference, collecting, apart, planOf(manySources(8))];

/** Pipelines that do work themselves: gates wait, waves go on after failures, the rest runs others, and who erases by hand looks on. */
const working = plans
  .flatMap(({ pipelines }) => pipelines)
  .filter(({ name }) => !/_(gate_\d+|run_window(_\d+)?|backfill|erase)$/.test(name))
  .filter(({ name }) => !/_(wave|complete)_/.test(name));

/** When a pipeline runs, and for its first table, where it is asked for one. */
function timeOf({ activities }: DepartmentPipelines['pipelines'][number]): Time {
  const fill = activities.find(({ name }) => name === 'FillTable')?.['typeProperties'];
  const [first] = (fill as { cases?: readonly { value: string }[] } | undefined)?.cases ?? [];
  const at = { windowStart: '2026-01-01T00:00:00Z', now: '2026-01-02T00:00:00Z' };
  return first === undefined ? at : { ...at, table: first.value };
}

describe('a pipeline that does work', () => {
  test.each(working.map((pipeline) => [pipeline.name, pipeline] as const))(
    '%s records and fails whichever activity fails, and only then',
    (_, pipeline) => {
      const time = timeOf(pipeline);
      const fine = runOf(pipeline, [], {}, time);
      expect(fine).toMatchObject({
        outcome: 'Succeeded',
        endings: { RecordFailure: 'Skipped', FailRun: 'Skipped' },
      });
      const steps = pipeline.activities.filter(({ name }) => !/^(RecordFailure|FailRun)$/.test(name));
      for (const { name } of steps) {
        const run = runOf(pipeline, [name], {}, time);
        expect([name, run.outcome, run.endings.RecordFailure]).toEqual([name, 'Failed', 'Succeeded']);
        // Where the record cannot be written, the run fails all the same.
        const silent = runOf(pipeline, [name, 'RecordFailure'], {}, time);
        expect([name, silent.outcome, silent.endings.FailRun]).toEqual([name, 'Failed', 'Failed']);
      }
    },
  );

  test('would succeed after a failure if it only recorded', () => {
    const pipeline = pipelineNamed(shop, 'web_shop_copy_prices');
    const recording = {
      ...pipeline,
      activities: pipeline.activities.filter(({ name }) => name !== 'FailRun'),
    };
    expect(runOf(recording, ['FetchToLanding']).outcome).toBe('Succeeded');
  });
});

describe('the record of a failure', () => {
  const recordIn = (pipeline: Pipeline) => emitted(pipeline).find(({ name }) => name === 'RecordFailure')!;
  const queryOf = (pipeline: Pipeline, errors: Readonly<Record<string, string>>) =>
    evaluate((recordIn(pipeline).typeProperties.source as Json).sqlReaderQuery, {
      parameters: { windowStart: '2026-03-01T10:00:00Z' },
      errors,
      runId: 'run-1',
      now: '2026-03-01T11:20:00Z',
    });
  const prices = pipelineNamed(shop, 'web_shop_copy_prices');

  test('is one row that says which pipeline, run and window failed, why and when', () => {
    expect(queryOf(prices, { FetchToLanding: 'Not found' })).toBe(
      "SELECT N'web_shop_copy_prices' AS [pipeline], N'run-1' AS [run_id], N'2026-03-01T10:00:00Z' AS [window_start], " +
        "LEFT(N'Not found', 2000) AS [error], N'2026-03-01T11:20:00Z' AS [failed_at]",
    );
    expect(MAX_RECORDED_ERROR).toBe(2000);
  });

  test('gives the first error, and says that there was none', () => {
    expect(queryOf(prices, { CompactToBronze: 'Bad file' })).toContain("N'Bad file'");
    expect(queryOf(prices, {})).toContain("N'an activity ended without a message'");
  });

  test('takes an error as text, whatever is in it', () => {
    const query = String(
      queryOf(prices, { FetchToLanding: "x'; DROP DATABASE [a] --\n'@{pipeline().RunId}" }),
    );
    const literals = query.replaceAll(/N'(?:[^']|'')*'/g, 'text');
    expect(literals).toBe(
      'SELECT text AS [pipeline], text AS [run_id], text AS [window_start], LEFT(text, 2000) AS [error], text AS [failed_at]',
    );
  });

  test('lies in quarantine, in a folder of the pipeline and a file of the run', () => {
    const record = recordIn(prices) as unknown as { outputs: [Json] };
    expect(record.outputs[0]).toEqual({
      referenceName: 'web_shop_quarantine_json_file',
      type: 'DatasetReference',
      parameters: {
        folder: '_failures/web_shop_copy_prices',
        file: { value: "@concat(pipeline().RunId, '.json')", type: 'Expression' },
      },
    });
    expect(recordIn(prices).typeProperties.sink).toEqual({
      type: 'JsonSink',
      storeSettings: { type: 'AzureBlobFSWriteSettings' },
      formatSettings: { type: 'JsonWriteSettings', filePattern: 'setOfObjects' },
    });
  });

  test('never holds the output of an activity: the pepper is one', () => {
    const fill = pipelineNamed(shop, 'web_shop_fill');
    expect(allActivities(fill.activities).map(({ name }) => name)).toContain('ReadPepper_orders');
    for (const pipeline of working) {
      const text = JSON.stringify(
        emitted(pipeline).filter(({ name }) => /^(RecordFailure|FailRun)$/.test(name)),
      );
      expect(text).not.toContain('.output');
    }
  });
});

describe('tries', () => {
  test('are three for an activity, a minute apart, each within the time of its kind; its gate tries a table alone again', () => {
    const found = new Map<string, Set<unknown>>();
    for (const pipeline of working)
      for (const { type, name, policy } of allActivities(emitted(pipeline))) {
        if (policy === undefined || name === 'StoreResult') continue;
        const { retry, retryIntervalInSeconds, timeout } = policy as Json;
        const more = name.startsWith('Fill_') ? 0 : 2;
        expect([name, retry, retryIntervalInSeconds]).toEqual([name, more, 60]);
        if (!/^(RecordFailure|MarkComplete)$/.test(name))
          found.set(type, (found.get(type) ?? new Set()).add(timeout));
      }
    expect(Object.fromEntries([...found].map(([type, timeouts]) => [type, [...timeouts]]))).toEqual({
      Copy: ['0.02:00:00'],
      ExecuteDataFlow: ['0.04:00:00'],
      Script: ['0.01:00:00'],
      Lookup: ['0.00:10:00'],
      Delete: ['0.01:00:00'],
    });
  });
});
