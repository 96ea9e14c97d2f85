import {
  average,
  company,
  count,
  dataContract,
  days,
  department,
  goldTable,
  goldView,
  mapping,
  read,
  readTimeRange,
  silverTable,
  sum,
  t,
} from '../../model';
import { dev, prod } from './small-company';

const delivery = (path: string) =>
  ({
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://files.example.com', path: `${path}/{date}.csv`, format: 'csv' },
  }) as const;

/** Who buys; erasure deletes the row. */
export const people = dataContract('people', {
  description: 'Who buys',
  columns: {
    person_id: t.string(20).key().subject('customer'),
    name: t.string(40).personal(),
    street: t.string(60).nullable().personal({ keep: true, reason: 'letters are sent' }),
    country: t.string(2).matching(/[A-Z]{2}/),
    changed_at: t.timestamp(),
  },
  eventTime: 'changed_at',
  delivery: delivery('people'),
  expectedRowsPerDay: 10,
});

/** What was paid; erasure keeps the row. */
export const payments = dataContract('payments', {
  description: 'What was paid',
  columns: {
    payment_id: t.string(20).key(),
    email: t.string(60).nullable().personal().subject('payer'),
    person_id: t.string(20).nullable().subject('customer'),
    amount: t.decimal(10, 2).atLeast(0),
    paid_on: t.date(),
  },
  eventTime: 'paid_on',
  delivery: delivery('payments'),
  expectedRowsPerDay: 10,
  anonymise: { reason: 'the books are kept for ten years' },
});

/** People, mapped. */
export const cleanPeople = mapping(people, { name: 'clean_people' });
/** Payments, mapped. */
export const cleanPayments = mapping(payments, { name: 'clean_payments' });

/** Payments above nothing, of the last days. */
export const booked = silverTable('booked', {
  description: 'Payments above nothing',
  key: ['payment_id'],
  flow: readTimeRange(cleanPayments, { timeColumn: 'paid_on', lookback: days(14) })
    .filter((row) => row.amount.greaterThan(0))
    .derive((row) => ({ had_email: row.email.isNotNull() })),
});

/** What each customer paid. */
export const worth = silverTable('worth', {
  description: 'What each customer paid',
  key: ['person_id'],
  write: 'overwrite',
  flow: read(booked)
    .filter((row) => row.person_id.isNotNull())
    .derive((row) => ({ person_id: row.person_id.coalesce('') }))
    .aggregate(
      (row) => ({ person_id: row.person_id }),
      (row) => ({ payments: count(), amount: sum(row.amount) }),
    ),
});

/** Whom to write to. */
export const letters = goldView('letters', {
  description: 'Whom to write to',
  key: ['person_id'],
  flow: read(cleanPeople)
    .join(read(worth), { on: ['person_id'], how: 'inner' })
    .select('person_id', 'street', 'country', 'amount'),
});

/** The same, stored. */
export const storedLetters = goldTable('stored_letters', {
  description: 'Whom to write to, stored',
  key: ['person_id'],
  flow: read(letters).select('person_id', 'street'),
});

/** By country: of nobody. */
export const countries = goldView('countries', {
  description: 'People by country',
  key: ['country'],
  flow: read(cleanPeople)
    .join(read(worth), { on: ['person_id'], how: 'inner' })
    .aggregate(
      (row) => ({ country: row.country }),
      (row) => ({ people: count(), mean: average(row.amount, 2) }),
    ),
});

/** Sells to people. */
export const shop = department('shop', {
  description: 'Sells to people',
  sources: [people, payments],
  tables: [cleanPeople, cleanPayments, booked, worth, letters, storedLetters, countries],
});

/** A company that knows persons. */
export const personsCompany = company('Persons', {
  code: 'pers',
  departments: [shop, department('office', { description: 'Knows nobody' })],
  environments: [dev, prod],
});
