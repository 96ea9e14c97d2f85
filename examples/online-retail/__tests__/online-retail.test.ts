import { mkdirSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { companyIssues } from 'cdktf-azure-lakehouse/validation';
import { preview, type RunReport, type TableReport } from 'cdktf-azure-lakehouse/preview';
import { company } from '..';
import { temporaryFolder } from '../../../__tests__/support/temporary-folder';

/** A day at the till, small enough to compute every total by hand. */
const INVOICES = [
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
  // December, at 0.8 pounds for a dollar: 15.30 GBP are 19.125 USD, rounded to 19.13.
  '536365,85123A,"WHITE HANGING ""HEART"" T-LIGHT HOLDER",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
  // The very same line again.
  '536365,85123A,"WHITE HANGING ""HEART"" T-LIGHT HOLDER",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
  // 13.80 GBP, 17.25 USD.
  '536370,22728,"ALARM CLOCK, ""BAKELIKE"" PINK",4,2010-12-01 08:45:00,3.45,12583.0,France',
  // Postage is no product.
  '536370,POST,POSTAGE,3,2010-12-01 08:45:00,18,12583.0,France',
  // A guest: 1.25 GBP, 1.5625 USD, rounded to 1.56.
  '536544,21773,,1,2010-12-01 14:32:00,1.25,,United Kingdom',
  // One of the first line is taken back: -2.55 GBP, -3.1875 USD, rounded to -3.19.
  'C536379,85123A,"WHITE HANGING ""HEART"" T-LIGHT HOLDER",-1,2010-12-02 09:41:00,2.55,17850.0,United Kingdom',
  // A manual correction and a bank's charges are no products.
  'C536380,M,Manual,-1,2010-12-02 09:50:00,100,17850.0,United Kingdom',
  '536600,BANK CHARGES,Bank Charges,1,2010-12-02 10:00:00,15,,United Kingdom',
  // Given away.
  '536414,22139,,56,2010-12-02 11:52:00,0,,United Kingdom',
  // January, at 0.5 pounds for a dollar: 3.00 GBP are 6.00 USD.
  '539993,22386,JUMBO BAG PINK POLKADOT,10,2011-01-04 10:00:00,0.3,13313.0,United Kingdom',
  // March: the last rate is older than a month.
  '545220,21955,DOORMAT,2,2011-03-01 08:30:00,7.95,14620.0,United Kingdom',
  // Before any rate.
  '530000,21955,DOORMAT,1,2010-11-30 08:30:00,7.95,14620.0,United Kingdom',
  // Lines that break the contract.
  'A563185,B,Adjust bad debt,1,2011-01-05 14:50:00,-11062.06,,United Kingdom',
  '540000,22386,JUMBO BAG PINK POLKADOT,ten,2011-01-05 10:00:00,0.3,13313.0,United Kingdom',
  '540001,22386,JUMBO BAG PINK POLKADOT,1,2011-01-05 10:00:00,-0.3,13313.0,United Kingdom',
  '540002,22386,JUMBO BAG PINK POLKADOT,1,2011-01-05 10:00:00,0.3,13313.0,',
];
const RATES = [
  'Date,Country,Exchange rate',
  '2010-12-01,Japan,83.43',
  '2010-12-01,United Kingdom,0.8',
  '2011-01-01,United Kingdom,0.5',
  '2011-01-01,Euro,0.7477',
];

const folder = temporaryFolder('all tests');
let report: RunReport;
beforeAll(async () => {
  for (const [source, lines] of [
    ['online-retail', INVOICES],
    ['exchange-rates', RATES],
  ] as const) {
    mkdirSync(folder.at('data', source), { recursive: true });
    writeFileSync(folder.at('data', source, 'rows.csv'), `${lines.join('\r\n')}\r\n`);
  }
  report = await preview(company, { data: folder.at('data'), out: folder.at('out') });
});

async function rows(path: string, columns: string): Promise<unknown[][]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const file = folder.at('out', path);
  const reader = await connection.runAndReadAll(
    `SELECT ${columns} FROM read_parquet('${file}') ORDER BY ALL`,
  );
  const found = reader.getRowsJson();
  connection.closeSync();
  return found;
}
function tableNamed(zone: TableReport['zone'], name: string): TableReport {
  const found = report.tables.find((table) => table.zone === zone && table.table === name);
  if (!found) throw new Error(`no table ${name}`);
  return found;
}

it('is a company without mistakes', () => {
  expect(companyIssues(company)).toEqual([]);
});

