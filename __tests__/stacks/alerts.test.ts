import { type Environment, hours, minutes, type MonitoringSettings } from '../../model';
import { alertFiles, alertTable } from '../../stacks/alert-table';
import { alertsFired, type Happened, type Logs } from '../emulators/kql';
import { ago, copying, NOW, running, stacksIn, triggered } from '../support/alert-stacks';
import { decidingCompany } from '../support/deciding-company';
import { resources, synthAll, type Terraform } from '../support/synth';

/** A department `shops` in shared hosts and one `labs` in hosts of its own, each with a stream that is copied every hour. */
function stacksOf(environment: Partial<Environment> = {}, settings?: MonitoringSettings): Terraform[] {
  const decided = decidingCompany(
    { environment: { monitoring: { logCapPercent: 80, ...settings } } },
    { ...running, ...environment },
  );
  return synthAll(stacksIn(decided));
}

/** Everything as it should be: each pipeline succeeded half an hour ago, with rows; jobs are up to date. */
function healthy(stacks: readonly Terraform[]): Logs {
  const TimeGenerated = ago(minutes(30));
  const names = [...new Set([...copying(stacks), ...triggered(stacks)])];
  return {
    ADFPipelineRun: names.map((PipelineName) => ({ PipelineName, Status: 'Succeeded', TimeGenerated })),
    ADFActivityRun: [
      ...names.filter((name) => name.includes('_copy_')).map((name) => copied(name, { rowsCopied: 40 })),
      ...names
        .filter((name) => name.includes('_wave_'))
        .map((name) => filled(name, { it0writeIt1: 99, it0quarantineIt1: 1 })),
    ],
    AzureMetrics: ['shops', 'labs'].flatMap((department) =>
      [department, `${department}-rules`].flatMap((job) => metrics(job, { delay: 5, backlog: 0 })),
    ),
    AzureDiagnostics: [],
  };
}

const copied = (PipelineName: string, output: object, TimeGenerated = ago(minutes(30))) => ({
  ...{ PipelineName, ActivityName: 'CompactToBronze', ActivityType: 'Copy', Status: 'Succeeded' },
  ...{ Output: JSON.stringify(output), TimeGenerated },
});
/** The output of a data flow: a sink without rows is not in it. */
const filled = (
  PipelineName: string,
  sinks: Readonly<Record<string, number>>,
  ActivityName = 'FillTogether1',
) => ({
  ...{ PipelineName, ActivityName, ActivityType: 'ExecuteDataFlow', Status: 'Succeeded' },
  Output: JSON.stringify({
    runStatus: {
      metrics: Object.fromEntries(
        Object.entries(sinks).map(([sink, rowsWritten]) => [sink, { rowsWritten, sources: {} }]),
      ),
    },
  }),
  TimeGenerated: ago(minutes(30)),
});
const metrics = (
  job: string,
  { delay, backlog }: { readonly delay: number; readonly backlog: number },
  TimeGenerated = ago(minutes(20)),
) =>
  (
    [
      ['OutputWatermarkDelaySeconds', delay],
      ['InputEventsSourcesBacklogged', backlog],
    ] as const
  ).map(([MetricName, Maximum]) => ({
    ...{ MetricName, Maximum, TimeGenerated, ResourceProvider: 'MICROSOFT.STREAMANALYTICS' },
    Resource: `ASA-DCD-PROD-${job.toUpperCase()}`,
  }));
const refused = (httpStatusCode_d: number, OperationName: string) => ({
  ...{ httpStatusCode_d, OperationName, Category: 'AuditEvent', TimeGenerated: ago(minutes(10)) },
  ...{ ResourceProvider: 'MICROSOFT.KEYVAULT', Resource: 'KV-DCD-PROD' },
});

