import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  company,
  dataContract,
  department,
  hours,
  mapping,
  read,
  silverTable,
  t,
  type Table,
} from '../../model';
import { preview, type RunReport } from '../../preview';
import { dev } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

/** Rows that join a table sideways are counted where they come from, and do not blur what became of the driving input. */
const delivery = { kind: 'stream', partitions: 1, every: hours(1) } as const;
const contractNamed = (name: string) =>
  dataContract(name, {
    description: name,
    columns: { id: t.integer().key(), amount: t.decimal(6, 2), at: t.timestamp() },
    eventTime: 'at',
    delivery,
    expectedRowsPerDay: 5,
  });
const [sales, returns] = [contractNamed('sales'), contractNamed('returns')];
const [cleanSales, cleanReturns] = [mapping(sales), mapping(returns)];
const smallReturns = () =>
  read(cleanReturns).check('small', (row) => ({ 'at-most-10': row.amount.lessThanOrEqual(10) }));

const folder = temporaryFolder();
beforeEach(() => {
  const write = (name: string, amounts: readonly number[]): void => {
    mkdirSync(folder.at('in', name), { recursive: true });
    const lines = amounts.map((amount, id) => JSON.stringify({ id, amount, at: '2026-01-05 10:00:00' }));
    writeFileSync(folder.at('in', name, 'a.jsonl'), `${lines.join('\n')}\n`);
  };
  write('sales', [1, 2, 3, 4]);
  write('returns', [5, 50, 500]);
});

async function reportOf(table: Table): Promise<RunReport['tables'][number] | undefined> {
  const owner = department('shop', {
    description: 'Sells',
    sources: [sales, returns],
    tables: [cleanSales, cleanReturns, table],
  });
  const app = company('Shop', {
    code: 'shop',
    departments: [owner],
    environments: [dev],
  });
  await preview(app, { data: folder.at('in'), out: folder.at('out') });
  const report = JSON.parse(readFileSync(folder.at('out', 'run.json'), 'utf8')) as RunReport;
  return report.tables.find(({ table: name }) => name === table.name);
}

it('counts the rows that a union adds as read', async () => {
  const both = silverTable('both', {
    key: ['id'],
    flow: read(cleanSales)
      .union(smallReturns())
      .dedupe({ by: ['id'], newest: ['at'] }),
  });
  expect(await reportOf(both)).toMatchObject({
    read: 5,
    written: 4,
    deduplicated: 1,
    filtered: 0,
    aggregated: 0,
    quarantined: {},
  });
});

it('leaves what breaks a rule beside a join out of the accounts', async () => {
  const joined = silverTable('joined', {
    key: ['id'],
    flow: read(cleanSales).join(smallReturns().select('id', 'amount').rename({ amount: 'returned' }), {
      on: ['id'],
      how: 'left',
    }),
  });
  expect(await reportOf(joined)).toMatchObject({
    read: 4,
    written: 4,
    deduplicated: 0,
    filtered: 0,
    aggregated: 0,
    quarantined: {},
  });
});
