import fc from 'fast-check';
import { type Activity, type Pipeline } from '../../compilers/internal';
import { dataContract, days, department, hours, mapping, read, silverTable, t } from '../../model';
import { activityIn, pipelineNamed, planOf } from '../constructs/pipeline-set/plans';
import { evaluate } from '../emulators/pipeline-expressions';
import { runOf } from '../support/pipeline-runs';
import { a, beside, ids, north, plan, source } from './wave-fixtures';

const fillsIn = (of: typeof plan) =>
  Object.fromEntries(of.triggers.flatMap(({ name, fills }) => (fills ? [[name, fills]] : [])));

describe('the waves of a department', () => {
  test('fill what has the same windows and waits for the same outside', () => {
    expect(fillsIn(plan)).toEqual({
      acme_wave_hourly: ['acme.north', 'acme.south', 'acme.both', 'acme.above', 'acme.beside'],
      acme_wave_daily: ['acme.prices'],
      acme_wave_priced: ['acme.priced'],
    });
  });

  test('copy what only they read, and wait for the rest', () => {
    const [copied] = plan.triggers.filter(({ name }) => name === 'acme_wave_hourly');
    expect(copied?.copies).toEqual([
      { pipeline: 'acme_copy_north', subject: 'acme.north' },
      { pipeline: 'acme_copy_south', subject: 'acme.south' },
    ]);
    expect(plan.triggers.map(({ name }) => name)).not.toContain('acme_copy_north');
    expect(plan.triggers.find(({ name }) => name === 'acme_wave_priced')?.dependsOn).toEqual([
      'acme_complete_both_1440',
      'acme_complete_prices_1440',
    ]);
  });

  test('are as late as their sources, each at its time', () => {
    const late = source('late', hours(1), { minutes: 30 });
    const { triggers } = planOf(
      department('acme', { description: 'Waits', sources: [north, late], tables: [a, mapping(late)] }),
    );
    const waves = triggers.filter(({ fills }) => fills);
    expect(waves.map(({ name, delayMinutes }) => [name, delayMinutes])).toEqual([
      ['acme_wave_hourly', 0],
      ['acme_wave_late', 30],
    ]);
  });

  test('hold a daily table up for no more than an hour, and bring each source once it is ready', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 240 }), { minLength: 1, maxLength: 8 }), (delays) => {
        const sources = delays.map((minutes, index) =>
          source(`s${index}`, days(1), minutes > 0 ? { minutes } : undefined),
        );
        const { triggers } = planOf(
          department('acme', { description: 'Waits', sources, tables: sources.map((each) => mapping(each)) }),
        );
        const waves = triggers.filter(({ fills }) => fills);
        expect(waves.flatMap(({ fills = [] }) => fills).sort()).toEqual(
          sources.map(({ name }) => `acme.${name}`).sort(),
        );
        for (const { fills = [], delayMinutes } of waves) {
          const own = fills.map((name) => delays[Number(name.slice('acme.s'.length))]!);
          expect(delayMinutes).toBe(Math.max(...own));
          expect(delayMinutes - Math.min(...own)).toBeLessThanOrEqual(60);
        }
        // As few as can be: two waves of one department are more than an hour apart, from first to last.
        expect(waves.length === 1).toBe(Math.max(...delays) - Math.min(...delays) <= 60);
      }),
      { numRuns: 40 },
    );
  });

  test('have no name of a cadence twice, also where a table is called so', () => {
    const late = source('hourly', hours(1), { minutes: 30 });
    const owner = department('acme', {
      description: 'Waits',
      sources: [north, late],
      tables: [a, mapping(late)],
    });
    expect(Object.keys(fillsIn(planOf(owner)))).toEqual(['acme_wave_hourly', 'acme_wave_hourly_hourly']);
  });
});

describe('a table that appends', () => {
  test('is filled by a run of its own: a second try for others would append again', () => {
    const log = silverTable('log', { flow: ids(a), key: ['id'], write: 'append' });
    const appending = planOf(
      department('acme', { description: 'Appends', sources: [north], tables: [a, beside, log] }),
    );
    const flows = pipelineNamed(appending, 'acme_wave_hourly').activities.flatMap(
      ({ type, typeProperties }) =>
        type === 'ExecuteDataFlow'
          ? (typeProperties as { dataFlow: { referenceName: string } }).dataFlow.referenceName
          : [],
    );
    expect(flows).toEqual(['acme_together_hourly_1', 'acme_flow_log']);
  });
});

