import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SourceConnector, type Company, company, dataContract, department, hours, t } from '../../model';
import { exchangeRates, transactions } from '../../departments/operations/contracts';
import { preview, writeSampleData } from '../../preview';
import { temporaryFolder } from '../support/temporary-folder';

/** Made-up deliveries: the same for the same seed, with everything in them that goes wrong with real ones. */
const folder = temporaryFolder();

type Cells = Readonly<Record<string, string | number | null>>;
const contracts = [transactions, exchangeRates];

/** The files of a seed, by path. */
function filesOf(seed: number): Record<string, string> {
  const home = writeSampleData(contracts, folder.at(`${seed}-${Math.random()}`), { seed });
  return Object.fromEntries(
    contracts.flatMap(({ name }) =>
      readdirSync(join(home, name)).map((file) => [
        `${name}/${file}`,
        readFileSync(join(home, name, file), 'utf8'),
      ]),
    ),
  );
}
/** Events with the day of the file they came in. */
function events(files: Readonly<Record<string, string>>): { readonly day: string; readonly cells: Cells }[] {
  return Object.entries(files).flatMap(([path, content]) =>
    path.startsWith('transactions/')
      ? content
          .trimEnd()
          .split('\n')
          .map((line) => ({ day: path.slice(13, 23), cells: JSON.parse(line) as Cells }))
      : [],
  );
}

