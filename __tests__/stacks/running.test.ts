import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUNNING_DEFAULTS, type Running } from '../../model';
import { DepartmentStack, LakehouseStack, PlatformStack, synthesizeCompany } from '../../stacks';
import { companyOf, everything, webShop } from '../constructs/lakehouse/shop';
import { dev, RUNNING } from '../support/small-company';
import { resources, synth, testApp, type Terraform } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
const seller = webShop({ ...everything, consumers: [] });
/** The steps of the company that have to be done before anything runs. */
const STEPS = ['platform-dev/sql-administrators', 'web-shop-dev/first-login', 'web-shop-dev/pepper'];

/** The complaints of a synthesis, and what it wrote. */
function synthesized(running: Running | undefined, asOf?: string) {
  const environment = { ...dev, ...(running && { running }) };
  const company = { ...companyOf(seller), environments: [environment] };
  const outdir = folder.at('cdktf.out');
  let complained = '';
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
  synthesizeCompany(
    company,
    (app) => {
      const platform = new PlatformStack(app, 'platform-dev', { company, environment });
      for (const owner of company.departments)
        new DepartmentStack(app, `${owner.name}-dev`, { department: owner, platform });
    },
    { outdir, ...(asOf !== undefined && { asOf }) },
  );
  const written = (file: string) => readFileSync(join(outdir, file), 'utf8');
  return { complained, written, wrote: existsSync(outdir) };
}

afterEach(() => {
  process.exitCode = undefined;
});

