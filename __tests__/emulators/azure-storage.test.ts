import { activity, Bench, platform, row, START } from './azure-fixtures';
import type { Run } from './azure/activities';
import { dataFlowsOf, EMPTY } from './azure/data-flows';
import { Engine } from './azure/engine';
import type { StackJson } from './azure/json';
import { Lake } from './azure/storage';
import { Streams } from './azure/streams';
import { planned } from './azure/terraform';
import { Writers } from './azure/writers';

/** What the documentation says of activities, Delta sinks, streaming jobs and plans. */

describe('activities', () => {
  const copy = (store: object): object =>
    activity(
      'Copy',
      'Copy',
      {
        source: { type: 'JsonSource', storeSettings: { type: 'AzureBlobFSReadSettings', ...store } },
        sink: { storeSettings: { copyBehavior: 'MergeFiles' } },
      },
      {
        inputs: [{ referenceName: 'zone' }],
        outputs: [{ referenceName: 'file', parameters: { folder: 'to', file: 'out' } }],
      },
    );

  test('a copy takes the files of its pattern that were written in its time', () => {
    const bench = new Bench({
      pipelines: {
        work: [
          copy({
            wildcardFolderPath: 'in',
            wildcardFileName: '*.csv',
            modifiedDatetimeStart: '2026-01-05T01:00:00Z',
            modifiedDatetimeEnd: '2026-01-05T02:00:00Z',
          }),
        ],
      },
    });
    const times = { 'early.csv': 59, 'first.csv': 60, 'last.csv': 119, 'late.csv': 120, 'other.txt': 60 };
    for (const [name, minutes] of Object.entries(times))
      bench.lake.write('zone/in', name, [row(name)], START + minutes);
    expect(bench.run('work')).toBe('Succeeded');
    expect(bench.lake.file('zone/to', 'out')?.rows.map(({ id }) => id)).toEqual(['first.csv', 'last.csv']);
  });

  test('a copy of a folder that is not there fails', () => {
    const bench = new Bench({
      pipelines: { work: [copy({ wildcardFolderPath: 'in', wildcardFileName: '*' })] },
    });
    expect(bench.run('work')).toMatch('Failed: PathNotFound');
  });

  test('what a look at a folder says, a condition can ask', () => {
    const look = activity('Look', 'GetMetadata', {
      dataset: { referenceName: 'file', parameters: { folder: 'in', file: 'a' } },
      fieldList: ['exists'],
    });
    const choose = activity(
      'Choose',
      'IfCondition',
      {
        expression: { value: "@activity('Look').output.exists" },
        ifTrueActivities: [activity('There', 'Fail', { message: 'there' })],
      },
      { dependsOn: [{ activity: 'Look', dependencyConditions: ['Succeeded'] }] },
    );
    const bench = new Bench({ pipelines: { work: [look, choose] } });
    expect(bench.run('work')).toBe('Succeeded');
    bench.lake.write('zone/in', 'a', [], START);
    expect(bench.run('work')).toMatch('inside Choose failed');
  });

  test('a validation waits for a file until its time is over', () => {
    const gate = activity('Gate', 'Validation', {
      dataset: { referenceName: 'file', parameters: { folder: 'in', file: 'a' } },
      timeout: '0.12:00:00',
      sleep: 60,
    });
    const bench = new Bench({ pipelines: { work: [gate] } });
    expect(bench.run('work')).toMatch('Failed: timeout');
    bench.engine.at(bench.engine.now + 600, () => bench.lake.write('zone/in', 'a', [], bench.engine.now));
    expect(bench.run('work')).toBe('Succeeded');
  });
});

describe('a Delta sink', () => {
  const script = (options: string): string =>
    [
      "source(output(id as string, gone as string), format: 'parquet', fileSystem: 'zone', folderPath: 'in') ~> read",
      "read alterRow(deleteIf(gone == 'yes'), upsertIf(true())) ~> mark",
      `mark sink(format: 'delta', fileSystem: 'zone', folderPath: 'table', ${options}) ~> write`,
    ].join('\n');
  const run = activity('Run', 'ExecuteDataFlow', { dataFlow: { referenceName: 'flow' } });
  const upsert = "deletable: true, insertable: false, upsertable: true, keys: ['id']";
  const after = (options: string, before: readonly (readonly string[])[] | undefined): string => {
    const bench = new Bench({ pipelines: { work: [run] }, flows: { flow: script(options) } });
    const columns = ['id', 'gone'].map((name) => ({ name, type: 'string' }));
    if (before !== undefined) bench.lake.commit('zone/table', { columns, rows: before });
    const cells = [
      ['a', 'yes'],
      ['b', 'no'],
    ];
    bench.lake.write(
      'zone/in',
      'f',
      cells.map(([id, gone]) => row(id!, { id: id!, gone: gone! })),
      START,
    );
    expect(bench.run('work')).toBe('Succeeded');
    return (bench.lake.table('zone/table') ?? EMPTY).rows
      .map(([id, gone]) => `${id} ${gone}`)
      .sort()
      .join(', ');
  };

  test('merges by key', () => {
    const before = [
      ['a', 'old'],
      ['b', 'old'],
      ['c', 'old'],
    ];
    expect(after(upsert, before)).toBe('b no, c old');
  });
  test('takes every row where its table is not there', () =>
    expect(after(upsert, undefined)).toBe('a yes, b no'));
  test('adds every row where it only inserts', () =>
    expect(after('insertable: true', [['b', 'old']])).toBe('a yes, b no, b old'));
  test('replaces the table where it overwrites', () =>
    expect(after('insertable: true, overwrite: true', [['c', 'old']])).toBe('a yes, b no'));
});

