import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, TerraformStack } from 'cdktf';
import { company as reference } from '../../departments';
import { type Company, type Environment, t } from '../../model';
import { recordText } from '../../record';
import { type RecordOptions, synthesizeCompany } from '../../stacks';
import { Records } from '../../stacks/records';
import { companyStacks } from '../support/company-stacks';
import { tree } from '../support/output-folders';
import { COLUMNS, recorded, shop } from '../support/recorded';
import { testApp } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
let printed: string;
let complained: string;

beforeEach(() => {
  printed = '';
  complained = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
});
afterEach(() => {
  process.exitCode = undefined;
});

const file = () => folder.at('lakehouse.lock', 'dev.json');
const report = () => readFileSync(folder.at('out', 'changes', 'dev.md'), 'utf8');
const stacksOf = (company: Company) => (app: App, environment: Environment) => {
  companyStacks(company, environment, app);
};

/** The company, whose environment runs from a day. */
function runningFrom(from: string, { environments, ...rest }: Company): Company {
  const acknowledged = ['platform-dev/sql-administrators', 'sales-dev/first-login', 'sales-dev/pepper'];
  return {
    ...rest,
    environments: environments.map((each) => ({ ...each, running: { from, acknowledged } })),
  };
}

/** Synthesizes a company into a folder, with its record beside it. Gives what was written into the record. */
function run(company: Company, options: Partial<RecordOptions> = {}, asOf?: string): string | undefined {
  printed = '';
  complained = '';
  process.exitCode = undefined;
  const records = Object.assign({ folder: folder.at('lakehouse.lock') }, options);
  const running = company.environments[0]?.running ? company : runningFrom('2025-01-01', company);
  synthesizeCompany(running, stacksOf(running), { outdir: folder.at('out'), records, asOf });
  return existsSync(file()) ? readFileSync(file(), 'utf8') : undefined;
}

