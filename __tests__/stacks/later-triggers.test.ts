import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Company, days, hours, type Running } from '../../model';
import { DepartmentStack, PlatformStack, type RecordOptions, synthesizeCompany } from '../../stacks';
import { laterIssues } from '../../stacks/later-triggers';
import { companyOf, everything, webShop } from '../constructs/lakehouse/shop';
import { dev } from '../support/small-company';
import { resources, type Terraform } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
const seller = webShop({ ...everything, consumers: [] });
const RUNNING: Running = {
  from: '2025-01-01',
  acknowledged: ['platform-dev/sql-administrators', 'web-shop-dev/first-login', 'web-shop-dev/pepper'],
};
/** What was added on the first of March: stock, from its source to its table. */
const STOCK = { 'web-shop.stock': '2025-03-01' };

/** The complaints of a synthesis, and what it wrote. */
function synthesized(running: Running | undefined, asOf?: string, records?: Partial<RecordOptions>) {
  const company: Company = {
    ...companyOf(seller),
    environments: [{ ...dev, ...(running && { running }) }],
  };
  const outdir = folder.at('cdktf.out');
  let complained = '';
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
  synthesizeCompany(
    company,
    (app, environment) => {
      const platform = new PlatformStack(app, 'platform-dev', { company, environment });
      for (const owner of company.departments)
        new DepartmentStack(app, `${owner.name}-dev`, { department: owner, platform });
    },
    {
      outdir,
      ...(asOf !== undefined && { asOf }),
      ...(records && { records: { folder: folder.at('lock'), ...records } }),
    },
  );
  const written = (file: string) => readFileSync(join(outdir, file), 'utf8');
  return { complained, written, wrote: existsSync(outdir) };
}

const complaints = (since: Running['since'], asOf?: string) =>
  synthesized({ ...RUNNING, ...(since && { since }), maxFirstWindows: 1_000_000 }, asOf).complained;

afterEach(() => {
  process.exitCode = undefined;
});

describe('what was added later', () => {
  const startsOf = (since: Running['since']) => {
    const { complained, written } = synthesized({ ...RUNNING, ...(since && { since }) });
    expect(complained).toBe('');
    const terraform = JSON.parse(written('stacks/web-shop-dev/cdk.tf.json')) as Terraform;
    const triggers = resources(terraform, 'azurerm_data_factory_trigger_tumbling_window');
    return Object.fromEntries(triggers.map(({ name, start_time: start }) => [String(name), start]));
  };

  test('begins with its own day, from its source to its table, and everything else with that of the environment', () => {
    const starts = startsOf(STOCK);
    const later = Object.keys(starts).filter((name) => starts[name] === '2025-03-01T00:00:00Z');
    expect(later.sort()).toEqual(['web_shop_complete_stock_1440', 'web_shop_wave_every_15_minutes']);
    const rest = Object.keys(starts).filter((name) => !later.includes(name));
    expect(new Set(rest.map((name) => starts[name]))).toEqual(new Set(['2025-01-01T00:00:00Z']));
  });

  test('can be one trigger, whose day comes before that of its table', () => {
    expect(startsOf({ ...STOCK, web_shop_wave_every_15_minutes: '2025-03-05' })).toMatchObject({
      web_shop_wave_every_15_minutes: '2025-03-05T00:00:00Z',
      web_shop_wave_hourly: '2025-01-01T00:00:00Z',
    });
  });

  test('counts its own windows in the first start', () => {
    const page = synthesized({ ...RUNNING, since: STOCK, maxFirstWindows: 1_000_000 }, '2025-03-02').written(
      'first-start/dev.md',
    );
    expect(page).toContain('| web_shop_wave_every_15_minutes | 15 minutes | 2025-03-01 | 96 |');
    expect(page).toContain('| web_shop_wave_hourly | hour | 2025-01-01 | 1440 |');
  });
});