test('a data flow knows which sinks the rows of a source come to', () => {
  const script = [
    "source(output(id as string), format: 'delta', fileSystem: 'zone', folderPath: 'a') ~> a",
    "source(output(id as string), format: 'delta', fileSystem: 'zone', folderPath: 'b') ~> b",
    "a, b exists(a@id == b@id, negate:false, broadcast: 'auto') ~> both",
    "both sink(format: 'delta', fileSystem: 'zone', folderPath: 'c', insertable: true) ~> toC",
    "b sink(format: 'delta', fileSystem: 'zone', folderPath: 'd', insertable: true) ~> toD",
  ].join('\n');
  const { reached } = dataFlowsOf(platform({ flows: { flow: script } })).named('flow');
  expect([...reached].map(([name, sinks]) => [name, sinks.map(({ stream }) => stream)])).toEqual([
    ['a', ['toC']],
    ['b', ['toC', 'toD']],
  ]);
});

test('of a data flow that fails at one sink, the others may have been written', () => {
  const script = [
    "source(output(id as string), format: 'parquet', fileSystem: 'zone', folderPath: 'in') ~> read",
    ...['one', 'two', 'three'].map(
      (name) =>
        `read sink(format: 'delta', fileSystem: 'zone', folderPath: '${name}', insertable: true, overwrite: true) ~> ${name}`,
    ),
  ].join('\n');
  const run = activity('Run', 'ExecuteDataFlow', { dataFlow: { referenceName: 'flow' } });
  const bench = new Bench({ pipelines: { work: [run] }, flows: { flow: script } });
  bench.lake.write('zone/in', 'f', [row('a', { id: 'a' })], START);
  bench.broken.add('zone/two');
  const written = new Set<string>();
  for (let tried = 0; tried < 20; tried++) {
    expect(bench.run('work')).toBe('Failed: zone/two cannot be written');
    for (const name of ['one', 'two', 'three'])
      if (bench.lake.table(`zone/${name}`) !== undefined) written.add(name);
  }
  expect([...written].sort()).toEqual(['one', 'three']);
  bench.broken.clear();
  expect(bench.run('work')).toBe('Succeeded');
  expect(bench.lake.table('zone/two')?.rows).toEqual([['a']]);
});

