import { dataContract, department, describeIssue, t } from '../../model';
import { formatReport, type RunReport } from '../../preview';
import { companyIssues } from '../../validation';
import { Deliveries, HEADER, orders, visits } from '../support/deliveries';
import { smallCompany } from '../support/small-company';

// Columns that come and go: never lost, never fatal, always said.

const { run, write, parquet, bronze } = Deliveries.forEachTest();

const drifted = ({ input }: RunReport) => (input.kind === 'files' ? input.driftedColumns : undefined);
const unknown = (column: string, files: number, first: string) => ({
  column,
  drift: 'unknown',
  files,
  first,
});
const lacking = (column: string, files: number, first: string) => ({
  column,
  drift: 'lacking',
  files,
  first,
});
const AT = '2026-01-01 00:00:00';

describe('columns that come and go', () => {
  it('are none where files have the columns of the contract, in any order', async () => {
    write({
      'orders/a.csv': `${HEADER}1,n,5,${AT}\n`,
      'orders/b.csv': `at,note,OrderId,amount\n${AT},n,2,5\n`,
    });
    const report = await run(orders);
    expect(drifted(report)).toEqual({});
    expect(formatReport(report)).not.toContain('Columns that came or went');
  });

  it('of CSV are reported by file: since which, and in how many', async () => {
    write({
      'orders/2026-01-01.csv': `${HEADER}1,n,5,${AT}\n`,
      'orders/2026-01-02.csv': `OrderId,note,amount,at,secret\n2,n,5,${AT},Ann\n`,
      'orders/2026-01-03.csv': `OrderId,at,secret,Amount\n3,${AT},Ann,5\n`,
    });
    const report = await run(orders);
    expect(drifted(report)).toEqual({
      orders: [
        { ...unknown('Amount', 1, '2026-01-03.csv'), resembles: 'amount' },
        unknown('secret', 2, '2026-01-02.csv'),
        lacking('amount', 1, '2026-01-03.csv'),
        lacking('note', 1, '2026-01-03.csv'),
      ],
    });
    expect(await bronze('orders')).toEqual(['1', '2', '3']);
    const text = formatReport(report);
    expect(text).toMatch(
      /orders +Amount +not in the contract; is it "amount", which they lack\? +1 of 3 +2026-01-03\.csv/,
    );
    expect(text).toMatch(/orders +note +nullable, and not there +1 of 3 +2026-01-03\.csv/);
    // Names alone: what is in a column that nobody declared may be about a person.
    expect(text).not.toContain('Ann');
  });

  it('of CSV are null where they are lacking, in Azure too', async () => {
    write({ 'orders/a.csv': `OrderId,at,more\n1,${AT},x\n` });
    const { tables } = await run(orders);
    expect(tables[0]).toMatchObject({ written: 1, quarantined: {} });
    expect(tables[0]).not.toHaveProperty('failsWindow');
  });

  it('of JSON are lacking where no file has the key: single documents leave keys out', async () => {
    write({
      'visits/a.jsonl': `{"id":1,"at":"${AT}","page":"p"}\n{"id":2,"at":"${AT}"}\n`,
      'visits/b.jsonl': `{"id":3,"at":"${AT}","agent":"x"}\n`,
      'visits/c.jsonl': '',
    });
    expect(drifted(await run(visits))).toEqual({ visits: [unknown('agent', 1, 'b.jsonl')] });
    write({ 'visits/a.jsonl': `{"id":1,"at":"${AT}"}\n` });
    const report = await run(visits);
    expect(drifted(report)).toEqual({
      visits: [unknown('agent', 1, 'b.jsonl'), lacking('page', 2, 'a.jsonl')],
    });
    expect(report.tables[0]).toMatchObject({ written: 2, quarantined: {} });
    expect(report.tables[0]).not.toHaveProperty('failsWindow');
  });

  it('of Parquet are those of its schema', async () => {
    await parquet(
      'orders/a.parquet',
      `SELECT '1' AS "OrderId", TIMESTAMP '${AT}' AS at, 'n' AS note, true AS paid`,
    );
    expect(drifted(await run(orders))).toEqual({
      orders: [unknown('paid', 1, 'a.parquet'), lacking('amount', 1, 'a.parquet')],
    });
  });

  it('are still an error where the contract needs them', async () => {
    write({
      'orders/a.csv': `OrderId,note,amount,when\n1,n,5,${AT}\n`,
      'orders/b.csv': `${HEADER}2,n,5,${AT}\n`,
    });
    const report = await run(orders);
    expect(report.tables[0]?.quarantined).toEqual({ 'missing-column:at': 1 });
    expect(await bronze('orders')).toEqual(['2']);
    expect(drifted(report)).toEqual({});
  });
});

describe('ignoredColumns of a contract', () => {
  const quiet = dataContract('orders', {
    description: 'Orders',
    columns: { id: t.string(20).key().physicalName('OrderId'), at: t.timestamp() },
    eventTime: 'at',
    delivery: orders.delivery,
    expectedRowsPerDay: 10,
    ignoredColumns: ['internal', 'row no'],
  });

  it('are known, and so not told; others are', async () => {
    write({ 'orders/a.csv': `OrderId,internal,row no,new,at\n1,x,1,y,${AT}\n` });
    const report = await run(quiet);
    expect(drifted(report)).toEqual({ orders: [unknown('new', 1, 'a.csv')] });
    expect(report.input).toMatchObject({ ignoredColumns: { 'orders/a.csv': ['internal', 'row no', 'new'] } });
  });

  it('are no columns of the contract, and each once', () => {
    const issues = (ignoredColumns: readonly string[]): string[] =>
      companyIssues(
        smallCompany({
          departments: [
            department('sales', {
              description: 'Sells',
              sources: [{ ...quiet, ignoredColumns }],
              tables: [],
            }),
          ],
        }),
      ).map(describeIssue);
    expect(issues(['internal', 'id'])).toEqual([]);
    expect(issues(['OrderId', 'x', 'x'])).toEqual([
      'LH0003 sales/orders: "ignoredColumns" has "x" 2 times; allowed: each name once; rename or remove one "x"',
      'LH1451 sales/orders: "ignoredColumns" names "OrderId", which is the name of a column of the contract in files; allowed: names that no column has; remove it here, or remove the column',
    ]);
  });
});
