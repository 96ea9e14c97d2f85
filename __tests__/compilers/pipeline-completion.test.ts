import { factoryIssues } from '../../compilers/internal';
import { crm, finance, planIn } from '../constructs/pipeline-set/connectors';
import { activityIn, type Json, pipelineNamed } from '../constructs/pipeline-set/plans';
import { evaluate } from '../emulators/pipeline-expressions';

const counting = finance();
const owners = planIn([crm, counting], crm);
/** The owner, whose readers are in another factory. */
const owning = planIn([crm, counting], crm, [counting]);
const together = planIn([crm, counting], counting);
const apart = planIn([crm, counting], counting, [crm]);

const at = (value: unknown, windowStart: string) => evaluate(value, { parameters: { windowStart } });
const triggerIn = (plan: typeof together, name: string) =>
  plan.triggers.find((trigger) => trigger.name === name)!;
const waitsIn = (plan: typeof together, name: string) =>
  pipelineNamed(plan, name).activities.filter(({ type }) => type === 'Validation');

describe('a table that somebody in another factory waits for', () => {
  test('is marked complete by its gate, once it is', () => {
    const mark = activityIn(owning, 'crm_desk_complete_accounts_60', 'MarkComplete');
    expect(mark.dependsOn).toEqual([{ activity: 'Repair', dependencyConditions: ['Succeeded'] }]);
    const { folder, file } = mark.outputs[0]!.parameters as Json;
    expect([mark.outputs[0]!.referenceName, at(folder, '2026-03-01T10:00:00Z'), file]).toEqual([
      'crm_desk_products_json_file',
      '_complete/accounts/2026/03/01/10',
      'complete.json',
    ]);
    expect(
      evaluate((mark.typeProperties.source as Json).sqlReaderQuery, {
        parameters: { windowStart: '2026-03-01T10:00:00Z' },
        now: '2026-03-01T11:20:00Z',
      }),
    ).toBe(
      "SELECT N'accounts' AS [table], N'2026-03-01T10:00:00Z' AS [window_start], N'run' AS [run_id], N'2026-03-01T11:20:00Z' AS [completed_at]",
    );
  });

  test('is so only for their windows, and nowhere else', () => {
    const marking = (plan: typeof together) =>
      plan.pipelines
        .filter(({ activities }) => activities.some(({ name }) => name === 'MarkComplete'))
        .map(({ name }) => name);
    expect(marking(owning)).toEqual(['crm_desk_complete_accounts_60', 'crm_desk_complete_accounts_1440']);
    expect([...marking(owners), ...marking(together)]).toEqual([]);
  });
});

describe('a reader in the same factory', () => {
  test("waits for the owner's trigger, and for no file", () => {
    expect(triggerIn(together, 'finance_wave_hourly').dependsOn).toEqual(['crm_desk_complete_accounts_60']);
    expect(triggerIn(together, 'finance_wave_audited_accounts').dependsOn).toEqual([
      'crm_desk_complete_accounts_1440',
      'finance_complete_audits_1440',
    ]);
    expect(waitsIn(together, 'finance_wave_hourly')).toEqual([]);
    expect([...together.otherTriggers]).toEqual([
      ['crm_desk_complete_accounts_60', { minutes: 60 }],
      ['crm_desk_complete_accounts_1440', { minutes: 1440 }],
    ]);
    const owned = owners.triggers.map(({ name }) => name);
    for (const [name] of together.otherTriggers) expect(owned).toContain(name);
  });
});

