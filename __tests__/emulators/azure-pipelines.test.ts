import fc from 'fast-check';
import { activity, Bench, platform, row, START, wait } from './azure-fixtures';

/** What the documentation says of paths, cases, pipelines that run others, and of files that come and go. */

const after = (...paths: readonly (readonly [string, ...string[]])[]): object => ({
  dependsOn: paths.map(([name, ...dependencyConditions]) => ({ activity: name, dependencyConditions })),
});
const failing = (name: string, further: object = {}): object =>
  activity(name, 'Fail', { message: `${name} fails` }, further);
const fine = (name: string, further: object = {}): object =>
  activity(name, 'Wait', { waitTimeInSeconds: 60 }, further);

describe('how a run ends', () => {
  const outcome = (...activities: readonly object[]): string =>
    new Bench({ pipelines: { work: activities } }).run('work');

  test.each([
    ['try and catch', [failing('a'), fine('b', after(['a', 'Failed']))], 'Succeeded'],
    [
      'if and else',
      [failing('a'), fine('b', after(['a', 'Failed'])), fine('c', after(['a', 'Succeeded']))],
      'Failed: a fails',
    ],
    [
      'if, skip and else',
      [
        failing('a'),
        fine('b', after(['a', 'Failed'])),
        fine('c', after(['a', 'Succeeded'])),
        fine('d', after(['c', 'Skipped'])),
      ],
      'Succeeded',
    ],
    [
      'a last one that is skipped, behind two that were, behind one that failed',
      [
        failing('a'),
        fine('b', after(['a', 'Succeeded'])),
        fine('c', after(['b', 'Succeeded'])),
        fine('d', after(['c', 'Succeeded'])),
      ],
      'Failed: a fails',
    ],
    [
      'a last one that is skipped is judged by all before it',
      [fine('a'), failing('b'), fine('c', after(['a', 'Failed'], ['b', 'Failed']))],
      'Failed: b fails',
    ],
  ] as const)('%s', (_, activities, expected) => {
    expect(outcome(...activities)).toBe(expected);
  });

  test('conditions of one are any, and of several are all', () => {
    const ended = fc.constantFrom('Succeeded', 'Failed', 'Skipped');
    const conditions = fc.uniqueArray(fc.constantFrom('Succeeded', 'Failed', 'Skipped'), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(ended, conditions), { minLength: 1, maxLength: 3 }), (paths) => {
        // What comes last waits for ever if it begins, so that it shows.
        const before = paths.flatMap(([ending], index) => [
          failing(`never${index}`),
          ending === 'Succeeded'
            ? fine(`a${index}`, after([`never${index}`, 'Failed']))
            : failing(`a${index}`, after([`never${index}`, ending === 'Skipped' ? 'Succeeded' : 'Failed'])),
        ]);
        const last = wait('last', 10 * 1440);
        const bench = new Bench({
          pipelines: {
            work: [
              ...before,
              { ...last, ...after(...paths.map(([, own], index) => [`a${index}`, ...own] as const)) },
            ],
          },
        });
        const begins = paths.every(([ending, own]) => own.includes(ending));
        expect(bench.run('work') === 'never').toBe(begins);
      }),
    );
  });

  test.each([
    ['Succeeded', true],
    ['Failed', true],
    ['Skipped', false],
  ] as const)('upon completion comes after one that %s: %s', (ending, begins) => {
    const first = { Succeeded: fine('a'), Failed: failing('a'), Skipped: fine('a', after(['z', 'Failed'])) };
    const bench = new Bench({
      pipelines: { work: [fine('z'), first[ending], failing('b', after(['a', 'Completed']))] },
    });
    expect(bench.run('work') === 'Failed: b fails').toBe(begins);
  });
});