describe('tables that are filled together', () => {
  const { flow } = plan.dataFlows.find(({ name }) => name === 'acme_together_hourly_1')!;

  test('are in one data flow, with streams that have the name of their table', () => {
    const names = [...flow.sources, ...flow.sinks].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(north|south|both|above|beside)0/);
    const alone = ['north', 'south', 'both', 'above', 'beside'].map(
      (name) => plan.dataFlows.find((each) => each.name === `acme_flow_${name}`)!.flow,
    );
    const places = (ends: typeof flow.sinks) =>
      ends.map(({ location }) => `${location.fileSystem}/${location.folder}`);
    expect(places(flow.sinks)).toEqual(alone.flatMap(({ sinks }) => places(sinks)));
    // What the others read is written here.
    expect(places(flow.sources)).toEqual(alone.slice(0, 2).flatMap(({ sources }) => places(sources)));
  });

  test('are in one that waits for nothing inside of it', () => {
    const [first, ...others] = pipelineNamed(plan, 'acme_wave_hourly').activities.filter(
      ({ type }) => type === 'ExecuteDataFlow',
    );
    expect(others).toEqual([]);
    expect(first!.dependsOn.map(({ activity }) => activity)).toEqual([
      'AllTables',
      'Copy_north',
      'Copy_south',
    ]);
  });

  test('are in another than a table that they read and that says alone what it holds', () => {
    const lines = dataContract('orders', {
      description: 'Orders',
      columns: {
        id: t.string(9).key(),
        at: t.timestamp(),
        lines: t.array({ number: t.integer().key(), product: t.string(9) }),
      },
      eventTime: 'at',
      delivery: { kind: 'stream', partitions: 2, retentionDays: 3, every: hours(1) },
      expectedRowsPerDay: 1,
    });
    const ordered = mapping(lines, { name: 'order_lines', each: 'lines' });
    const products = silverTable('products', {
      flow: read(ordered).select('id', 'number'),
      key: ['id', 'number'],
      write: 'overwrite',
    });
    const { dataFlows } = planOf(
      department('acme', { description: 'Reads lines', sources: [lines], tables: [ordered, products] }),
    );
    expect(dataFlows.map(({ name }) => name).filter((name) => name.includes('_together_'))).toEqual([]);
  });

  test('are tried once more together, then each alone', () => {
    expect(activityIn(plan, 'acme_wave_hourly', 'FillTogether1').policy).toMatchObject({ retry: 1 });
    expect(activityIn(plan, 'acme_wave_hourly', 'Fill_north').typeProperties).toMatchObject({
      pipeline: { referenceName: 'acme_fill' },
      parameters: { table: 'north' },
      waitOnCompletion: true,
    });
  });
});

describe('whatever fails in a wave', () => {
  const wave = pipelineNamed(plan, 'acme_wave_hourly');
  const upstream: Readonly<Record<string, readonly string[]>> = {
    north: [],
    south: [],
    both: ['north', 'south'],
    above: ['both'],
    beside: ['north'],
  };
  const tables = Object.keys(upstream);
  const steps = wave.activities
    .map(({ name }) => name)
    .filter((name) => !/^(Record|FailRun|AllTables|FillOne)/.test(name));

  test('a table is filled where it can be, is marked where it is not, and takes only what reads it', () => {
    fc.assert(
      fc.property(fc.subarray(steps), (broken) => {
        const { endings, outcome } = runOf(wave, broken);
        const filledBy = (table: string): string[] =>
          [`FillTogether${groupOf(wave, table)}`, `Fill_${table}`].filter(
            (name) => endings[name] === 'Succeeded',
          );
        const isFilled = (table: string): boolean => filledBy(table).length > 0;
        for (const table of tables) {
          expect(filledBy(table).length).toBeLessThanOrEqual(1);
          expect(endings[`MarkFailed_${table}`] === 'Skipped').toBe(isFilled(table));
          const copied = !['north', 'south'].includes(table) || !broken.includes(`Copy_${table}`);
          const ready = copied && upstream[table]!.every(isFilled);
          const breaks =
            broken.includes(`Fill_${table}`) &&
            endings[`FillTogether${groupOf(wave, table)}`] !== 'Succeeded';
          expect([table, isFilled(table)]).toEqual([table, ready && !breaks]);
        }
        const unmarked = tables.some((table) => endings[`MarkFailed_${table}`] === 'Failed');
        expect(outcome).toBe(unmarked || broken.includes('AllAccounted') ? 'Failed' : 'Succeeded');
      }),
      { numRuns: 300 },
    );
  });

  test('a mark says which table and window, and why', () => {
    const mark = activityIn(plan, 'acme_wave_hourly', 'MarkFailed_both');
    const at = { parameters: { windowStart: '2026-03-01T10:00:00Z' }, errors: { Fill_both: 'Bad rows' } };
    const { parameters } = mark.outputs[0] as { parameters: Readonly<Record<string, unknown>> };
    expect([evaluate(parameters['folder'], at), parameters['file']]).toEqual([
      '_failed/both/2026/03/01/10/00',
      'failed.json',
    ]);
    const { source: query } = mark.typeProperties as { source: { sqlReaderQuery: unknown } };
    expect(evaluate(query.sqlReaderQuery, at)).toContain("LEFT(N'Bad rows', 2000) AS [error]");
  });
});

