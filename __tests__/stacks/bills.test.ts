import { readFileSync } from 'node:fs';
import type { App } from 'cdktf';
import { type BillDocument, type MeterId, PriceList, type SynthesizedStack } from '../../cost';
import { MONITORING_PRICES } from '../../constructs/monitoring';
import { company as reference } from '../../departments';
import type { Company, CostSettings, Environment } from '../../model';
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../../stacks';
import { billFiles } from '../../stacks/bill-page';
import { type Bills, billsOf } from '../../stacks/bills';
import { writtenReference } from '../support/bills';
import { tree } from '../support/output-folders';
import { dev, smallCompany } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
let complained: string;

beforeEach(() => {
  complained = '';
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
});

afterEach(() => {
  process.exitCode = undefined;
});

/** Synthesizes the platform of the small company with what is decided on its cost. */
function synthesize(cost: CostSettings): string[] {
  const company: Company = smallCompany({ environments: [{ ...dev, cost }] });
  const build = (app: App, environment: Environment) =>
    new PlatformStack(app, 'platform-dev', { company, environment });
  synthesizeCompany(company, build, { outdir: folder.at('cdktf.out') });
  return Object.keys(tree(folder.at('cdktf.out')) ?? {}).filter((file) => file.startsWith('cost/'));
}

describe('the bill at a synthesis', () => {
  it('is written where it stays below the limit', () => {
    expect(synthesize({ monthlyLimit: 10_000 })).toEqual([
      'cost/dev-estimate.json',
      'cost/dev-executives.md',
      'cost/dev.json',
      'cost/dev.md',
    ]);
    expect(complained).toBe('');
  });

  it('is that of the files that were written', () => {
    const company = smallCompany({ environments: [dev] });
    const build = (app: App, environment: Environment): void => {
      const platform = new PlatformStack(app, 'platform-dev', { company, environment });
      for (const department of company.departments)
        new DepartmentStack(app, `${department.name}-dev`, { department, platform });
    };
    synthesizeCompany(company, build, { outdir: folder.at('cdktf.out') });
    const names = ['platform', ...company.departments.map(({ name }) => name)].map((name) => `${name}-dev`);
    const stacks = names.map((name) => ({
      name,
      environment: dev.name,
      terraform: JSON.parse(
        readFileSync(folder.at(`cdktf.out/stacks/${name}/cdk.tf.json`), 'utf8'),
      ) as SynthesizedStack['terraform'],
    }));
    const files = billFiles(billsOf({ company, environment: dev, stacks }), { environment: dev });
    for (const [file, text] of Object.entries(files))
      expect(readFileSync(folder.at(`cdktf.out/cost/${file}`), 'utf8')).toBe(text);
  });

  it('fails the synthesis where it may pass the limit, and leaves nothing behind', () => {
    expect(synthesize({ monthlyLimit: 1 })).toEqual([]);
    expect(process.exitCode).toBe(1);
    expect(complained).toMatch(/LH9101 environment dev: "cost.monthlyLimit" is 1.00 USD.*throughput unit/);
  });

  it('fails on everything that is wrong with what it is made of', () => {
    synthesize({
      prices: { file: folder.at('nowhere.json') },
      assumptions: { copyMinute: { low: 1, likely: 1, high: 1 } },
    });
    expect([...complained.matchAll(/LH\d{4}/g)].map(([code]) => code)).toEqual(['LH9107', 'LH9105']);
  });

  it('is refused with words that it does not have', () => {
    synthesize({ monthlyLimits: 5 } as CostSettings);
    expect(complained).toMatch(/monthlyLimits/);
  });
});

describe('the page of a bill', () => {
  const environment = reference.environments.find(({ name }) => name === 'prod')!;
  let bills: Bills;
  let page: string;
  let document: BillDocument;

  beforeAll(() => {
    bills = billsOf({ company: reference, environment, stacks: writtenReference('prod') });
    const files = billFiles(bills, { environment, asOf: '2026-12-03' });
    page = files['prod.md']!;
    document = JSON.parse(files['prod.json']!) as BillDocument;
  });

  it('says beside each total what it cannot be sure of', () => {
    const [running, idle] = ['running', 'idle'].map(
      (name) => new RegExp(`^\\| ${name} .*$`, 'm').exec(page)?.[0],
    );
    expect(running).toMatch(
      /USD \| \d+ lines with a price from memory, (\d+|less than 1) % of the bill; \d+ lines with a price of another region, \d+ % of the bill \|$/,
    );
    expect(idle).toMatch(/with a price of another region, \d+ % of the bill \|$/);
  });

  it('says what reservations are, and that not all prices are of the region', () => {
    expect(page).toContain('Prices of westeurope as far as they are known, in USD');
    expect(page).toMatch(
      /Reservations say .* price is missing, was never recorded .* list price of another region/,
    );
  });

  it('says of each line where its price comes from', () => {
    const all = page.slice(page.indexOf('## All lines'), page.indexOf('## What is shared'));
    const lines = all.split('\n').filter((line) => line.includes(' USD |'));
    expect(lines).toHaveLength(bills.running.lines.length);
    for (const line of lines)
      expect(line).toMatch(/(Retail Prices API|golden test files|pricing page|FROM MEMORY)/);
  });

  it('has the same figures for programs', () => {
    expect(document.running.total).toEqual(bills.running.total);
    expect(document.state).toBe('running');
    expect(document.firstStart?.windows).toBeGreaterThan(0);
    expect(document.backfillOfAYear.cost.likely).toBeGreaterThan(document.firstStart!.cost.likely);
    expect(document.running.lines).toHaveLength(bills.running.lines.length);
  });

  it('is the same each time', () => {
    const again = billsOf({ company: reference, environment, stacks: writtenReference('prod') });
    expect(billFiles(again, { environment, asOf: '2026-12-03' })['prod.md']).toBe(page);
  });
});

test('the deprecated prices of alert rules are those that bills are made of', () => {
  const price = (meter: MeterId): number | undefined => new PriceList().priceOf(meter, 'westeurope')?.amount;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- said until it ends
  expect(MONITORING_PRICES).toMatchObject({
    logAlertRule: price('monitor/log-rule-15m'),
    furtherSeries: price('monitor/log-series-15m'),
    metricSeries: price('monitor/metric-series'),
  });
});
