import { mkdirSync, writeFileSync } from 'node:fs';
import {
  company as declareCompany,
  type DataContract,
  department,
  literal,
  mapping,
  read,
  silverTable,
} from '../../model';
import { preview } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { sniff } from '../../sniff';
import { evaluated } from '../support/proposed-module';
import { PUBLIC_LAYOUTS } from '../support/public-layouts';
import { dev } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

/** What `docs/first-look.md` says of a source with a column for each currency. */
it('columns for currencies become rows by a union of one selection for each', async () => {
  mkdirSync(folder.at('data', 'rates'), { recursive: true });
  for (const [name, content] of Object.entries(PUBLIC_LAYOUTS['rates']!))
    writeFileSync(folder.at('data', 'rates', name), content);
  const { module } = await sniff({ paths: [folder.at('data', 'rates')] });
  const rates = evaluated(module)['rates'] as DataContract<{
    readonly date: 'date';
    readonly usd: 'decimal';
    readonly jpy: 'decimal';
    readonly gbp: 'decimal';
  }>;
  const wide = mapping(rates, { name: 'wide_rates' });
  const of = (currency: 'usd' | 'jpy' | 'gbp') =>
    read(wide)
      .derive((row) => ({ currency: literal(currency.toUpperCase()), rate: row[currency].toDecimal(12, 5) }))
      .select('date', 'currency', 'rate');
  const long = silverTable('rates_by_currency', {
    description: 'Rates, a row for each currency',
    key: ['date', 'currency'],
    write: 'overwrite',
    flow: of('usd')
      .union(of('jpy'))
      .union(of('gbp'))
      .dedupe({ by: ['date', 'currency'], newest: [] }),
  });
  const treasury = department('treasury', { description: 'Rates', sources: [rates], tables: [wide, long] });
  const company = declareCompany('Rates', { code: 'rates', departments: [treasury], environments: [dev] });
  await preview(company, { data: folder.at('data'), out: folder.at('out') });
  const engine = await DuckDb.open();
  const file = folder.at('out', 'silver', 'rates_by_currency.parquet');
  const rows = await engine.rows(
    `SELECT currency, count(*) AS days, min(rate) > 0 AS sound FROM '${file}' GROUP BY ALL ORDER BY ALL`,
  );
  engine.close();
  expect(rows).toEqual([
    { currency: 'GBP', days: '64', sound: true },
    { currency: 'JPY', days: '64', sound: true },
    { currency: 'USD', days: '64', sound: true },
  ]);
});
