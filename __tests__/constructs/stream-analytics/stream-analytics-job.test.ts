import type { StreamQuery } from '../../../compilers/internal';
import { EventHubsNamespace } from '../../../constructs/hosts';
import {
  BEFORE_ALL_EVENTS,
  STREAM_ANALYTICS_DEFAULTS,
  StreamAnalyticsJob,
} from '../../../constructs/stream-analytics';
import type { EventTimes } from '../../../model';
import { dev, prod, RUNNING } from '../../support/small-company';
import { addresses, blockOf, placeIn, resources, synth, testStack } from '../../support/synth';
import { shopIn } from '../lakehouse/layers';

const QUERY: StreamQuery = {
  text: 'SELECT * INTO [landing] FROM [events]\n\nSELECT * INTO [raised] FROM [events]',
  inputs: ['events'],
  outputs: ['landing', 'raised'],
};

function jobIn(choices: { streamingUnits?: number; started?: boolean; eventTimes?: EventTimes } = {}) {
  const stack = testStack(dev, 'sales');
  const place = placeIn(stack);
  const eventHubs = new EventHubsNamespace(stack, 'EventHubs', place);
  const { streamingUnits, started, eventTimes } = choices;
  const job = new StreamAnalyticsJob(stack, 'Job', {
    resourceGroup: place.resourceGroup,
    observability: place.observability,
    eventHubs,
    query: QUERY,
    streamingUnits,
    started,
    eventTimes,
  });
  return { stack, job };
}

