import { personsCompany } from '../support/persons-company';
import { terraformOf } from '../support/simulated-company';
import { Bench, row } from './azure-fixtures';
import { platformOf } from './azure/platform';
import type { Row } from './azure/storage';

const platform = platformOf(terraformOf(personsCompany));
/** Its silver tables. */
export const SILVER = ['clean_people', 'clean_payments', 'booked', 'worth'];
/** The days that it has pages of. */
export const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03'];
/** Columns of silver that tell where a row came from. */
export const METADATA = ['_source_file', '_run_id'];

/** A person, as the page of a day has her; where she lives is not known on the first. */
export const person = (id: string, day: string): Row =>
  row(`${id}-${day}`, {
    ...{ person_id: id, name: `Name of ${id}`, country: 'GB' },
    street: day === DAYS[0] ? null : `Street of ${id}, ${day}`,
    changed_at: `${day} 10:00:00`,
  });
const payment = (id: string, day: string): Row =>
  row(`${id}-${day}`, {
    ...{ payment_id: `p${id.length}-${day}`, email: `${id}@example.com`, person_id: id, amount: '10.50' },
    paid_on: day,
  });

/** The parameters of a day's window. */
export const windowOf = (day: string): { windowStart: string } => ({ windowStart: `${day}T00:00:00Z` });

/** What a lake of persons is filled from. */
interface Filling {
  /** Days whose windows have run. @default all */
  readonly days?: readonly string[];
  /** Who is in the page of each day. */
  readonly persons?: readonly string[];
  /** What pseudonyms are made with. */
  readonly pepper: string;
}

/** A company that knows persons, with the pages of all days, after the windows of some. */
export function lakeOfPersons({ days = DAYS, persons = ['Ada', 'Grace'], pepper }: Filling): Bench {
  const bench = new Bench(platform);
  bench.lake.write('shop-secrets', 'pepper.json', [row('secret', { pepper })], 0);
  for (const day of DAYS) {
    bench.pages.set(
      `people/${day}.csv`,
      persons.map((id) => person(id, day)),
    );
    bench.pages.set(
      `payments/${day}.csv`,
      persons.map((id) => payment(id, day)),
    );
  }
  for (const day of days) expect(bench.run('shop_wave_daily', windowOf(day))).toBe('Succeeded');
  return bench;
}