describe('alerts of a running environment', () => {
  const stacks = stacksOf({ budget: { monthlyAmount: 1000, from: '2026-03' } });
  const fired = (change: Partial<Happened> = {}) =>
    alertsFired(stacks, { now: NOW, ...healthy(stacks), ...change });
  const { ADFPipelineRun = [], ADFActivityRun = [], AzureMetrics = [] } = healthy(stacks);
  const without = (name: string) => ADFPipelineRun.filter(({ PipelineName }) => PipelineName !== name);
  const run = (PipelineName: string, Status: string, TimeGenerated: Date, windowStart?: string) => ({
    PipelineName,
    Status,
    TimeGenerated,
    ...(windowStart !== undefined && { Parameters: JSON.stringify({ windowStart }) }),
  });

  test('are silent while everything is as it should be', () => {
    expect(fired()).toEqual([]);
  });

  test('report a pipeline that failed, wherever its factory is, until it succeeds', () => {
    const failures = [
      run('shops_copy_shops_events', 'Failed', ago(minutes(5))),
      run('labs_copy_labs_events', 'Failed', ago(minutes(5))),
    ];
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, ...failures] })).toEqual([
      'failed-pipelines-prod: labs_copy_labs_events',
      'failed-pipelines-prod: shops_copy_shops_events',
    ]);
    const mended = [...failures, run('shops_copy_shops_events', 'Succeeded', ago(minutes(1)))];
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, ...mended] })).toEqual([
      'failed-pipelines-prod: labs_copy_labs_events',
    ]);
  });

  test('report which table failed, where a pipeline was asked for one, until that table succeeds', () => {
    const fill = (table: string, Status: string, time: Date) => ({
      ...run('shops_fill', Status, time),
      Parameters: JSON.stringify({ windowStart: '2026-03-02T09:00:00Z', table }),
    });
    const failures = [
      fill('shops_clean', 'Failed', ago(minutes(20))),
      fill('shops_other', 'Failed', ago(minutes(20))),
    ];
    const both = [
      'failed-pipelines-prod: shops_fill shops_clean',
      'failed-pipelines-prod: shops_fill shops_other',
    ];
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, ...failures] })).toEqual(both);
    const mended = [...failures, fill('shops_clean', 'Succeeded', ago(minutes(5)))];
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, ...mended] })).toEqual(both.slice(1));
    // One that is asked for all has no table.
    const whole = { ...fill('', 'Failed', ago(minutes(5))), PipelineName: 'shops_wave_hourly' };
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, whole] })).toEqual([
      'failed-pipelines-prod: shops_wave_hourly',
    ]);
  });

  test('report a window that failed until it succeeds, whatever later windows do', () => {
    const [first, second] = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'];
    const runs = [
      run('shops_copy_shops_events', 'Failed', ago(minutes(20)), first),
      run('shops_copy_shops_events', 'Succeeded', ago(minutes(10)), second),
    ];
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, ...runs] })).toEqual([
      'failed-pipelines-prod: shops_copy_shops_events',
    ]);
    const again = [...runs, run('shops_copy_shops_events', 'Succeeded', ago(minutes(1)), first)];
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, ...again] })).toEqual([]);
  });

  test('report a table whose window is stuck: its pipeline neither fails nor succeeds', () => {
    const stuck = without('shops_wave_hourly');
    const last = (time: Date) =>
      fired({ ADFPipelineRun: [...stuck, run('shops_wave_hourly', 'Succeeded', time)] });
    expect(last(ago(minutes(119)))).toEqual([]);
    expect(last(ago(hours(2)))).toEqual(['late-tables-prod: shops_wave_hourly']);
    expect(fired({ ADFPipelineRun: stuck })).toEqual(['late-tables-prod: shops_wave_hourly']);
  });

  test('report a wave whose tables were repaired one by one, but that has not run as a whole', () => {
    const others = without('shops_wave_hourly');
    const late = (Parameters: string) =>
      fired({
        ADFPipelineRun: [
          ...others,
          { ...run('shops_wave_hourly', 'Succeeded', ago(minutes(5))), Parameters },
        ],
      });
    expect(late('{"windowStart":"2026-03-02T09:00:00Z","table":"shops_clean"}')).toEqual([
      'late-tables-prod: shops_wave_hourly',
    ]);
    for (const whole of ['{"windowStart":"2026-03-02T09:00:00Z","table":""}', '{"windowStart":""}', ''])
      expect([whole, late(whole)]).toEqual([whole, []]);
  });

  test('report everything late where nothing is logged at all', () => {
    const late = fired({ ADFPipelineRun: [] });
    expect(late).toEqual(
      [...copying(stacks), ...triggered(stacks)].map((name) => `late-tables-prod: ${name}`).sort(),
    );
  });

  test('report a source that brought nothing for a day, and not a quiet hour', () => {
    const others = ADFActivityRun.filter(({ PipelineName }) => PipelineName !== 'shops_copy_shops_events');
    const quiet = copied('shops_copy_shops_events', { rowsCopied: 0 });
    expect(fired({ ADFActivityRun: [...others, quiet] })).toEqual([
      'zero-rows-prod: shops_copy_shops_events',
    ]);
    const busy = copied('shops_copy_shops_events', { rowsCopied: 3 }, ago(hours(20)));
    expect(fired({ ADFActivityRun: [...others, quiet, busy] })).toEqual([]);
  });

  test('report a table of which too much is quarantined, all of it included', () => {
    const others = ADFActivityRun.filter(({ PipelineName }) => PipelineName !== 'labs_wave_hourly');
    const share = (sinks: Readonly<Record<string, number>>) =>
      fired({ ADFActivityRun: [...others, filled('labs_fill', sinks, 'Fill_labs_clean')] });
    expect(share({ writeLabsClean1: 95, quarantineContract1: 5 })).toEqual([]);
    expect(share({ writeLabsClean1: 94, quarantineContract1: 6 })).toEqual([
      'quarantined-rows-prod: labs_fill labs_clean',
    ]);
    expect(share({ quarantineContract1: 6 })).toEqual(['quarantined-rows-prod: labs_fill labs_clean']);
    expect(share({})).toEqual([]);
  });

  test('report one of several tables that a data flow fills, by its own share', () => {
    const together = {
      other0writeOther1: 1000,
      labsClean0writeLabsClean1: 9,
      labsClean0quarantineContract1: 1,
    };
    expect(fired({ ADFActivityRun: [...ADFActivityRun, filled('labs_wave_hourly', together)] })).toEqual([
      'quarantined-rows-prod: labs_wave_hourly labsClean',
    ]);
  });

  test('report a streaming job that is behind, has a backlog, or stands still, before its hub forgets', () => {
    const others = AzureMetrics.filter(({ Resource }) => Resource !== 'ASA-DCD-PROD-SHOPS');
    const job = (...samples: ReturnType<typeof metrics>[]) =>
      fired({ AzureMetrics: [...others, ...samples.flat()] });
    const alert = ['stream-delay-prod: asa-dcd-prod-shops'];
    expect(job()).toEqual(alert);
    expect(job(metrics('shops', { delay: 5, backlog: 0 }, ago(minutes(61))))).toEqual(alert);
    expect(job(metrics('shops', { delay: 3600 + 330, backlog: 0 }))).toEqual([]);
    expect(job(metrics('shops', { delay: 3600 + 331, backlog: 0 }))).toEqual(alert);
    const busy = metrics('shops', { delay: 5, backlog: 7 });
    expect(job(busy)).toEqual(alert);
    expect(job(busy, metrics('shops', { delay: 5, backlog: 0 }))).toEqual([]);
  });

  test('report a job of alert rules that stands still, though streams are landed', () => {
    const rules = AzureMetrics.filter(({ Resource }) => Resource !== 'ASA-DCD-PROD-LABS-RULES');
    expect(fired({ AzureMetrics: rules })).toEqual(['stream-delay-prod: asa-dcd-prod-labs-rules']);
  });

  test('report a vault that refuses, and not the first request of each sign-in', () => {
    const times = (count: number, code: number, operation: string) =>
      fired({ AzureDiagnostics: Array.from({ length: count }, () => refused(code, operation)) });
    expect(times(6, 403, 'SecretGet')).toEqual(['refused-by-vault-prod: kv-dcd-prod']);
    expect(times(5, 403, 'SecretGet')).toEqual([]);
    expect(times(50, 401, 'Authentication')).toEqual([]);
    expect(times(6, 401, 'SecretGet')).toEqual(['refused-by-vault-prod: kv-dcd-prod']);
    expect(times(50, 200, 'SecretGet')).toEqual([]);
  });

  test('report that the cap stopped the logs, for as long as it is news, and before it does', () => {
    const stop = (TimeGenerated: Date, Detail = 'Data collection stopped. Ingestion status = OverQuota') => ({
      ...{ TimeGenerated, Detail, Category: 'Ingestion', Operation: 'Data collection stopped' },
    });
    const logged = (...rows: ReturnType<typeof stop>[]) => fired({ _LogOperation: rows });
    expect(logged(stop(ago(minutes(10))))).toEqual(['log-cap-prod: stopped']);
    expect(logged(stop(ago(minutes(10)), 'Ingestion status = RespectQuota'))).toEqual([]);
    expect(logged({ ...stop(ago(minutes(10))), Category: 'Agent' })).toEqual([]);
    expect(logged(stop(ago(minutes(359))))).toHaveLength(1);
    expect(logged(stop(ago(hours(6))))).toEqual([]);

    // The quota is one gigabyte, of which 80 percent are no news.
    const came = (Quantity: number, TimeGenerated = ago(hours(2)), IsBillable = true) => ({
      ...{ Quantity, TimeGenerated, IsBillable, DataType: 'ADFActivityRun' },
    });
    const used = (...rows: ReturnType<typeof came>[]) => fired({ Usage: rows });
    expect(used(came(300.5), came(499.5))).toEqual([]);
    expect(used(came(300.5), came(499.75))).toEqual(['log-cap-prod: filling']);
    expect(used(came(801, ago(hours(24))))).toEqual([]);
    expect(used(came(801, ago(hours(2)), false))).toEqual([]);
    expect(fired({ Usage: [came(1000)], _LogOperation: [stop(ago(minutes(10)))] })).toEqual([
      'log-cap-prod: filling',
      'log-cap-prod: stopped',
    ]);
  });

  test('say why everything is late and silent after the cap stopped the logs', () => {
    // What comes in after a stop is lost: of the last three hours there is nothing but what the workspace writes itself.
    const kept = (rows: readonly { readonly TimeGenerated?: unknown }[] = []) =>
      rows.filter(({ TimeGenerated }) => (TimeGenerated as Date) < ago(hours(3))) as never;
    const { ADFPipelineRun: runs, ADFActivityRun: activities, AzureMetrics: samples } = healthy(stacks);
    const alerts = fired({
      ...{ ADFPipelineRun: kept(runs), ADFActivityRun: kept(activities), AzureMetrics: kept(samples) },
      _LogOperation: [
        { TimeGenerated: ago(hours(3)), Category: 'Ingestion', Detail: 'Ingestion status = OverQuota' },
      ],
    });
    expect(alerts.filter((alert) => !/^(late-tables|stream-delay)-prod: /.test(alert))).toEqual([
      'log-cap-prod: stopped',
    ]);
    expect(alerts.length).toBeGreaterThan(5);
  });

  test('report a busy namespace, each by a rule of its own', () => {
    const busy = (resource: string, total: number, at = ago(minutes(10))) => ({
      ...{ resource, total, at, metric: 'ThrottledRequests' },
    });
    expect(fired({ metrics: [busy('evhns-dcd-prod', 0), busy('evhns-dcd-prod', 9, ago(hours(2)))] })).toEqual(
      [],
    );
    expect(fired({ metrics: [busy('evhns-dcd-prod', 1)] })).toEqual(['throttled-hub-prod']);
    expect(fired({ metrics: [busy('evhns-dcd-prod-labs', 1)] })).toEqual(['throttled-hub-labs-prod']);
  });

  test('report a bill that grows', () => {
    expect(fired({ costs: { actual: 800, forecast: 1000 } })).toEqual([]);
    expect(fired({ costs: { actual: 801, forecast: 900 } })).toEqual(['budget dcd-prod']);
    expect(fired({ costs: { actual: 10, forecast: 1001 } })).toEqual(['budget dcd-prod']);
  });

  test('see nothing that no diagnostic setting sends', () => {
    const failures = [run('shops_copy_shops_events', 'Failed', ago(minutes(5)))];
    const deaf = JSON.parse(
      JSON.stringify(stacks).replaceAll('"log_analytics_destination_type":"Dedicated",', ''),
    ) as Terraform[];
    expect(fired({ ADFPipelineRun: [...ADFPipelineRun, ...failures] })).not.toEqual([]);
    expect(
      alertsFired(deaf, { now: NOW, ADFPipelineRun: failures }).filter((alert) => alert.startsWith('failed')),
    ).toEqual([]);
  });
});

