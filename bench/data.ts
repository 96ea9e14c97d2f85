import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Days that the deliveries cover, a file of payments for each. */
const DAYS = 28;

const FIRST_DAY = '2026-01-05';

/** How far behind its first delivery a payment is repeated or corrected; not a multiple of 50, so that no repetition is repeated. */
const BEHIND = 1001;

/**
 * Numbers that look random and are the same on every machine and in every release: row × a prime, modulo a prime.
 *
 * @param row name of the column that counts rows.
 * @param salt another one gives other numbers.
 * @param below the numbers are whole, from 0 up to but not including it.
 */
const spread = (row: string, salt: number, below: number): string =>
  `((${row} * 2654435761 + ${salt * 805_459_861}) % 4294967291 * ${2 * salt + 1} % 1000003 % ${below})`;

const pick = (row: string, salt: number, values: readonly string[]): string =>
  `list_extract([${values.map((value) => `'${value}'`).join(', ')}], CAST(${spread(row, salt, values.length)} + 1 AS INTEGER))`;

/**
 * Writes deliveries in the layout of the reference company's contracts: payments as JSON Lines, rates as CSV.
 *
 * Of 100 payments, two repeat an earlier one, one corrects an earlier one, and about one breaks a rule of the contract; a
 * few have blanks around their text or a currency without rates. Rates come on working days only, one of them late and
 * one unreadable.
 */
export async function writeData(folder: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  mkdirSync(join(folder, 'transactions'), { recursive: true });
  mkdirSync(join(folder, 'exchange-rates'), { recursive: true });
  for (let day = 0; day < DAYS; day++) {
    const first = Math.floor((day * rows) / DAYS);
    const end = Math.floor(((day + 1) * rows) / DAYS);
    const file = join(folder, 'transactions', `${String(day + 1).padStart(2, '0')}.jsonl`);
    await connection.run(`COPY (${payments(first, end, rows)}) TO '${file}' (FORMAT json)`);
  }
  await connection.run(
    `COPY (${rates()}) TO '${join(folder, 'exchange-rates', 'rates.csv')}' (FORMAT csv, HEADER true)`,
  );
  connection.closeSync();
  instance.closeSync();
}

function payments(first: number, end: number, rows: number): string {
  const spoilt = (position: number): string => `delivered % 1000 = ${position}`;
  return `
    WITH lines AS (
      SELECT range AS delivered, range % 100 = 21 AND range >= ${BEHIND} AS is_correction,
        CASE WHEN range >= ${BEHIND} AND (range % 50 = 7 OR range % 100 = 21) THEN range - ${BEHIND} ELSE range END AS line
      FROM range(${first}, ${end})
    ), valued AS (
      SELECT *,
        CAST(${spread('line', 1, 89900)} + 100 + CASE WHEN is_correction THEN 50 ELSE 0 END AS INTEGER) AS cents,
        CAST(DATE '${FIRST_DAY}' + CAST(line * ${DAYS} // ${rows} AS INTEGER) AS TIMESTAMP)
          + to_milliseconds(${spread('line', 2, 86000)} * 1000 + ${spread('line', 3, 1000)})
          + to_seconds(CASE WHEN is_correction THEN 60 ELSE 0 END) AS moment
      FROM lines
    )
    SELECT
      'T' || lpad(CAST(line + 1 AS VARCHAR), 9, '0') AS transaction_id,
      CASE WHEN NOT ${spoilt(103)} THEN 'O' || lpad(CAST(line // 2 + 1 AS VARCHAR), 9, '0') END AS order_id,
      CASE WHEN ${spread('line', 4, 10)} = 0 THEN 'refund' ELSE 'sale' END AS kind,
      CASE WHEN ${spoilt(204)} THEN 'unknown' WHEN ${spread('line', 5, 13)} = 0 THEN 'refused' ELSE 'captured' END AS status,
      CAST(CASE
        WHEN ${spoilt(305)} THEN '"n/a"'
        WHEN ${spoilt(306)} THEN '-1.50'
        ELSE cents // 100 || '.' || lpad(CAST(cents % 100 AS VARCHAR), 2, '0')
      END AS JSON) AS amount,
      CASE
        WHEN ${spoilt(402)} THEN 'eur'
        WHEN ${spread('line', 6, 100)} = 0 THEN 'XTS'
        ELSE ${pick('line', 7, ['EUR', 'EUR', 'EUR', 'EUR', 'USD', 'USD', 'GBP', 'SEK', 'PLN'])}
      END AS currency,
      CASE WHEN delivered % 500 = 43 THEN '  ' ELSE '' END || ${pick('line', 8, ['DE', 'FR', 'GB', 'NL', 'PL', 'SE', 'US'])} AS country,
      ${pick('line', 9, ['web', 'app', 'store'])} || CASE WHEN delivered % 500 = 44 THEN ' ' ELSE '' END AS channel,
      CASE WHEN ${spread('line', 10, 10)} > 0 THEN 'person' || ${spread('line', 11, 200000)} || '@example.com' END AS customer_email,
      CASE
        WHEN ${spoilt(508)} THEN 'yesterday'
        WHEN ${spoilt(509)} THEN '2026-02-31T10:00:00Z'
        ELSE strftime(moment, '%Y-%m-%dT%H:%M:%S.%gZ')
      END AS occurred_at
    FROM valued ORDER BY delivered`;
}

function rates(): string {
  return `
    WITH days AS (
      SELECT CAST(DATE '${FIRST_DAY}' + CAST(range AS INTEGER) AS DATE) AS rate_date, range AS number FROM range(${DAYS})
    ), currencies AS (
      SELECT unnest(['USD', 'GBP', 'SEK', 'PLN']) AS currency, unnest([870000, 1150000, 91000, 233000]) AS millionths
    )
    SELECT rate_date, currency,
      CASE
        WHEN number = 8 AND currency = 'PLN' THEN 'n/a'
        ELSE CAST(CAST(CAST(millionths + ${spread('number', 12, 4000)} AS DECIMAL(12, 0)) * 0.000001 AS DECIMAL(12, 6)) AS VARCHAR)
      END AS rate
    FROM days CROSS JOIN currencies WHERE dayofweek(rate_date) NOT IN (0, 6)
    ORDER BY rate_date = DATE '${FIRST_DAY}' + 2, rate_date, currency`;
}