describe('invoice lines', () => {
  it('are typed: customers without their ".0", quotes and missing descriptions as they are', async () => {
    expect(
      await rows(
        'silver/invoice_lines.parquet',
        'invoice_no, quantity, unit_price, customer_no, description',
      ),
    ).toEqual([
      ['530000', 1, '7.950', '14620', 'DOORMAT'],
      ['536365', 6, '2.550', '17850', 'WHITE HANGING "HEART" T-LIGHT HOLDER'],
      ['536370', 3, '18.000', '12583', 'POSTAGE'],
      ['536370', 4, '3.450', '12583', 'ALARM CLOCK, "BAKELIKE" PINK'],
      ['536414', 56, '0.000', null, null],
      ['536544', 1, '1.250', null, null],
      ['536600', 1, '15.000', null, 'Bank Charges'],
      ['539993', 10, '0.300', '13313', 'JUMBO BAG PINK POLKADOT'],
      ['545220', 2, '7.950', '14620', 'DOORMAT'],
      ['C536379', -1, '2.550', '17850', 'WHITE HANGING "HEART" T-LIGHT HOLDER'],
      ['C536380', -1, '100.000', '17850', 'Manual'],
    ]);
  });

  it('keep cancellations apart from sales, and products from services and corrections', async () => {
    expect(
      await rows('silver/invoice_lines.parquet', 'DISTINCT stock_code, is_product, is_cancellation'),
    ).toEqual([
      ['21773', true, false],
      ['21955', true, false],
      ['22139', true, false],
      ['22386', true, false],
      ['22728', true, false],
      ['85123A', true, false],
      ['85123A', true, true],
      ['BANK CHARGES', false, false],
      ['M', false, true],
      ['POST', false, false],
    ]);
  });

  it('that break the contract are in quarantine, each with the first rule it breaks', async () => {
    expect(await rows('quarantine/invoice_lines.contract.parquet', 'invoice_no, quantity, _rule')).toEqual([
      ['540000', 'ten', 'type:quantity'],
      ['540001', '1', 'range:unit_price'],
      ['540002', '1', 'missing:country'],
      ['A563185', '1', 'range:unit_price'],
    ]);
  });
});

describe('amounts', () => {
  it('are in dollars at the rate of their month', async () => {
    expect(
      await rows(
        'silver/invoice_amounts.parquet',
        'invoice_no, stock_code, amount_gbp, amount_usd, exchange_rate',
      ),
    ).toEqual([
      ['536365', '85123A', '15.30', '19.13', '0.8000'],
      ['536370', '22728', '13.80', '17.25', '0.8000'],
      ['536370', 'POST', '54.00', '67.50', '0.8000'],
      ['536414', '22139', '0.00', '0.00', '0.8000'],
      ['536544', '21773', '1.25', '1.56', '0.8000'],
      ['536600', 'BANK CHARGES', '15.00', '18.75', '0.8000'],
      ['539993', '22386', '3.00', '6.00', '0.5000'],
      ['C536379', '85123A', '-2.55', '-3.19', '0.8000'],
      ['C536380', 'M', '-100.00', '-125.00', '0.8000'],
    ]);
  });

  it('without a rate in time are in quarantine', async () => {
    expect(
      await rows('quarantine/invoice_amounts.exchange-rate.parquet', 'invoice_no, amount_usd, _rule'),
    ).toEqual([
      ['530000', null, 'missing-rate'],
      ['545220', null, 'missing-rate'],
    ]);
  });
});

describe('gold', () => {
  it('takes cancellations off the revenue of a country', async () => {
    expect(
      await rows('gold/revenue_by_country.parquet', 'country, invoices, lines, revenue_gbp, revenue_usd'),
    ).toEqual([
      ['France', '1', '1', '13.80', '17.25'],
      // 15.30 + 1.25 - 2.55 + 0 + 3.00, and 19.13 + 1.56 - 3.19 + 0 + 6.00.
      ['United Kingdom', '5', '5', '17.00', '23.50'],
    ]);
  });

  it('shows what each day brought in, and what was taken back', async () => {
    expect(
      await rows('gold/daily_sales.parquet', 'invoice_day, lines, sales_usd, cancelled_usd, revenue_usd'),
    ).toEqual([
      // 19.13 + 17.25 + 1.56.
      ['2010-12-01', '3', '37.94', '0.00', '37.94'],
      ['2010-12-02', '2', '0.00', '-3.19', '-3.19'],
      ['2011-01-04', '1', '6.00', '0.00', '6.00'],
    ]);
  });

  it('shows how much guests buy', async () => {
    expect(await rows('gold/guest_share.parquet', 'is_guest, lines, revenue_usd')).toEqual([
      [false, '4', '39.19'],
      [true, '2', '1.56'],
    ]);
  });
});

describe('the report', () => {
  it('accounts for every line that was delivered', () => {
    expect(tableNamed('bronze', 'online-retail')).toMatchObject({ read: 16, written: 16 });
    expect(tableNamed('silver', 'invoice_lines')).toMatchObject({
      read: 16,
      written: 11,
      deduplicated: 1,
      filtered: 0,
      quarantined: { 'missing:country': 1, 'range:unit_price': 2, 'type:quantity': 1 },
    });
    expect(tableNamed('silver', 'dollar_rates')).toMatchObject({ read: 4, written: 2, filtered: 2 });
    expect(tableNamed('silver', 'invoice_amounts')).toMatchObject({
      read: 11,
      written: 9,
      quarantined: { 'missing-rate': 2 },
    });
    for (const { table, read, written, deduplicated, filtered, aggregated, quarantined } of report.tables) {
      const bad = Object.values(quarantined).reduce((sum, count) => sum + count, 0);
      expect([table, written + deduplicated + filtered + aggregated + bad]).toEqual([table, read]);
    }
  });

  it('names the files, and ignores no column of theirs', () => {
    expect(report.input).toEqual({
      kind: 'files',
      files: { 'online-retail': ['rows.csv'], 'exchange-rates': ['rows.csv'] },
      skippedFiles: [],
      ignoredColumns: {},
      driftedColumns: {},
      quarantinedFiles: [],
    });
  });
});
