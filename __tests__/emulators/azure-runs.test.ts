import { activity, Bench, START, trigger, wait } from './azure-fixtures';
import { Engine, type Process, Signal } from './azure/engine';

/** What Microsoft's documentation says of triggers and pipelines. */

describe('a trigger', () => {
  const work = { work: [wait('Wait', 10)] };

  test('starts a window when it has ended, after its delay', () => {
    const bench = new Bench({ pipelines: work, triggers: [trigger('a', { delay: '00:15:00' })] });
    bench.engine.run(START + 74);
    expect(bench.windows('a')).toEqual({});
    bench.engine.run(START + 75);
    expect(bench.windows('a')['0']?.state).toBe('running');
  });

  test('starts windows of the past from the oldest, so many at once as it may', () => {
    const bench = new Bench({
      pipelines: work,
      triggers: [trigger('a', { start_time: '2026-01-04T20:00:00Z', max_concurrency: 2 })],
    });
    bench.engine.run(START + 5);
    const states = Object.entries(bench.windows('a')).map(([hour, { state }]) => `${hour} ${state}`);
    expect(states.sort()).toEqual(['-1 waiting', '-2 waiting', '-3 running', '-4 running']);
  });

  test('waits for all windows of another inside its own, and fails after seven days', () => {
    const bench = new Bench({
      pipelines: { ...work, broken: [activity('Fail', 'Fail', { message: 'no' })] },
      triggers: [
        trigger('a'),
        trigger('b', { interval: 2, trigger_dependency: [{ trigger_name: 'a', size: '02:00:00' }] }),
        trigger('c', { pipeline: { name: 'broken' } }),
        trigger('d', { trigger_dependency: [{ trigger_name: 'c' }] }),
      ],
    });
    bench.engine.run(START + 125);
    expect(bench.windows('b')['0']?.state).toBe('waiting');
    bench.engine.run(START + 135);
    expect(bench.windows('b')['0']?.state).toBe('running');
    bench.engine.run(START + 60 + 7 * 1440 - 1);
    expect(bench.windows('d')['0']?.state).toBe('waiting');
    bench.engine.run(START + 60 + 7 * 1440);
    expect(bench.windows('d')['0']).toMatchObject({
      state: 'failed',
      error: 'waited seven days for another trigger',
    });
  });

  test('waits for its own window before, where it depends on itself', () => {
    const own = { trigger_dependency: [{ offset: '-01:00:00', size: '01:00:00' }], max_concurrency: 50 };
    const bench = new Bench({
      pipelines: work,
      triggers: [trigger('a', { ...own, start_time: '2026-01-04T22:00:00Z' })],
    });
    bench.engine.run(START + 5);
    expect(bench.windows('a')['-2']?.state).toBe('running');
    expect(bench.windows('a')['-1']?.state).toBe('waiting');
  });

  test('tries a window again as often as its policy says', () => {
    const bench = new Bench({
      pipelines: { work: [activity('Call', 'WebActivity')] },
      triggers: [trigger('a', { retry: { count: 2, interval: 900 } })],
    });
    bench.failing.add('WebActivity');
    bench.engine.run(START + 85);
    expect(bench.windows('a')['0']?.state).toBe('retrying');
    bench.failing.clear();
    bench.engine.run(START + 110);
    expect(bench.windows('a')['0']?.state).toBe('succeeded');
  });
});

describe('a pipeline', () => {
  test('queues runs beyond its concurrency', () => {
    const bench = new Bench({ pipelines: { work: [wait('Wait', 10)] }, concurrency: 1 });
    const ends: number[] = [];
    for (let run = 0; run < 3; run++)
      bench.engine.spawn(bench.runs.run('work', {}), () => ends.push(bench.engine.now - START));
    bench.engine.run(START + 60);
    expect(ends).toEqual([10, 20, 30]);
  });

  test('tries an activity again as its policy says, and runs what waits for a failure', () => {
    const call = activity('Call', 'WebActivity', {}, { policy: { retry: 1, retryIntervalInSeconds: 600 } });
    const after = (name: string, condition: string): object =>
      activity(
        name,
        'Fail',
        { message: name },
        { dependsOn: [{ activity: 'Call', dependencyConditions: [condition] }] },
      );
    const bench = new Bench({
      pipelines: { work: [call, after('Failed', 'Failed'), after('Fine', 'Succeeded')] },
    });
    bench.failing.add('WebActivity');
    expect(bench.run('work')).toBe('Failed: Failed');
    bench.engine.at(bench.engine.now + 5, () => bench.failing.clear());
    expect(bench.run('work')).toBe('Failed: Fine');
  });

  test('takes one side of a condition, and each item of a loop', () => {
    const inner = activity('Inner', 'Fail', {
      message: { value: "@concat('item ', item())", type: 'Expression' },
    });
    const loop = activity('Loop', 'ForEach', { items: { value: '@range(3, 1)' }, activities: [inner] });
    const choose = activity('Choose', 'IfCondition', {
      expression: { value: "@equals(pipeline().parameters.windowStart, 'x')" },
      ifTrueActivities: [activity('Odd', 'Fail', { message: 'odd' })],
    });
    const bench = new Bench({ pipelines: { work: [choose], each: [loop] } });
    expect(bench.run('work', { windowStart: 'y' })).toBe('Succeeded');
    expect(bench.run('work', { windowStart: 'x' })).toMatch('inside Choose failed');
    expect(bench.run('each')).toMatch('inside Loop failed');
  });

  test('refuses an activity that is not modelled', () => {
    const bench = new Bench({ pipelines: { work: [activity('Odd', 'HDInsightHive')] } });
    expect(() => bench.run('work')).toThrow('HDInsightHive are not modelled');
  });
});

test('what happens in one minute happens in its order, and a signal is given once', () => {
  const engine = new Engine(0);
  const told: string[] = [];
  const signal = new Signal();
  function* waits(name: string): Process {
    yield signal;
    told.push(`${name} ${engine.now}`);
    yield 5;
    told.push(`${name} ${engine.now}`);
  }
  engine.spawn(waits('a'));
  engine.at(10, () => signal.give());
  engine.at(10, () => engine.spawn(waits('b')));
  engine.run(20);
  expect(told).toEqual(['a 10', 'b 10', 'a 15', 'b 15']);
});