describe('a wave that is asked for one table', () => {
  const wave = pipelineNamed(plan, 'acme_wave_hourly');
  const at = { windowStart: '2026-03-01T10:00:00Z', now: '2026-03-01T12:00:00Z' };
  const names = wave.activities.map(({ name }) => name);
  const ran = ({ endings }: ReturnType<typeof runOf>): string[] =>
    names.filter((name) => endings[name] !== 'Skipped').sort();

  test('fills that alone, marks nothing, and ends as that did', () => {
    const tables = ['north', 'south', 'both', 'above', 'beside'];
    fc.assert(
      fc.property(fc.constantFrom(...tables), fc.subarray(tables), (table, broken) => {
        const failing = broken.map((each) => `Only_${each}`);
        const run = runOf(wave, failing, {}, { ...at, table });
        const filled = !broken.includes(table);
        expect([run.endings['FillOne'], run.outcome]).toEqual(
          filled ? ['Succeeded', 'Succeeded'] : ['Failed', 'Failed'],
        );
        expect(ran(run)).toEqual(
          ['AllTables', 'FillOne', ...(filled ? ['AllAccounted'] : ['FailRun', 'RecordFailure'])].sort(),
        );
      }),
    );
    const { cases } = activityIn(plan, 'acme_wave_hourly', 'FillOne').typeProperties as {
      cases: readonly { value: string; activities: readonly Activity[] }[];
    };
    expect(
      cases.map(({ value, activities }) => [value, activities.map(({ typeProperties }) => typeProperties)]),
    ).toMatchObject(
      tables.map((table) => [table, [{ pipeline: { referenceName: 'acme_fill' }, parameters: { table } }]]),
    );
  });

  test('passes on what becomes of bronze, and fetches by itself only as a gate', () => {
    const parameters = (pipeline: string, name: string): unknown =>
      activityIn(plan, pipeline, name).typeProperties['parameters'];
    const only = parameters('acme_wave_hourly', 'Only_north') as Readonly<Record<string, unknown>>;
    expect(evaluate(only['bronze'], { parameters: { bronze: 'fetch' } })).toBe('fetch');
    expect(wave.parameters).toEqual({ windowStart: '', table: '', bronze: '' });
    expect(parameters('acme_wave_hourly', 'Fill_north')).not.toHaveProperty('bronze');
    expect(parameters('acme_complete_north_60', 'Fill')).toMatchObject({ table: 'north', bronze: 'fetch' });
  });

  test('fills nothing where bronze is to be kept and no table is named: all of its tables are fetched for', () => {
    for (const bronze of ['keep', 'fetch']) {
      const run = runOf(wave, [], {}, { ...at, bronze });
      expect([run.outcome, ran(run)]).toEqual([
        'Failed',
        ['AllTables', 'FailRun', 'FillOne', 'RecordFailure'],
      ]);
    }
  });

  test('fails where it has no such table, and fills nothing', () => {
    const run = runOf(wave, [], {}, { ...at, table: 'nort' });
    expect([run.outcome, ran(run)]).toEqual(['Failed', ['AllTables', 'FailRun', 'FillOne', 'RecordFailure']]);
  });

  test('fills all where it is asked for none, and nothing where it cannot tell', () => {
    const whole = runOf(wave, [], {}, at);
    expect([whole.outcome, whole.endings['FillOne'], whole.endings['FillTogether1']]).toEqual([
      'Succeeded',
      'Skipped',
      'Succeeded',
    ]);
    const unclear = runOf(wave, ['AllTables'], {}, at);
    expect([unclear.outcome, ran(unclear)]).toEqual([
      'Failed',
      ['AllTables', 'FailRun', 'FillOne', 'RecordFailure'],
    ]);
  });
});