describe('a streaming job', () => {
  const landing = {
    hub: 'hub',
    fileSystem: 'zone',
    path: 'x/{date}/{time}',
    dateFormat: 'yyyy/MM/dd',
    timeFormat: 'HH',
  };
  const made = (retention: number): [Engine, Lake, Streams] => {
    const engine = new Engine(START);
    const lake = new Lake();
    const streams = new Streams(engine, lake, 2);
    const job = { address: 'a', name: 'job', landings: [landing] };
    streams.deploy(
      { ...platform({}), hubs: new Map([['hub', { name: 'hub', retention }]]), jobs: [job] },
      new Set(),
    );
    return [engine, lake, streams];
  };
  const ids = (lake: Lake): string[] => lake.files('zone').flatMap(({ rows }) => rows.map(({ id }) => id));
  const sendAt = (engine: Engine, streams: Streams, minute: number, id: string): void =>
    engine.at(START + minute, () => streams.send('hub', row(id)));

  test('lands an event in the folder of the hour in which it came', () => {
    const [engine, lake, streams] = made(1440);
    sendAt(engine, streams, 59, 'a');
    engine.run(START + 70);
    expect(lake.files('zone').map(({ path }) => path)).toEqual(['zone/x/2026/01/05/00/1_1.json']);
  });

  test.each([
    ['JobStartTime', 1440, ['a', 'c']],
    ['LastOutputEventTime', 1440, ['a', 'a', 'b', 'c']],
    ['LastOutputEventTime', 60, ['a', 'c']],
  ] as const)('started again from %s with %s minutes of retention, lands %s', (mode, retention, expected) => {
    const [engine, lake, streams] = made(retention);
    sendAt(engine, streams, 10, 'a');
    engine.at(START + 20, () => streams.stop('job'));
    sendAt(engine, streams, 30, 'b');
    engine.at(START + 120, () => streams.start('job', mode));
    sendAt(engine, streams, 130, 'c');
    engine.run(START + 200);
    expect(ids(lake).sort()).toEqual(expected);
  });

  test.each([
    [false, ['b']],
    [true, ['a', 'b']],
  ])('that a deployment starts again asks whether it gave output: %s', (landed, expected) => {
    const engine = new Engine(START);
    const lake = new Lake();
    const streams = new Streams(engine, lake, 2);
    const asks = 'try(length(data.azurerm_stream_analytics_job.j.last_output_time), 0) == 0';
    const start = { mode: `\${${asks} ? "JobStartTime" : "LastOutputEventTime"}`, time: '' };
    const job = { address: 'a', name: 'job', landings: [landing], start };
    const made = { ...platform({}), hubs: new Map([['hub', { name: 'hub', retention: 1440 }]]), jobs: [job] };
    streams.deploy(made, new Set());
    if (landed) sendAt(engine, streams, 10, 'a');
    engine.at(START + 20, () => streams.deploy(made, new Set(['a'])));
    sendAt(engine, streams, landed ? 21 : 30, 'b');
    engine.run(START + 60);
    expect([...new Set(ids(lake))].sort()).toEqual(expected);
  });

  test('has run since a time where it did so for a while, and not where it stands still from then on', () => {
    const [engine, , streams] = made(1440);
    engine.at(START + 20, () => streams.stop('job'));
    engine.at(START + 40, () => streams.start('job', 'JobStartTime'));
    engine.at(START + 60, () => streams.stop('job'));
    engine.run(START + 200);
    expect([19, 20, 59, 60].map((minutes) => streams.ranSince('job', START + minutes))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('does not go on where it never was', () => {
    const engine = new Engine(START);
    const streams = new Streams(engine, new Lake(), 2);
    const job = {
      address: 'a',
      name: 'job',
      landings: [landing],
      start: { mode: 'LastOutputEventTime', time: '' },
    };
    streams.deploy({ ...platform({}), jobs: [job] }, new Set());
    expect(streams.start('job', 'LastOutputEventTime')).toBe(false);
  });
});

describe('a plan', () => {
  const type = 'azurerm_data_factory_trigger_tumbling_window';
  const stacks = (block: object, job: object = {}): StackJson[] => [
    {
      resource: {
        [type]: { t: { name: 't', ...block } },
        azurerm_stream_analytics_job: { j: job },
        azurerm_stream_analytics_job_schedule: {
          s: {
            lifecycle: {
              replace_triggered_by: ['azurerm_stream_analytics_job.j'],
              ignore_changes: ['start_mode'],
            },
          },
        },
      } as StackJson['resource'],
    },
  ];

  test('replaces what cannot be changed, and what follows a change', () => {
    const { replaced, updated } = planned(
      stacks({ start_time: 'a', delay: '1' }),
      stacks({ start_time: 'b' }),
    );
    expect([[...replaced], [...updated]]).toEqual([[`${type}.t`], []]);
    const changed = planned(stacks({ delay: '1' }), stacks({ delay: '2' }, { transformation_query: 'q' }));
    expect([...changed.replaced]).toEqual(['azurerm_stream_analytics_job_schedule.s']);
    expect([...changed.updated]).toEqual([`${type}.t`, 'azurerm_stream_analytics_job.j']);
  });
});

test('a data flow that begins before another has written the same table is noticed, and so is none after it', () => {
  const script = [
    "source(output(id as string), format: 'parquet', fileSystem: 'zone', folderPath: 'in') ~> read",
    "read sink(format: 'delta', fileSystem: 'zone', folderPath: 'table', insertable: true) ~> table",
    "read sink(format: 'parquet', fileSystem: 'zone', folderPath: 'files') ~> files",
  ].join('\n');
  const flow = dataFlowsOf(platform({ flows: { flow: script } })).named('flow');
  const writers = new Writers();
  const run = (pipeline: string) =>
    ({ pipeline, parameters: { windowStart: '2026-01-05T00:00:00Z' } }) as unknown as Run;
  writers.begin(flow, {}, run('one'), START)();
  const ended = writers.begin(flow, {}, run('two'), START);
  writers.begin(flow, {}, run('three'), START);
  expect(writers.found).toEqual([
    'zone/table was written at 2026-01-05T00:00:00Z by three of 2026-01-05T00:00:00Z and two of 2026-01-05T00:00:00Z',
  ]);
  // What has begun later is still at it.
  ended();
  writers.begin(flow, {}, run('four'), START);
  expect(writers.found).toHaveLength(2);
});
