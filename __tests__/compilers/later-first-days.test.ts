import { departmentPipelines, type TumblingWindow } from '../../compilers/internal';
import { gatedTriggers } from '../../compilers/data-factory/gates';
import { company, CompanyGraph, type Department } from '../../model';
import { crm, finance } from '../constructs/pipeline-set/connectors';
import { scoringTarget } from '../constructs/pipeline-set/plans';
import { modelling, placed, planning } from '../support/models';
import { dev } from '../support/small-company';

const from = '2025-01-01';
const later = '2025-06-01';

/** First days of a department's triggers, by their names. */
function firstDays(triggers: readonly TumblingWindow[]): Record<string, string | undefined> {
  return Object.fromEntries(triggers.map((trigger) => [trigger.name, trigger.from]));
}

const planOf = (owner: Department, since: Record<string, string>, apart: readonly Department[] = []) =>
  departmentPipelines({
    graph: new CompanyGraph(
      company('Acme', { code: 'acme', departments: [crm, counting], environments: [dev] }),
    ),
    department: owner,
    container: (name, zone) => `${name}-${zone}`,
    deployment: [{ name: 'schema', sql: 'CREATE SCHEMA [gold]' }],
    from,
    since,
    sameFactory: (other) => !apart.includes(other),
  });
const counting = finance();

describe('triggers of a table that was added later', () => {
  test('begin with its day: its own windows, and those marked for readers in other factories', () => {
    const { triggers } = planOf(crm, { 'crm-desk.accounts': later }, [counting]);
    expect(firstDays(triggers)).toMatchObject({
      crm_desk_wave_hourly: later,
      crm_desk_complete_accounts_1440: later,
    });
  });

  test('begin with it where a model fills the table', () => {
    const { departments, ...rest } = modelling([{ ...dev, models: placed }], planning());
    const [owner] = departments;
    const scored = owner!.tables.find(({ name }) => name === 'demand_forecast')!;
    const { triggers } = departmentPipelines({
      graph: new CompanyGraph({ ...rest, departments }),
      department: owner!,
      container: (name, zone) => `${name}-${zone}`,
      deployment: [],
      from,
      since: { [`planning.${scored.name}`]: later },
      scoring: scoringTarget(placed),
    });
    expect(firstDays(triggers)).toMatchObject({
      [`planning_score_${scored.name}`]: later,
      [`planning_wave_${scored.name}`]: later,
    });
  });

  test('name what is waited for in another factory', () => {
    const { triggers } = planOf(counting, {}, [crm]);
    expect(triggers.find(({ name }) => name === 'finance_wave_hourly')?.awaits).toEqual([
      'crm_desk_complete_accounts_60',
    ]);
  });

  test('have no day where nothing runs', () => {
    const { triggers } = departmentPipelines({
      graph: new CompanyGraph(company('Acme', { code: 'acme', departments: [crm], environments: [dev] })),
      department: crm,
      container: (name, zone) => `${name}-${zone}`,
      deployment: [],
      since: { 'crm-desk.accounts': later },
    });
    expect(new Set(triggers.map((trigger) => trigger.from))).toEqual(new Set([undefined]));
  });
});

test('a gate begins with its pipeline, unless it was added later itself', () => {
  const pipeline = { name: 'reader', description: '', parameters: {}, activities: [] };
  const daysWith = (since: Record<string, string>) =>
    firstDays(
      gatedTriggers(pipeline, {
        interval: { minutes: 60 },
        dependsOn: ['a', 'b', 'c', 'd', 'e', 'f'],
        delayMinutes: 0,
        awaits: [],
        firstDay: (...names) => names.map((name) => since[name]).find(Boolean) ?? from,
      }).triggers,
    );
  expect(daysWith({ reader: later })).toEqual({ reader_gate_1: later, reader: later });
  expect(daysWith({ reader_gate_1: later })).toEqual({ reader_gate_1: later, reader: from });
});