describe('a reader in another factory', () => {
  test('waits for no trigger that is not there', () => {
    expect(triggerIn(apart, 'finance_wave_hourly').dependsOn).toEqual([]);
    expect(triggerIn(apart, 'finance_wave_daily').dependsOn).toEqual([]);
    expect(triggerIn(apart, 'finance_complete_audited_accounts_1440').dependsOn).toEqual([
      'finance_complete_audits_1440',
    ]);
    expect(apart.otherTriggers.size).toBe(0);
    expect(factoryIssues(apart)).toEqual([]);
  });

  test.each([
    ['finance_wave_hourly', '2026-03-01T10:00:00Z', '_complete/accounts/2026/03/01/10'],
    [
      'finance_complete_audited_accounts_1440',
      '2026-03-01T00:00:00Z',
      '_complete/accounts/1440_minutes/2026/03/01',
    ],
    [
      'finance_materialize_accounts_by_day',
      '2026-03-01T00:00:00Z',
      '_complete/accounts/1440_minutes/2026/03/01',
    ],
    ['finance_deploy_gold', '2026-12-31T00:00:00Z', '_complete/accounts/1440_minutes/2026/12/31'],
  ])('begins %s when every window of the owner in its own is complete', (pipeline, start, folder) => {
    const wait = waitsIn(apart, pipeline).find(({ name }) => name === 'Await_accounts')!;
    const { dataset, ...rest } = wait.typeProperties as Json;
    expect(rest).toEqual({ timeout: '0.12:00:00', sleep: 60 });
    const { referenceName, parameters } = dataset as { referenceName: string; parameters: Json };
    expect([at(parameters.folder, start), parameters.file]).toEqual([folder, 'complete.json']);
    const { typeProperties } = apart.datasets.find(({ name }) => name === referenceName)!;
    expect(typeProperties.location).toMatchObject({ fileSystem: 'crm-desk-products' });
  });

  test('does nothing else before that, where nothing in it can do without', () => {
    const waiting = apart.pipelines.filter(({ name }) => waitsIn(apart, name).length > 0);
    expect(waiting.map(({ name }) => name)).toContain('finance_wave_daily');
    for (const { name: pipeline, activities } of waiting) {
      if (pipeline === 'finance_wave_daily') continue;
      const first = activities.filter(
        ({ type, dependsOn }) => type !== 'Validation' && dependsOn.length === 0,
      );
      expect(first).toEqual([]);
    }
    expect(waitsIn(apart, 'finance_wave_hourly')[0]!.dependsOn).toEqual([]);
  });

  test("looks where the owner's pipeline writes", () => {
    const written = activityIn(owning, 'crm_desk_complete_accounts_60', 'MarkComplete').outputs[0]!;
    const [wait] = waitsIn(apart, 'finance_wave_hourly');
    const { dataset } = wait!.typeProperties as { dataset: { parameters: Json; referenceName: string } };
    const start = '2026-03-01T10:00:00Z';
    expect(at(dataset.parameters.folder, start)).toBe(at((written.parameters as Json).folder, start));
    const place = (plan: typeof together, name: unknown) =>
      (plan.datasets.find((found) => found.name === name)!.typeProperties.location as Json).fileSystem;
    expect(place(apart, dataset.referenceName)).toBe(place(owning, written.referenceName));
  });
});

describe('a table whose readers in another factory have longer windows', () => {
  const marking = 'crm_desk_complete_accounts_1440';

  test('is marked for each of their windows once all of its own inside have succeeded', () => {
    expect(triggerIn(owning, marking)).toEqual({
      name: marking,
      pipeline: marking,
      interval: { minutes: 1440 },
      delayMinutes: 0,
      dependsOn: ['crm_desk_wave_hourly'],
      from: '2025-01-01',
      subject: 'crm-desk.accounts',
      passesWindow: true,
    });
    expect(factoryIssues(owning)).toEqual([]);
  });

  test('is marked where they look', () => {
    const start = '2026-03-01T00:00:00Z';
    const mark = activityIn(owning, marking, 'MarkComplete').outputs[0]!.parameters as Json;
    const [wait] = waitsIn(apart, 'finance_wave_daily');
    const { parameters } = (wait!.typeProperties as { dataset: { parameters: Json } }).dataset;
    expect(at(mark.folder, start)).toBe('_complete/accounts/1440_minutes/2026/03/01');
    expect([at(parameters.folder, start), parameters.file]).toEqual([at(mark.folder, start), mark.file]);
  });

  test('is marked by hand too, after its windows of the day', () => {
    const run = activityIn(owning, 'crm_desk_run_window', 'complete_accounts_1440');
    expect(run.dependsOn).toEqual([{ activity: 'wave_hourly', dependencyConditions: ['Succeeded'] }]);
  });

  test('is waited for once in each pipeline, however many windows that takes', () => {
    expect(waitsIn(apart, 'finance_wave_daily')).toHaveLength(1);
    expect(waitsIn(apart, 'finance_complete_audited_accounts_1440')).toHaveLength(1);
  });
});

describe('the deployment of gold', () => {
  test('waits until a table is there that is filled less often than once a day, whichever its windows', () => {
    const wait = waitsIn(together, 'finance_deploy_gold');
    expect(wait.map(({ name, typeProperties }) => [name, typeProperties])).toEqual([
      [
        'Await_yearbooks',
        {
          dataset: {
            referenceName: 'finance_products_binary',
            type: 'DatasetReference',
            parameters: { folder: 'yearbooks/_delta_log' },
          },
          timeout: '0.12:00:00',
          sleep: 60,
          childItems: true,
        },
      ],
    ]);
    expect(triggerIn(together, 'finance_deploy_gold').dependsOn).not.toContain(
      'finance_complete_yearbooks_1440',
    );
    expect(factoryIssues(together)).toEqual([]);
  });
});