/** The number of the group that a table is filled in. */
function groupOf({ activities }: Pipeline, table: string): string {
  const alone = activities.find(({ name }) => name === `Fill_${table}`)!;
  return alone.dependsOn
    .map(({ activity }) => activity)
    .find((name) => name.startsWith('FillTogether'))!
    .slice(12);
}

interface Choice {
  readonly cases: readonly { readonly value: string; readonly activities: readonly Activity[] }[];
  readonly defaultActivities: readonly Activity[];
}

describe('a table alone', () => {
  const alone = pipelineNamed(plan, 'acme_fill');
  const choice = (name: string): Choice =>
    alone.activities.find((activity) => activity.name === name)!.typeProperties as Choice;
  const { cases, defaultActivities } = choice('FillTable');
  const stepsOf = (name: string): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      choice(name).cases.map(({ value, activities }) => [value, activities.map((each) => each.name)]),
    );
  const of = { windowStart: '2026-03-01T10:00:00Z', now: '2026-03-01T12:00:00Z' };

  test('is copied and filled by one pipeline for all tables of the department, whatever their wave', () => {
    expect(plan.pipelines.filter(({ name }) => name.includes('_fill'))).toEqual([alone]);
    expect(cases.map(({ value }) => value).sort()).toEqual(
      ['above', 'beside', 'both', 'north', 'priced', 'prices', 'south'].sort(),
    );
    const filling = stepsOf('FillTable');
    expect([filling['north'], filling['both'], filling['prices']]).toEqual([
      ['Fill_north'],
      ['Fill_both'],
      ['Fill_prices'],
    ]);
    const fetching = stepsOf('FetchSources');
    expect([fetching['north'], fetching['both'], fetching['prices']]).toEqual([
      ['Copy1_north'],
      undefined,
      ['Copy1_prices'],
    ]);
    const run = activityIn(plan, 'acme_fill', 'Fill_north').typeProperties;
    expect(run).toMatchObject({ dataFlow: { referenceName: 'acme_flow_north' } });
  });

  test.each([
    ['fetch', 'Failed'],
    ['keep', 'Succeeded'],
    ['', 'Succeeded'],
  ])('with bronze "%s": where its source brings nothing, the run has %s', (bronze, outcome) => {
    const run = runOf(alone, ['Copy1_north'], {}, { ...of, table: 'north', bronze });
    expect([run.outcome, run.endings['FillTable']]).toEqual([
      outcome,
      outcome === 'Failed' ? 'Skipped' : outcome,
    ]);
  });

  test('is fetched for by nothing where it reads no source', () => {
    const run = runOf(alone, [], {}, { ...of, table: 'both', bronze: 'fetch' });
    expect([run.outcome, run.endings['FetchSources']]).toEqual(['Succeeded', 'Succeeded']);
  });

  test('is neither fetched for nor filled where bronze is to be something else', () => {
    const run = runOf(alone, [], {}, { ...of, table: 'north', bronze: 'fetched' });
    expect([run.outcome, run.endings['FetchSources'], run.endings['FillTable']]).toEqual([
      'Failed',
      'Skipped',
      'Skipped',
    ]);
  });

  test('fails where it is asked for one that is not there, or for none', () => {
    expect(defaultActivities.map(({ type }) => type)).toEqual(['Fail']);
    expect(runOf(alone, ['FillTable']).outcome).toBe('Failed');
  });

  test('is in the record of its failure', () => {
    const { source: query } = activityIn(plan, 'acme_fill', 'RecordFailure').typeProperties as {
      source: { sqlReaderQuery: unknown };
    };
    const parameters = { windowStart: '2026-03-01T10:00:00Z', table: 'north' };
    expect(evaluate(query.sqlReaderQuery, { parameters })).toContain("N'north' AS [table]");
  });

  test('is not tried again by itself: it holds its wave up, and its gate asks again', () => {
    expect(activityIn(plan, 'acme_fill', 'Fill_north').policy).toMatchObject({ retry: 0 });
  });
});