const wider = shop({ columns: { ...COLUMNS, shop: t.string(5).nullable() } });
const retyped = shop({ columns: { ...COLUMNS, amount: t.decimal(14, 4) } });
describe('a synthesis with records', () => {
  it('never writes one by itself, and says that there is none', () => {
    expect(run(shop())).toBeUndefined();
    expect(printed).toContain('lock/dev.json: changes cannot be seen until one is written\n');
    expect(existsSync(folder.at('out', 'changes'))).toBe(false);
  });

  it('writes one when asked to, the same bytes every time: what the definitions and triggers come to', () => {
    const text = run(shop(), { renew: true });
    expect(printed).toMatch(/recorded \S*lakehouse\.lock\/dev\.json\n$/);
    expect(text).toBe(recordText(recorded(shop(), '2025-01-01')));
    expect(run(shop(), { renew: true })).toBe(text);
  });

  it('finds nothing where nothing changed', () => {
    run(shop(), { renew: true });
    run(shop());
    expect(printed).not.toMatch(/changed|since/);
    expect(report()).toBe('# Changes since the last record: dev\n\nNone.\n');
  });

  it('says what arrives by itself, and leaves the record as it was', () => {
    const text = run(shop(), { renew: true });
    expect(run(wider)).toBe(text);
    expect(process.exitCode).toBeUndefined();
    expect(printed).toContain('  changed  sales/orders: a column "shop" (string(5), nullable) is new');
    expect(printed).toMatch(/since \S*dev\.json: 2 changes, 3 tables to run again; write the record anew\n$/);
    expect(report()).toContain('## Arrives by itself\n');
  });

  it('ends with an error where a change does not arrive by itself, and writes nothing', () => {
    const text = run(shop(), { renew: true });
    const before = tree(folder.at('out'));
    expect(run(retyped, {}, '2025-01-03')).toBe(text);
    expect(process.exitCode).toBe(1);
    expect(complained).toMatch(
      /^changes since the last record: 1 error\n {2}- LH8202 \S*dev\.json sales\/orders: "columns\.amount" is decimal\(14,4\)/,
    );
    expect(tree(folder.at('out'))).toEqual(before);
    expect(run(retyped, { renew: true })).toBe(text);
    expect(process.exitCode).toBe(1);
  });

  it('goes on once it is acknowledged, and keeps the reason and the steps until somebody deletes them', () => {
    run(shop(), { renew: true });
    const text = run(retyped, { renew: true, reason: 'rates have four digits' }, '2025-01-03');
    expect(process.exitCode).toBeUndefined();
    const { acknowledged } = JSON.parse(text ?? '') as { acknowledged: unknown[] };
    expect(acknowledged).toEqual([
      {
        change: 'LH8202 sales/orders: "columns.amount" is decimal(14,4), and was decimal(12,2)',
        reason: 'rates have four digits',
        steps: expect.arrayContaining([
          'delete the folder sales-silver/orders',
          'run sales_wave_hourly with table = "sales_by_item" and windowStart = "2025-01-02T23:00:00Z"',
        ]) as string[],
      },
    ]);
    run(retyped);
    expect(process.exitCode).toBeUndefined();
    expect(report()).toContain(
      'Reason: rates have four digits\n  1. stop the trigger sales_wave_hourly\n  2. delete the folder',
    );
    expect(JSON.parse(run(wider, { renew: true, reason: 'back' }) ?? '')).toMatchObject({
      acknowledged: [{ reason: 'rates have four digits' }, { reason: 'back' }],
    });
  });

  it('says how many windows a new start runs again', () => {
    run(shop(), { renew: true });
    run(runningFrom('2024-06-01', shop()), {}, '2024-06-03');
    expect(complained).toContain(
      '"triggers" have another start, 2024-06-01T00:00:00Z instead of 2025-01-01T00:00:00Z: ',
    );
    // One by the hour, and four by the day.
    expect(complained).toContain(`let Azure replace them, which runs ${48 + 4 * 2} windows again`);
  });

  it.each<[what: string, text: string, problem: string]>([
    ['no JSON', '<<<<<<< HEAD', '"content" is not what a record has there'],
    ['another form', '{"format": 2}', '"acknowledged" is not what a record has there'],
    [
      "another company's",
      recordText({ ...recorded(shop()), company: 'other' }),
      '"company" is "other"; allowed: shop',
    ],
    [
      "another environment's",
      recordText({ ...recorded(shop()), environment: 'prod' }),
      '"environment" is "prod"; allowed: dev',
    ],
  ])('refuses a record that is %s', (_, text, problem) => {
    mkdirSync(folder.at('lakehouse.lock'));
    writeFileSync(file(), text);
    run(shop());
    expect(complained).toContain(`dev.json: ${problem}`);
    expect(complained).toContain('LH8201');
  });

  it('refuses a reason that says nothing', () => {
    run(shop(), { renew: true, reason: ' ' });
    expect(complained).toContain('LH0006 records: "reason" is empty');
    expect(existsSync(file())).toBe(false);
  });
});

describe('the records of the reference company', () => {
  it.each(reference.environments.map((environment) => [environment.name, environment] as const))(
    'are up to date: %s (npm run record)',
    (name, environment) => {
      const app = testApp();
      stacksOf(reference)(app, environment);
      const stacks = app.node.findAll().filter((node) => TerraformStack.isStack(node));
      const committed = join(__dirname, '../../lakehouse.lock', `${name}.json`);
      mkdirSync(folder.at('lakehouse.lock'));
      copyFileSync(committed, folder.at('lakehouse.lock', `${name}.json`));
      const options = { folder: folder.at('lakehouse.lock'), renew: true, reason: 'to compare' };
      Records.compared(
        { company: reference, environments: [environment], stacks, asOf: undefined },
        options,
      ).finish();
      expect(readFileSync(folder.at('lakehouse.lock', `${name}.json`), 'utf8')).toBe(
        readFileSync(committed, 'utf8'),
      );
    },
  );
});
