import {
  convertCurrency,
  dataContract,
  days,
  mapping,
  read,
  readTimeRange,
  silverTable,
  t,
} from '../../model';
import { type Inputs, textTable } from './targets';

/** Payments that change and come late, and dated rates that come late too. */

/** So many days late may a payment or a rate be, counted in daily windows. */
export const LATENESS = 3;

const batch = {
  kind: 'batch' as const,
  every: days(1),
  from: { kind: 'files' as const, format: 'csv' as const },
};
const payments = dataContract('payments', {
  description: 'Payments, and what becomes of them',
  columns: {
    id: t.string(5).key(),
    at: t.timestamp(),
    status: t.string(10),
    currency: t.string(3),
    amount: t.decimal(8, 2),
  },
  eventTime: 'at',
  delivery: batch,
  expectedRowsPerDay: 10,
});
const rates = dataContract('rates', {
  description: 'Rates of the day',
  columns: { currency: t.string(3).key(), day: t.date().key(), rate: t.decimal(8, 4) },
  eventTime: 'day',
  delivery: batch,
  expectedRowsPerDay: 1,
});

/** The newest version of each payment. */
export const cleanPayments = mapping(payments, { name: 'clean_payments' });
/** One rate for each currency and day. */
export const cleanRates = mapping(rates, { name: 'clean_rates' });

type Payments = ReturnType<typeof read<NonNullable<(typeof cleanPayments)['schema']>>>;

const inEuros = (flow: Payments) =>
  convertCurrency(
    flow.filter((row) => row.status.equals('captured')).derive((row) => ({ booking_day: row.at.toDate() })),
    {
      amounts: { amount: 'amount_eur' },
      currency: 'currency',
      day: 'booking_day',
      base: 'EUR',
      maxAgeDays: 2,
      rates: {
        flow: read(cleanRates),
        currency: 'currency',
        day: 'day',
        rate: 'rate',
        quote: 'base-per-unit',
      },
    },
  );

/** Captured payments in euros: the recent ones replaced at each run. */
export const booked = silverTable('booked', {
  flow: inEuros(readTimeRange(cleanPayments, { timeColumn: 'at', lookback: days(LATENESS) })),
  key: ['id'],
});
/** The same, computed whole. */
export const bookedWhole = silverTable('booked', {
  flow: inEuros(read(cleanPayments)),
  key: ['id'],
  write: 'overwrite',
});
/** What is large among them: of a table that loses rows. */
export const large = silverTable('large', {
  flow: readTimeRange(booked, { timeColumn: 'at', lookback: days(LATENESS) })
    .filter((row) => row.amount_eur.greaterThanOrEqual(100))
    .rename({ at: 'paid_at' }),
  key: ['id'],
});
/** The same, computed whole. */
export const largeWhole = silverTable('large', {
  flow: read(bookedWhole)
    .filter((row) => row.amount_eur.greaterThanOrEqual(100))
    .rename({ at: 'paid_at' }),
  key: ['id'],
  write: 'overwrite',
});

/** A payment as it is delivered; days are counted from the first. */
export interface PaymentVersion {
  readonly id: string;
  readonly day: number;
  readonly minute: number;
  readonly status: string;
  readonly currency: string;
  readonly amount: number;
}

/** A rate as it is delivered. */
export interface RateVersion {
  readonly currency: string;
  readonly day: number;
  readonly rate: number;
}

/** A day, counted from the first, as `YYYY-MM-DD`. */
export function dayOf(count: number): string {
  return new Date(Date.UTC(2026, 0, 5 + count)).toISOString().slice(0, 10);
}

/** Bronze rows of one window. */
export function delivered(paid: readonly PaymentVersion[], rated: readonly RateVersion[]): Inputs {
  const text = (...names: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries([...names, '_source_file', '_run_id'].map((name) => [name, 'string']));
  return {
    payments: textTable(
      text('id', 'at', 'status', 'currency', 'amount'),
      ...paid.map(({ id, day, minute, status, currency, amount }) => [
        id,
        `${dayOf(day)} 12:${String(minute).padStart(2, '0')}:00`,
        status,
        currency,
        amount.toFixed(2),
        'f',
        'r',
      ]),
    ),
    rates: textTable(
      text('currency', 'day', 'rate'),
      ...rated.map(({ currency, day, rate }) => [currency, dayOf(day), rate.toFixed(4), 'f', 'r']),
    ),
  };
}