describe('what is decided about alerts', () => {
  const failed: Happened = {
    now: NOW,
    ADFPipelineRun: [
      { PipelineName: 'shops_copy_shops_events', Status: 'Failed', TimeGenerated: ago(minutes(5)) },
    ],
  };

  test('a rule that is off is not made, and the table says why', () => {
    const off = { off: { reason: 'the on-call service watches the factory' } };
    const stacks = stacksOf({}, { failedRuns: off, throttledRequests: off, streamDelayMinutes: off });
    const names = stacks.flatMap((stack) =>
      ['azurerm_monitor_scheduled_query_rules_alert_v2', 'azurerm_monitor_metric_alert'].flatMap((type) =>
        resources(stack, type).map(({ name }) => name),
      ),
    );
    expect(names.sort()).toEqual([
      'late-tables-prod',
      'log-cap-prod',
      'quarantined-rows-prod',
      'refused-by-vault-prod',
      'zero-rows-prod',
    ]);
    const decided = decidingCompany({ environment: { monitoring: { failedRuns: off } } }, running);
    expect(alertTable(stacksIn(decided)).find(({ rule }) => rule === 'failed-pipelines-prod')).toMatchObject({
      off: off.off.reason,
      monthlyDollars: 0,
    });
  });

  test('an environment in which nothing runs is not asked for what has to run', () => {
    const stacks = stacksOf({ running: undefined });
    expect(alertsFired(stacks, { now: NOW })).toEqual([]);
    expect(alertsFired(stacks, failed)).toEqual(['failed-pipelines-prod: shops_copy_shops_events']);
  });

  test('an environment that notifies nobody has no rule and no action group', () => {
    const nobody: Environment = { ...running, notify: { nobody: { reason: 'a test' } } };
    const stacks = stacksIn(decidingCompany({}, nobody));
    for (const stack of synthAll(stacks))
      expect(
        Object.keys(stack.resource ?? {}).filter((type) => /monitor_(?!diagnostic)|budget/.test(type)),
      ).toEqual([]);
    expect(alertFiles(nobody, stacks)['prod.md']).toBe(
      '# Alerts: prod\n\nNobody is notified, and no rule is made: a test\n',
    );
  });

  test('webhooks get the common schema, and the table does not show their addresses', () => {
    const webhooks = [{ name: 'chat', url: 'https://hooks.example.com/a?sig=s3cret' }];
    const [platform] = stacksOf({ notify: { email: [], webhooks } });
    expect(resources(platform!, 'azurerm_monitor_action_group')).toMatchObject([
      {
        name: 'ag-dcd-prod',
        short_name: 'dcd-prod',
        webhook_receiver: [{ name: 'chat', use_common_alert_schema: true }],
      },
    ]);
    const stacks = stacksIn(decidingCompany({}, running));
    const text = Object.values(alertFiles({ ...running, notify: { webhooks } }, stacks)).join('\n');
    expect(text).toContain('Notified: webhook chat.');
    expect(text).not.toContain('s3cret');
  });
});