describe('a later first day', () => {
  test('is one of something that there is', () => {
    expect(complaints({ 'web-shop.stok': '2025-03-01' })).toContain(
      'LH5013 environment dev: "running.since" has "web-shop.stok", which is nothing that a trigger runs for (did you mean "web-shop.stock"?); allowed: web-shop.daily_sales, web-shop.orders, ',
    );
  });

  test('is a day of the calendar, and none before the environment runs', () => {
    expect(complaints({ 'web-shop.stock': '2025-02-30' })).toContain(
      'LH0001 environment dev: "running.since.web-shop.stock" is "2025-02-30"',
    );
    expect(complaints({ 'web-shop.stock': '2024-12-31' })).toContain(
      'LH5014 environment dev: "running.since.web-shop.stock" is 2024-12-31, before the environment runs; allowed: 2025-01-01 or a later day',
    );
    expect(complaints({ 'web-shop.stock': '2025-01-01' })).toBe('');
  });

  test('is not earlier than that of what its windows wait for', () => {
    expect(complaints({ 'web-shop.prices': '2025-03-01', 'web-shop.priced_orders': '2025-02-01' })).toContain(
      'LH5015 environment dev: "running.since.web-shop.priced_orders" is 2025-02-01, and web_shop_wave_priced_orders waits for windows of web_shop_complete_prices_1440, of which the first begins on 2025-03-01',
    );
    expect(complaints({ 'web-shop.prices': '2025-03-01', 'web-shop.priced_orders': '2025-03-01' })).toBe('');
  });

  test('is no later than the deployment where something waits that runs already', () => {
    const since = { 'web-shop.prices': '2025-03-01' };
    expect(complaints(since, '2025-03-01')).toBe('');
    expect(complaints(since, '2025-02-28')).toContain(
      'give 2025-03-01, or web-shop.prices the day of the deployment',
    );
  });
});

describe('windows that do not divide a day', () => {
  const weekly = (from: string) => ({
    name: 'shop_fill_weeks',
    pipeline: 'shop_fill_weeks',
    interval: days(7),
    delayMinutes: 0,
    dependsOn: [],
    passesWindow: true,
    from,
    subject: 'shop.weeks',
  });
  const issuesOn = (from: string) =>
    laterIssues({
      environment: { ...dev, running: { ...RUNNING, since: { 'shop.weeks': from } } },
      triggers: [weekly(from)],
    });

  test('keep in step with the first day of the environment', () => {
    expect(issuesOn('2025-01-29')).toEqual([]);
    expect(issuesOn('2025-01-30')).toEqual([
      {
        code: 'LH5016',
        at: 'environment dev',
        prop: 'running.since.shop.weeks',
        got: 'is 2025-01-30, in the middle of a window of shop_fill_weeks, of which one begins on 2025-01-01 and every 10080 minutes after',
        allowed: 'a day with which a window begins',
        change: 'give 2025-02-05',
      },
    ]);
  });

  test('have a day in step, and the nearest, whatever their length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 744 }), fc.integer({ min: 0, max: 400 }), (length, passed) => {
        const from = new Date(Date.UTC(2025, 0, 1 + passed)).toISOString().slice(0, 10);
        const triggers = [{ ...weekly(from), interval: hours(length) }];
        const found = laterIssues({ environment: { ...dev, running: { ...RUNNING, since: {} } }, triggers });
        expect(found).toHaveLength((passed * 24) % length === 0 ? 0 : 1);
      }),
    );
  });
});

describe('with records', () => {
  test('a table that is added to an environment that runs takes a day, or a reason', () => {
    const run = (running: Running, options: Partial<RecordOptions> = {}) =>
      synthesized({ ...running, maxFirstWindows: 1_000_000 }, '2025-03-01', options).complained;
    run(RUNNING, { renew: true });
    const file = folder.at('lock', 'dev.json');
    const before = JSON.parse(readFileSync(file, 'utf8')) as { triggers: Record<string, unknown> };
    const older = Object.entries(before.triggers).filter(([name]) => !/_15_|_stock_/.test(name));
    writeFileSync(file, JSON.stringify({ ...before, triggers: Object.fromEntries(older) }));
    expect(run(RUNNING)).toContain(
      "add to running since: { 'web-shop.stock': '2025-03-01' }, and bring older days by the backfill pipeline; or let them run 5723 windows at once",
    );
    expect(run({ ...RUNNING, since: STOCK })).toBe('');
    expect(run(RUNNING, { renew: true, reason: 'all of it is wanted' })).toBe('');
    expect(readFileSync(file, 'utf8')).toContain('LH8210');
  });

  test('nothing waits for what is added later where nothing has run', () => {
    synthesized(undefined, undefined, { renew: true });
    const since = { 'web-shop.prices': '2025-03-01' };
    expect(synthesized({ ...RUNNING, since }, undefined, {}).complained).toContain(
      'LH5015 environment dev: "running.since.web-shop.priced_orders" is 2025-01-01',
    );
  });
});