describe('an environment that is to run', () => {
  test('names every manual step that is not acknowledged, by its id, and writes nothing', () => {
    const { complained, wrote } = synthesized({ ...RUNNING, acknowledged: [STEPS[1]!] });
    const allowed = 'allowed: every step that has to be done before anything runs';
    const change = 'do it, then add its id; until then leave running out, or set running.paused';
    expect(complained.split('\n')).toEqual([
      'synthesis: 2 errors',
      `  - LH5010 environment dev: "running.acknowledged" lacks "${STEPS[0]!}": Members of the group "sql-administrators"; ${allowed}; ${change}`,
      `  - LH5010 environment dev: "running.acknowledged" lacks "${STEPS[2]!}": Pepper of web-shop; ${allowed}; ${change}`,
      '',
    ]);
    expect([wrote, process.exitCode]).toEqual([false, 1]);
  });

  test('runs once all are', () => {
    const { complained, written } = synthesized({ ...RUNNING, acknowledged: STEPS });
    expect(complained).toBe('');
    const terraform = JSON.parse(written('stacks/web-shop-dev/cdk.tf.json')) as Terraform;
    const triggers = resources(terraform, 'azurerm_data_factory_trigger_tumbling_window');
    expect(new Set(triggers.map(({ activated }) => activated))).toEqual(new Set([true]));
    expect(new Set(triggers.map(({ start_time: from }) => from))).toEqual(new Set(['2025-01-01T00:00:00Z']));
    expect(resources(terraform, 'azurerm_stream_analytics_job_schedule')).toHaveLength(2);
  });

  test('reports an acknowledged step that there is not', () => {
    const { complained } = synthesized({ ...RUNNING, acknowledged: [...STEPS, 'web-shop-dev/peper'] });
    expect(complained).toContain(
      '1 error\n  - LH5011 environment dev: "running.acknowledged" has "web-shop-dev/peper", which is no step of this environment (did you mean "web-shop-dev/pepper"?)',
    );
  });

  test('has nothing that runs while it is paused, and needs nothing done', () => {
    const { complained, written } = synthesized({ ...RUNNING, paused: true });
    expect(complained).toBe('');
    const terraform = JSON.parse(written('stacks/web-shop-dev/cdk.tf.json')) as Terraform;
    for (const trigger of resources(terraform, 'azurerm_data_factory_trigger_tumbling_window'))
      expect(trigger).toMatchObject({ activated: false, start_time: '2025-01-01T00:00:00Z' });
    expect(resources(terraform, 'azurerm_stream_analytics_job_schedule')).toEqual([]);
  });

  test('is not synthesized without synthesizeCompany either, before its steps are done', () => {
    const environment = { ...dev, running: RUNNING };
    const stack = new LakehouseStack(testApp(), 'own', { company: companyOf(seller), environment });
    stack.manualSteps.push({
      title: 'Tenant switch',
      acknowledgedAs: 'tenant-switch',
      steps: ['Turn it on.'],
    });
    expect(() => synth(stack)).toThrow('lacks "own/tenant-switch": Tenant switch');
  });

  test('has the ids on the list of manual steps', () => {
    const document = synthesized(undefined).written('manual-steps/dev.md');
    expect([...document.matchAll(/Before anything runs: `([^`]+)`/g)].map(([, id]) => id)).toEqual(STEPS);
  });
});

describe('ids of manual steps', () => {
  const complaintsOf = (...ids: readonly string[]) => {
    let complained = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
    const company = { ...companyOf(seller), environments: [dev] };
    synthesizeCompany(
      company,
      (app, environment) => {
        const stack = new LakehouseStack(app, 'own', { company, environment });
        for (const id of ids) stack.manualSteps.push({ title: id, acknowledgedAs: id, steps: ['Do it.'] });
      },
      { outdir: folder.at('cdktf.out') },
    );
    return complained;
  };

  test('are different within a stack', () => {
    expect(complaintsOf('switch', 'switch')).toContain(
      'LH0003 own: "manualSteps.acknowledgedAs" has "switch" 2 times',
    );
  });

  test('have no letters that somebody could write otherwise', () => {
    expect(complaintsOf('Tenant switch')).toContain(
      'LH0001 own: "manualSteps.acknowledgedAs" is "Tenant switch"',
    );
  });
});

describe('the first start', () => {
  const RUNS = { ...RUNNING, acknowledged: STEPS };
  const page = (running: Running | undefined, asOf?: string) =>
    synthesized(running, asOf).written('first-start/dev.md');

  test('is counted for the day that is given, by department and cadence, and by trigger', () => {
    expect(page(RUNS, '2025-01-04')).toMatchInlineSnapshot(`
      "# First start: dev

      Triggers run from 2025-01-01 on, in UTC. A first start on 2025-01-04 runs the windows that have ended by the beginning of that day, of each trigger one after the other: 387 in all. Without a reason it may be 2000.

      ## By department and cadence

      | department | every | triggers | windows |
      | --- | --- | --- | --- |
      | web-shop | hour | 1 | 72 |
      | web-shop | 24 hours | 9 | 27 |
      | web-shop | 15 minutes | 1 | 288 |
      | all |  | 11 | 387 |

      ## By trigger

      | trigger | every | from | windows |
      | --- | --- | --- | --- |
      | web_shop_wave_hourly | hour | 2025-01-01 | 72 |
      | web_shop_wave_daily | 24 hours | 2025-01-01 | 3 |
      | web_shop_complete_orders_1440 | 24 hours | 2025-01-01 | 3 |
      | web_shop_complete_prices_1440 | 24 hours | 2025-01-01 | 3 |
      | web_shop_wave_priced_orders | 24 hours | 2025-01-01 | 3 |
      | web_shop_wave_every_15_minutes | 15 minutes | 2025-01-01 | 288 |
      | web_shop_complete_priced_orders_1440 | 24 hours | 2025-01-01 | 3 |
      | web_shop_deploy_gold | 24 hours | 2025-01-01 | 3 |
      | web_shop_materialize_daily_sales | 24 hours | 2025-01-01 | 3 |
      | web_shop_complete_page_clicks_1440 | 24 hours | 2025-01-01 | 3 |
      | web_shop_complete_stock_1440 | 24 hours | 2025-01-01 | 3 |
      "
    `);
  });

  test('is not counted without a day, and says so', () => {
    expect(page(RUNS)).toBe(
      '# First start: dev\n\nTriggers run from 2025-01-01 on, in UTC. How many windows they run at once when they start depends on the day, and none was given: nothing is counted.\n',
    );
  });

  test('is none of a stopped environment', () => {
    expect(page(undefined, '2025-01-04')).toContain('nothing runs');
  });

  test('is counted before it, while the environment is paused', () => {
    expect(page({ ...RUNS, paused: true, maxFirstWindows: 0 }, '2025-01-02')).toContain(
      'Triggers are paused, and will run from 2025-01-01 on',
    );
  });

  test('has no windows on the day itself, nor before', () => {
    for (const day of ['2025-01-01', '2024-12-01'])
      expect(page(RUNS, day)).toContain('one after the other: 0 in all');
  });

  test('takes a reason where it would run a great many windows', () => {
    const { complained } = synthesized(RUNS, '2025-02-01');
    expect(complained).toBe(
      `synthesis: 1 error\n  - LH5012 environment dev: "running.from" is 2025-01-01, so that a first start on 2025-02-01 runs 3999 windows at once; allowed: ${RUNNING_DEFAULTS.maxFirstWindows} windows, or a reason for more; name a later day, and bring what is before it by the backfill pipelines; or say why in running.backlog\n`,
    );
    const reason = 'January was never loaded';
    expect(page({ ...RUNS, backlog: { reason } }, '2025-02-01')).toContain(
      `More are wanted, because: ${reason}`,
    );
    expect(synthesized({ ...RUNS, maxFirstWindows: 3999 }, '2025-02-01').complained).toBe('');
    expect(synthesized({ ...RUNS, maxFirstWindows: 3998 }, '2025-02-01').complained).toContain('LH5012');
  });

  test('is counted for days of the calendar only', () => {
    expect(synthesized(RUNS, '2025-02-30').complained).toContain('LH0001 synthesis: "asOf" is "2025-02-30"');
  });
});
