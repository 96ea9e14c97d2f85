import { type Activity } from '../../compilers/internal';
import { days, department, hours, mapping } from '../../model';
import { pipelineNamed, planOf } from '../constructs/pipeline-set/plans';
import { evaluate } from '../emulators/pipeline-expressions';
import { runOf } from '../support/pipeline-runs';
import { a, north, plan, source } from './wave-fixtures';

describe('a gate', () => {
  const single = pipelineNamed(plan, 'acme_complete_prices_1440');
  const conditionOf = (activity: Activity, state: Parameters<typeof evaluate>[1]) =>
    evaluate((activity['typeProperties'] as { expression: unknown }).expression, state);
  const repair = single.activities.find(({ name }) => name === 'Repair')!;

  test.each([
    ['no mark', { outputs: { FindMark: { count: 0 } } }, false],
    ['no folder of marks', { errors: { FindMark: 'ErrorCode=PathNotFound' } }, false],
    ['a mark', { outputs: { FindMark: { count: 1 } } }, true],
    ['a mark, whose number is a text', { outputs: { FindMark: { count: '1' } } }, true],
    ['that it cannot look', { errors: { FindMark: 'Forbidden' } }, true],
  ])('that finds %s fills the table: %#', (_, state, filled) => {
    expect(conditionOf(repair, state)).toBe(filled);
  });

  test('fails where the table cannot be filled, and takes the mark away where it is', () => {
    const { ifTrueActivities } = repair['typeProperties'] as { ifTrueActivities: readonly Activity[] };
    expect(
      ifTrueActivities.map(({ name, dependsOn }) => [name, dependsOn.map((each) => each.activity)]),
    ).toEqual([
      ['Fill', []],
      ['RemoveMark', ['Fill']],
    ]);
    // Not the table's own pipeline, which may run beside the wave of a later window.
    expect(ifTrueActivities[0]!['typeProperties']).toMatchObject({
      pipeline: { referenceName: 'acme_wave_daily' },
      parameters: { table: 'prices' },
      waitOnCompletion: true,
    });
    expect(runOf(single, ['Repair']).outcome).toBe('Failed');
    expect(runOf(single, { FindMark: 'ErrorCode=PathNotFound' }).outcome).toBe('Succeeded');
  });

  test('of a longer window looks at each of the table inside, where there is a mark', () => {
    const longer = pipelineNamed(plan, 'acme_complete_both_1440');
    const each = longer.activities.find(({ name }) => name === 'EachWindow')!;
    const { items, activities } = each['typeProperties'] as {
      items: unknown;
      activities: readonly Activity[];
    };
    const parameters = { windowStart: '2026-03-01T00:00:00Z' };
    expect(evaluate(items, { parameters, outputs: { FindMarks: { count: 0 } } })).toEqual([]);
    expect(evaluate(items, { parameters, outputs: { FindMarks: { count: 2 } } })).toHaveLength(24);
    expect(activities[0]!['typeProperties']).toMatchObject({
      pipeline: { referenceName: 'acme_complete_both_60' },
    });
    expect(plan.triggers.map(({ name }) => name)).not.toContain('acme_complete_both_60');
  });

  test('comes after those of what its table reads: nothing is repaired from what is not', () => {
    const gate = plan.triggers.find(({ name }) => name === 'acme_complete_both_1440');
    expect(gate?.dependsOn).toEqual(['acme_complete_north_1440', 'acme_complete_south_1440']);
  });

  const gatesOf = ({ triggers }: typeof plan) =>
    triggers.filter(({ name }) => name.includes('_complete_')).map(({ name }) => name);

  test('is there for every table, a day long where nobody waits: one that failed is filled in the end', () => {
    expect(gatesOf(plan).sort()).toEqual(
      ['above', 'beside', 'both', 'north', 'priced', 'prices', 'south'].map(
        (table) => `acme_complete_${table}_1440`,
      ),
    );
    const waits = Object.fromEntries(plan.triggers.map(({ name, dependsOn }) => [name, dependsOn]));
    expect(waits['acme_complete_above_1440']).toEqual(['acme_complete_both_1440']);
    expect(waits['acme_complete_beside_1440']).toEqual(['acme_complete_north_1440']);
  });

  test('is as long as the windows of its table where those make no day', () => {
    const odd = source('odd', hours(7));
    const rarely = source('rarely', days(7));
    const owner = department('acme', {
      description: 'Nobody waits',
      sources: [odd, rarely, north],
      tables: [mapping(odd), mapping(rarely), a],
    });
    expect(gatesOf(planOf(owner)).sort()).toEqual([
      'acme_complete_north_1440',
      'acme_complete_odd_420',
      'acme_complete_rarely_10080',
    ]);
  });
});