describe('a switch', () => {
  const on = { value: '@pipeline().parameters.windowStart', type: 'Expression' };
  const cases = [
    { value: 'one', activities: [failing('One')] },
    { value: 'two', activities: [fine('Two')] },
  ];
  const made = (properties: object): Bench =>
    new Bench({ pipelines: { work: [activity('Choose', 'Switch', { on, cases, ...properties })] } });

  test('runs what its case says, and otherwise the rest', () => {
    const bench = made({ defaultActivities: [failing('Other')] });
    expect(bench.run('work', { windowStart: 'one' })).toBe('Failed: an activity inside Choose failed');
    expect(bench.run('work', { windowStart: 'two' })).toBe('Succeeded');
    expect(bench.run('work', { windowStart: 'three' })).toBe('Failed: an activity inside Choose failed');
    expect(made({}).run('work', { windowStart: 'three' })).toBe('Succeeded');
  });

  test('that only capitals decide is not modelled', () => {
    expect(() => made({}).run('work', { windowStart: 'One' })).toThrow('not modelled: a case of Choose');
  });
});

describe('a pipeline that runs another', () => {
  const child = (further: object = {}): object =>
    activity('Run', 'ExecutePipeline', {
      pipeline: { referenceName: 'child', type: 'PipelineReference' },
      parameters: { windowStart: { value: "@concat(pipeline().parameters.windowStart, '!')" } },
      ...further,
    });
  const says = activity('Say', 'Fail', {
    message: { value: '@pipeline().parameters.windowStart', type: 'Expression' },
  });

  test('gives it values, waits for it, and fails with it', () => {
    const bench = new Bench({
      pipelines: { work: [child()], child: [wait('Wait', 30), { ...says, ...after(['Wait', 'Succeeded']) }] },
    });
    expect(bench.run('work', { windowStart: 'x' })).toBe('Failed: child: x!');
  });

  test('goes on where it does not wait', () => {
    const bench = new Bench({ pipelines: { work: [child({ waitOnCompletion: false })], child: [says] } });
    expect(bench.run('work', { windowStart: 'x' })).toBe('Succeeded');
  });

  test('may mend what it failed at', () => {
    const bench = new Bench({
      pipelines: { work: [child(), fine('Mend', after(['Run', 'Failed']))], child: [says] },
    });
    expect(bench.run('work', { windowStart: 'x' })).toBe('Succeeded');
  });

  test('waits in the queue of a child that runs once at a time', () => {
    const twice = ['a', 'b'].map((name) => ({ ...child(), name }));
    const bench = new Bench({ pipelines: { work: twice, child: [wait('Wait', 10)] }, concurrency: 1 });
    let ended = 0;
    bench.engine.spawn(bench.runs.run('work', {}), () => (ended = bench.engine.now - START));
    bench.engine.run(START + 60);
    expect(ended).toBe(20);
  });
});

describe('what a factory refuses', () => {
  const nested = (type: string): object =>
    activity('Outer', 'IfCondition', {
      expression: { value: '@bool(1)' },
      ifTrueActivities: [activity('Inner', type, { cases: [], activities: [] })],
    });
  test.each([
    ['an activity nested twice', [nested('Switch')], 'Inner is nested twice'],
    ['a nested validation', [nested('Validation')], 'Inner is nested'],
    [
      'more cases than 25',
      [
        activity('Choose', 'Switch', {
          cases: Array.from({ length: 26 }, (_, index) => ({ value: `${index}`, activities: [] })),
        }),
      ],
      'Choose has 26 cases',
    ],
    [
      'a second try of an activity without a policy',
      [activity('Run', 'ExecutePipeline', {}, { policy: { retry: 1 } })],
      'Run is tried again, and has no policy',
    ],
    [
      'completion beside success',
      [fine('a'), fine('b', after(['a', 'Completed'])), fine('c', after(['a', 'Succeeded']))],
      'what comes after a says Completed beside another condition',
    ],
    [
      'what comes after nothing',
      [fine('b', after(['a', 'Completed']))],
      'b comes after a, which is not there',
    ],
  ] as const)('%s', (_, activities, message) => {
    expect(() => platform({ pipelines: { work: activities } })).toThrow(message);
  });
});