describe('StreamAnalyticsJob', () => {
  test('has an identity of its own, current rules, and loses no event without a word', () => {
    const { stack, ingestion } = shopIn();
    const block = blockOf(synth(stack), ingestion.job!.resource);
    expect(block).toMatchObject({
      name: 'asa-small-dev-web-shop',
      sku_name: 'StandardV2',
      // Left out, the service takes 1.0.
      compatibility_level: '1.2',
      identity: { type: 'SystemAssigned' },
      output_error_policy: 'Stop',
      content_storage_policy: 'SystemAccount',
      data_locale: 'en-US',
    });
    expect(block).not.toHaveProperty('job_storage_account');
  });

  test('carries its query as it is', () => {
    const { job, stack } = jobIn();
    job.addInput('events', 'hub', 'group', []);
    job.addLakeOutput('landing', 'account', 'container', 'folder', []);
    job.addHubOutput('raised', 'hub', []);
    expect(blockOf(synth(stack), job.resource).transformation_query).toBe(QUERY.text);
  });

  test('sends its logs', () => {
    const { stack, ingestion } = shopIn();
    expect(blockOf(synth(stack), ingestion.job!.diagnostics!)).toMatchObject({
      target_resource_id: expect.stringContaining('azurerm_stream_analytics_job.Ingestion_Job_') as string,
      enabled_log: [{ category: 'Execution' }, { category: 'Authoring' }],
    });
  });

  test.each([3, 7, 10, 20, 60, 120])('may have %d streaming units', (streamingUnits) => {
    const { stack, ingestion } = shopIn(dev, undefined, { streamingUnits });
    expect(blockOf(synth(stack), ingestion.job!.resource).streaming_units).toBe(streamingUnits);
  });

  test.each([0, -10, 1, 6, 12, 15, 130, 10.5, NaN])('cannot have %d streaming units', (streamingUnits) => {
    expect(() => jobIn({ streamingUnits })).toThrow(
      `stack/Job: 1 error\n  - LH6006 stack/Job: "streamingUnits" is ${streamingUnits}; allowed: 3, 7, or a multiple of 10 up to 120; change the number`,
    );
  });

  test('has the smallest number of units unless it is set', () => {
    expect(STREAM_ANALYTICS_DEFAULTS.streamingUnits).toBe(3);
    const { stack } = shopIn();
    expect(resources(synth(stack), 'azurerm_stream_analytics_job').map((job) => job.streaming_units)).toEqual(
      [3, 3],
    );
  });

  test('says openly what becomes of late events: they count, at the nearest time that is allowed', () => {
    expect(STREAM_ANALYTICS_DEFAULTS.eventTimes).toEqual({
      lateArrivalSeconds: 300,
      outOfOrderSeconds: 30,
      lateEvents: 'Adjust',
    });
    const { stack, ingestion } = shopIn();
    expect(blockOf(synth(stack), ingestion.rulesJob!.resource)).toMatchObject({
      events_late_arrival_max_delay_in_seconds: 300,
      events_out_of_order_max_delay_in_seconds: 30,
      events_out_of_order_policy: 'Adjust',
    });
  });

  test('may treat late events otherwise, down to nothing', () => {
    const { job } = jobIn({
      eventTimes: { lateArrivalSeconds: 0, outOfOrderSeconds: 0, lateEvents: 'Drop' },
    });
    expect(job.resource).toMatchObject({
      eventsLateArrivalMaxDelayInSecondsInput: 0,
      eventsOutOfOrderMaxDelayInSecondsInput: 0,
      eventsOutOfOrderPolicyInput: 'Drop',
    });
  });

  test('reports all its wrong numbers at once', () => {
    const eventTimes = { lateArrivalSeconds: -1, outOfOrderSeconds: 600 };
    expect(() => jobIn({ streamingUnits: 1, eventTimes })).toThrow(
      [
        'stack/Job: 3 errors',
        '  - LH6006 stack/Job: "streamingUnits" is 1; allowed: 3, 7, or a multiple of 10 up to 120; change the number',
        '  - LH0002 stack/Job: "eventTimes.lateArrivalSeconds" is -1; allowed: a whole number of seconds from 0 to 1814399; change the number',
        '  - LH0002 stack/Job: "eventTimes.outOfOrderSeconds" is 600; allowed: a whole number of seconds from 0 to 599; change the number',
      ].join('\n'),
    );
  });

  test('fails the synthesis while a name of its query is neither input nor output', () => {
    const { stack } = jobIn();
    expect(() => synth(stack)).toThrow(
      /the query reads \[events\], which is no input of job "asa-small-dev-sales"; add it with addInput\(\) or addReferenceInput\(\)/,
    );
    const { stack: half, job } = jobIn();
    job.addInput('events', 'hub', 'group', []);
    job.addLakeOutput('landing', 'account', 'container', 'folder', []);
    expect(job.node.validate()).toEqual([
      'the query writes [raised], which is no output of job "asa-small-dev-sales"; add it with addLakeOutput(), addHubOutput() or addPowerBiOutput()',
    ]);
    expect(() => synth(half)).toThrow('the query writes [raised]');
    job.addHubOutput('raised', 'hub', []);
    expect(job.node.validate()).toEqual([]);
    expect(() => synth(half)).not.toThrow();
  });

  describe.each(['Job', 'RulesJob'])('when %s runs', (id) => {
    const terraform = synth(shopIn({ ...prod, running: RUNNING }).stack);
    const its = (text: unknown): boolean => String(text).includes(`Ingestion_${id}_`);
    const schedules = resources(terraform, 'azurerm_stream_analytics_job_schedule');
    const schedule = schedules.find(({ stream_analytics_job_id: job }) => its(job))!;
    const parts = addresses(terraform).filter(
      (address) =>
        /^azurerm_stream_analytics_(stream_input_eventhub_v2|output_blob|output_eventhub)\./.test(address) &&
        its(address),
    );
    const grants = Object.entries(terraform.resource?.azurerm_role_assignment ?? {})
      .filter(([, { principal_id: principal }]) =>
        String(principal).includes(`azurerm_stream_analytics_job.Ingestion_${id}_`),
      )
      .map(([name]) => `azurerm_role_assignment.${name}`);

    test('goes on where its output ended, and asks Azure whether there was any: without, that mode is refused', () => {
      const [[name, asked] = ['', {}]] = Object.entries(
        terraform.data?.azurerm_stream_analytics_job ?? {},
      ).filter(([address]) => its(address));
      expect(asked.depends_on).toEqual([
        expect.stringContaining(`azurerm_stream_analytics_job.Ingestion_${id}_`),
      ]);
      expect(asked.name).toBe(id === 'Job' ? 'asa-small-prod-web-shop' : 'asa-small-prod-web-shop-rules');
      const first = id === 'Job' ? 'CustomTime' : 'JobStartTime';
      expect(schedule.start_mode).toBe(
        `\${try(length(data.azurerm_stream_analytics_job.${name}.last_output_time), 0) == 0 ? "${first}" : "LastOutputEventTime"}`,
      );
      expect(schedule.start_time).toBe(id === 'Job' ? BEFORE_ALL_EVENTS : undefined);
    });

    test('starts after all its inputs, outputs and grants', () => {
      expect(parts).toHaveLength(id === 'Job' ? 4 : 3);
      expect(grants).toHaveLength(id === 'Job' ? 3 : 2);
      expect([...new Set(schedule.depends_on as string[])].sort()).toEqual([...parts, ...grants].sort());
    });

    test('is stopped and started again when itself, an input or an output changes, and for nothing else', () => {
      const { replace_triggered_by: causes } = schedule.lifecycle as { replace_triggered_by: string[] };
      const job = addresses(terraform).filter(
        (address) => address.startsWith('azurerm_stream_analytics_job.') && its(address),
      );
      expect(job).toHaveLength(1);
      // Plain addresses: Terraform refuses "${…}" here before it even looks for providers.
      expect([...causes].sort()).toEqual([...parts, ...job].sort());
    });

    test("is left alone after an operator's restart, which starts it otherwise", () => {
      expect(schedule.lifecycle).toMatchObject({ ignore_changes: ['start_mode', 'start_time'] });
    });
  });

  test.each([false, undefined])(
    'does not run when started is %p, with everything there to start it',
    (started) => {
      const { stack, ingestion } = shopIn({ ...dev, ...(started && { running: RUNNING }) });
      const terraform = synth(stack);
      expect(resources(terraform, 'azurerm_stream_analytics_job_schedule')).toEqual([]);
      expect(resources(terraform, 'azurerm_stream_analytics_output_blob')).toHaveLength(2);
      expect(ingestion.job!.start()).toBeUndefined();
    },
  );
});