describe('sample data', () => {
  it('has the same bytes for the same seed, and others for another', () => {
    const [first, again, other] = [filesOf(1), filesOf(1), filesOf(2)];
    expect(again).toEqual(first);
    expect(Object.keys(other)).toEqual(Object.keys(first));
    const weekdays = Object.keys(first).filter((path) => first[path]!.split('\n').length > 2);
    for (const path of weekdays) expect([path, other[path] === first[path]]).toEqual([path, false]);
  });

  it('has a file a day: JSON Lines of a stream, and what a batch delivers', () => {
    const days = Array.from({ length: 14 }, (_, index) => `2026-01-${String(index + 5).padStart(2, '0')}`);
    expect(Object.keys(filesOf(1))).toEqual([
      ...days.map((day) => `transactions/${day}.jsonl`),
      ...days.map((day) => `exchange-rates/${day}.csv`),
    ]);
  });

  it.each<[SourceConnector, string]>([
    [{ kind: 'rest', baseUrl: 'https://a.example.com', path: 'rows' }, 'jsonl'],
    [
      {
        kind: 'sql',
        server: 'a.database.windows.net',
        database: 'd',
        table: 'T',
        watermark: 'at',
      },
      'csv',
    ],
    [{ kind: 'files', format: 'json-lines' }, 'jsonl'],
    [{ kind: 'files', format: 'csv' }, 'csv'],
  ])('has files that the preview reads, wherever rows come from: $kind', (from, extension) => {
    const rows = dataContract('rows', {
      description: 'Rows',
      columns: { id: t.long().key(), at: t.timestamp() },
      eventTime: 'at',
      delivery: { kind: 'batch', every: hours(1), from },
      expectedRowsPerDay: 5,
    });
    const files = readdirSync(join(writeSampleData([rows], folder.path, { seed: 1 }), 'rows'));
    expect(files).toHaveLength(14);
    for (const file of files) expect(file).toMatch(new RegExp(`^2026-01-\\d\\d\\.${extension}$`));
  });

  it('has rates of working days, one for each currency, under a header', () => {
    const files = filesOf(3);
    for (const [path, content] of Object.entries(files).filter(([name]) =>
      name.startsWith('exchange-rates/'),
    ))
      expect([path, content.split('\n')[0]]).toEqual([path, 'rate_date,currency,rate']);
    expect(files['exchange-rates/2026-01-10.csv']).toBe('rate_date,currency,rate\n');
    const rows = files['exchange-rates/2026-01-05.csv']!.trimEnd().split('\n').slice(1);
    expect(new Set(rows.map((row) => row.split(',')[1]))).toEqual(new Set(['USD', 'GBP', 'SEK', 'PLN']));
  });

  describe('of the reference company', () => {
    let rows: ReturnType<typeof events> = [];
    beforeEach(() => {
      if (rows.length === 0) rows = events(filesOf(1));
    });
    const count = (condition: (cells: Cells, day: string) => boolean): number =>
      rows.filter(({ cells, day }) => condition(cells, day)).length;
    const text = (cells: Cells, name: string): string => String(cells[name] ?? '');

    it('has rows that come twice, and rows that are corrected', () => {
      const reported = rows.map(({ cells }) => cells);
      const lines = reported.map((cells) => JSON.stringify(cells));
      expect(lines.length - new Set(lines).size).toBeGreaterThan(50);
      const versions = new Map<string, Set<string>>();
      for (const cells of reported.filter(({ transaction_id: id }) => id !== null && id !== undefined)) {
        const id = text(cells, 'transaction_id');
        versions.set(id, (versions.get(id) ?? new Set()).add(JSON.stringify(cells)));
      }
      expect([...versions.values()].filter(({ size }) => size > 1).length).toBeGreaterThan(20);
    });

    it('has rows that come days late, and none that come early', () => {
      const isTimestamp = (cells: Cells): boolean => /^2026-01-\d\dT\d\d:/.test(text(cells, 'occurred_at'));
      const dayOf = (cells: Cells): string => text(cells, 'occurred_at').slice(0, 10);
      expect(count((cells, day) => isTimestamp(cells) && dayOf(cells) < day)).toBeGreaterThan(50);
      expect(
        count(
          (cells, day) =>
            isTimestamp(cells) && !text(cells, 'occurred_at').includes('T25') && dayOf(cells) > day,
        ),
      ).toBe(0);
    });

    it('has guests, missing values and values that cannot be read', () => {
      expect(count((cells) => cells['customer_email'] === null)).toBeGreaterThan(300);
      for (const required of ['amount', 'currency', 'kind', 'occurred_at'])
        expect([required, count((cells) => cells[required] === null) > 0]).toEqual([required, true]);
      expect(count((cells) => typeof cells['amount'] === 'string')).toBeGreaterThan(0);
      expect(
        count((cells) => ['yesterday', '2026-02-31T10:00:00Z'].includes(text(cells, 'occurred_at'))),
      ).toBeGreaterThan(0);
      expect(count((cells) => text(cells, 'status') === '?')).toBeGreaterThan(0);
    });

    it('has a currency that no rate is published for, and refunds of orders', () => {
      expect(count((cells) => cells['currency'] === 'XTS')).toBeGreaterThan(10);
      const refunds = rows.filter(({ cells }) => cells['kind'] === 'refund');
      const sales = new Set(
        rows.flatMap(({ cells }) => (cells['kind'] === 'sale' ? [text(cells, 'order_id')] : [])),
      );
      expect(refunds.filter(({ cells }) => sales.has(text(cells, 'order_id'))).length).toBeGreaterThan(100);
    });

    it('has amounts in the range and with the digits of the contract', () => {
      const amounts = rows.flatMap(({ cells }) =>
        typeof cells['amount'] === 'number' ? [cells['amount']] : [],
      );
      expect(amounts.length).toBeGreaterThan(5000);
      const wrong = amounts.filter(
        (amount) => amount < 1 || amount > 900 || Number(amount.toFixed(2)) !== amount,
      );
      expect(wrong).toEqual([]);
    });
  });

  it('of a source with a row a day can be read, also on days without any', async () => {
    const rare = dataContract('audits', {
      description: 'Audits, about one a day',
      columns: { id: t.string(10).key().sample({ from: 'sequence', prefix: 'A' }), at: t.timestamp() },
      eventTime: 'at',
      delivery: { kind: 'stream', partitions: 1, every: hours(1) },
      expectedRowsPerDay: 1,
    });
    const uuid = '22222222-2222-4222-8222-222222222222';
    const acme: Company = company('Acme', {
      code: 'acme',
      departments: [department('audit', { description: 'Audits', sources: [rare] })],
      environments: [
        {
          name: 'dev',
          location: 'westeurope',
          network: { kind: 'public', reason: 'holds made-up data only' },
          state: { kind: 'local' },
          tenantId: uuid,
          sqlAdministrators: { name: 'sql-administrators', objectId: uuid },
          groups: {},
        },
      ],
    });
    const out = folder.at('out');
    const { tables } = await preview(acme, { out, seed: 4 });
    const input = join(out, 'input', 'audits');
    const empty = readdirSync(input).filter((file) => readFileSync(join(input, file), 'utf8') === '');
    expect(empty).not.toEqual([]);
    expect(tables[0]?.read).toBeGreaterThanOrEqual(14);
  });
});