describe('files', () => {
  const copy = (store: object, folder = 'to'): object =>
    activity(
      'Copy',
      'Copy',
      {
        source: { type: 'BinarySource', storeSettings: { type: 'AzureBlobFSReadSettings', ...store } },
        sink: { type: 'BinarySink', storeSettings: { type: 'AzureBlobFSWriteSettings' } },
      },
      {
        inputs: [{ referenceName: 'zone' }],
        outputs: [{ referenceName: 'folder', parameters: { folder } }],
      },
    );
  const whenRead = (count: number): object =>
    activity(
      'When',
      'IfCondition',
      {
        expression: { value: `@equals(activity('Copy').output.filesRead, ${count})` },
        ifFalseActivities: [failing('Other')],
      },
      after(['Copy', 'Succeeded']),
    );
  const all = { wildcardFolderPath: 'in', wildcardFileName: '*' };
  const put = (bench: Bench, ...paths: readonly string[]): void => {
    for (const path of paths)
      bench.lake.write(`zone/in${path.replace(/\/?[^/]*$/, '')}`, path.replace(/.*\//, ''), [], START);
  };

  test.each([
    [{}, ['/a.txt', '/b.csv', '/deep/c.csv'], 3],
    [{ recursive: false }, ['/a.txt', '/b.csv', '/deep/c.csv'], 2],
    [{ wildcardFileName: '*.csv' }, ['/a.txt', '/b.csv', '/deep/c.csv'], 2],
    [{ wildcardFileName: '*.csv' }, ['/a.txt'], 0],
  ])('a copy of %j says how many it read', (store, paths, count) => {
    const bench = new Bench({ pipelines: { work: [copy({ ...all, ...store }), whenRead(count)] } });
    put(bench, ...paths);
    expect(bench.run('work')).toBe('Succeeded');
  });

  test('keep their names and folders where they are copied to', () => {
    const bench = new Bench({ pipelines: { work: [copy(all)] } });
    put(bench, '/a', '/deep/b');
    bench.run('work');
    expect(
      bench.lake
        .files('zone/to')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['zone/to/a', 'zone/to/deep/b']);
  });

  test('below a pattern of folders are not modelled', () => {
    const bench = new Bench({ pipelines: { work: [copy({ ...all, wildcardFolderPath: 'in/*' })] } });
    expect(() => bench.run('work')).toThrow('not modelled: a pattern of folders');
  });

  const remove = (parameters: object, storeSettings: object): object =>
    activity('Delete', 'Delete', {
      dataset: {
        referenceName: 'file' in parameters ? 'file' : 'folder',
        parameters: { folder: 'in', ...parameters },
      },
      storeSettings,
    });
  test.each([
    [{}, {}, ['in/deep/c']],
    [{}, { recursive: true }, []],
    [{ file: 'a' }, {}, ['in/b', 'in/deep/c']],
    [{ file: 'none' }, {}, ['in/a', 'in/b', 'in/deep/c']],
    [{ folder: 'none' }, { recursive: true }, ['in/a', 'in/b', 'in/deep/c']],
  ])('are deleted at %j with %j: %j stay', (parameters, store, left) => {
    const bench = new Bench({ pipelines: { work: [remove(parameters, store)] } });
    put(bench, '/a', '/b', '/deep/c');
    expect(bench.run('work')).toBe('Succeeded');
    expect(
      bench.lake
        .files('zone')
        .map(({ path }) => path.slice('zone/'.length))
        .sort(),
    ).toEqual(left);
  });

  test('of a query are none', () => {
    const query = activity(
      'Copy',
      'Copy',
      { source: { type: 'SqlDWSource' }, sink: {} },
      {
        inputs: [{ referenceName: 'zone' }],
        outputs: [{ referenceName: 'file', parameters: { folder: 'to', file: 'row.json' } }],
      },
    );
    const asks = activity(
      'Ask',
      'IfCondition',
      {
        expression: { value: "@greater(coalesce(activity('Copy').output?.filesRead, 0), 0)" },
        ifTrueActivities: [failing('Read')],
      },
      after(['Copy', 'Succeeded']),
    );
    const bench = new Bench({ pipelines: { work: [query, asks] } });
    expect(bench.run('work')).toBe('Succeeded');
    expect(bench.lake.file('zone/to', 'row.json')?.rows).toEqual([row('query')]);
  });
});
