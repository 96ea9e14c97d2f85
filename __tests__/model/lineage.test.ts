import {
  alert,
  bronzeRows,
  type ColumnInfo,
  convertCurrency,
  count,
  dataContract,
  type Flow,
  hours,
  literal,
  mapping,
  max,
  read,
  type Schema,
  stepsOf,
  sum,
  t,
} from '../../model';

/** Where a column comes from, and how widely it may be seen, through every step. */
const delivery = { kind: 'stream', partitions: 1, every: hours(1) } as const;
const orders = dataContract('orders', {
  description: 'Orders',
  columns: {
    id: t.long().key(),
    email: t.string(120).personal().subject('customer'),
    name: t.string(80).nullable().personal({ keep: true, reason: 'printed on the parcel' }),
    country: t.string(2).public(),
    currency: t.string(3),
    amount: t.decimal(12, 2),
    day: t.date(),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery,
  expectedRowsPerDay: 10,
});
const rates = dataContract('rates', {
  description: 'Rates',
  columns: {
    currency: t.string(3).key().public(),
    day: t.date().key().public(),
    rate: t.decimal(9, 4).public(),
  },
  eventTime: 'day',
  delivery,
  expectedRowsPerDay: 10,
});
const clean = mapping(orders);
const cleanRates = mapping(rates);

function origin(columns: readonly ColumnInfo[], name: string): [string, ...string[]] {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`no column ${name}`);
  return [column.classification, ...column.lineage];
}
const originIn = <S extends Schema>(flow: Flow<S>, name: Extract<keyof S, string>): string[] =>
  origin(flow.relation.columns, name);

describe('a mapping', () => {
  it('carries the classification of the contract', () => {
    expect(origin(clean.columns, 'country')).toEqual(['public', 'orders.country']);
    expect(origin(clean.columns, 'amount')).toEqual(['internal', 'orders.amount']);
    expect(origin(clean.columns, 'name')).toEqual(['personal', 'orders.name']);
  });

  it('turns what is pseudonymised into something internal, 64 characters long', () => {
    expect(origin(clean.columns, 'email')).toEqual(['internal', 'orders.email']);
    expect(clean.columns.find(({ name }) => name === 'email')?.type).toEqual({ kind: 'string', length: 64 });
  });

  it('promises values where the contract does, and nowhere else', () => {
    const nullable = clean.columns.flatMap((column) => (column.nullable ? [column.name] : []));
    expect(nullable).toEqual(['name']);
  });

  it('keeps raw personal values in bronze and quarantine only', () => {
    const bronze = bronzeRows(orders);
    expect(origin(bronze.columns, 'email')).toEqual(['personal', 'orders.email']);
    expect(origin(bronze.columns, '_source_file')).toEqual(['internal']);
    // Nothing is known of a row before it is checked.
    for (const { name, nullable, type } of bronze.columns)
      expect([name, nullable, type]).toEqual([name, true, { kind: 'string', length: 2000 }]);
    const check = stepsOf(clean.relation).find(({ step }) => step === 'check');
    expect(check).toMatchObject({ name: 'contract', quarantined: bronze.columns.map(({ name }) => name) });
  });

  it('keeps the columns of the contract, in its order', () => {
    expect(clean.columns.map(({ name }) => name)).toEqual(Object.keys(orders.columns));
  });
});

it('an alert sees events as they arrive: any value may be missing', () => {
  const { relation } = alert('cheap-order', orders, {
    description: 'An order for little money came in',
    when: (event) => event.amount.lessThan(1),
    payload: ['id', 'amount'],
  });
  expect(relation.columns.map(({ name, nullable, lineage }) => [name, nullable, lineage])).toEqual([
    ['id', true, ['orders.id']],
    ['amount', true, ['orders.amount']],
  ]);
});

describe('a derived column', () => {
  it('has the strictest classification of what it is computed from, and the lineage of all', () => {
    const flow = read(clean).derive((row) => ({
      label: row.country.concat(' ', row.name),
      place: row.country.concat(row.currency),
      upper: row.country.upper(),
    }));
    expect(originIn(flow, 'label')).toEqual(['personal', 'orders.country', 'orders.name']);
    expect(originIn(flow, 'place')).toEqual(['internal', 'orders.country', 'orders.currency']);
    expect(originIn(flow, 'upper')).toEqual(['public', 'orders.country']);
  });

  it('is public without an origin when it is a constant', () => {
    expect(
      originIn(
        read(clean).derive(() => ({ one: literal(1) })),
        'one',
      ),
    ).toEqual(['public']);
  });

  it('is internal as a pseudonym, and only as one', () => {
    const flow = read(clean).derive((row) => ({
      who: row.name.pseudonym(),
      both: row.name.concat(row.name.pseudonym()),
      known: row.name.isNotNull(),
      open: row.country.pseudonym(),
    }));
    expect(originIn(flow, 'who')).toEqual(['internal', 'orders.name']);
    expect(originIn(flow, 'both')).toEqual(['personal', 'orders.name']);
    expect(originIn(flow, 'known')).toEqual(['personal', 'orders.name']);
    expect(originIn(flow, 'open')).toEqual(['public', 'orders.country']);
  });

  it('replaces the origin of the column it replaces', () => {
    const flow = read(clean).derive((row) => ({ country: row.name, name: row.country }));
    expect(originIn(flow, 'country')).toEqual(['personal', 'orders.name']);
    expect(originIn(flow, 'name')).toEqual(['public', 'orders.country']);
  });
});

describe('steps that pick, match and group', () => {
  const converted = convertCurrency(read(clean), {
    amounts: { amount: 'amount_eur' },
    currency: 'currency',
    day: 'day',
    base: 'EUR',
    rates: { flow: read(cleanRates), currency: 'currency', day: 'day', rate: 'rate', quote: 'base-per-unit' },
  });

  it('keep the origin under a new name', () => {
    expect(originIn(read(clean).select('id', 'name').rename({ name: 'who' }), 'who')).toEqual([
      'personal',
      'orders.name',
    ]);
  });

  it('keep a key while all of its columns are there', () => {
    const keyOf = (flow: Flow<never>): unknown => flow.relation.key;
    const rows = read(cleanRates);
    expect(keyOf(rows.select('day', 'currency') as never)).toEqual(['currency', 'day']);
    expect(keyOf(rows.rename({ day: 'since' }) as never)).toEqual(['currency', 'since']);
    expect(keyOf(rows.select('currency', 'rate') as never)).toBeUndefined();
    expect(keyOf(rows.filter((row) => row.rate.greaterThan(0)) as never)).toEqual(['currency', 'day']);
  });

  it('bring the origin of both sides of a join', () => {
    expect(originIn(converted, 'amount_eur')).toEqual([
      'internal',
      'orders.amount',
      'orders.currency',
      'rates.rate',
    ]);
    expect(originIn(converted, 'exchange_rate')).toEqual(['internal', 'orders.currency', 'rates.rate']);
  });

  it('leave a column nullable that a left join or an as-of join adds', () => {
    const [own, other] = [read(clean).select('id', 'country'), read(clean).select('id', 'amount')];
    const nullable = (how: 'inner' | 'left') =>
      own.join(other, { on: ['id'], how }).relation.columns.find(({ name }) => name === 'amount')?.nullable;
    expect([nullable('inner'), nullable('left')]).toEqual([false, true]);
    const rated = read(clean)
      .select('id', 'currency', 'day')
      .asOfJoin(read(cleanRates).rename({ day: 'valid' }), {
        on: ['currency'],
        day: 'day',
        otherDay: 'valid',
        maxAgeDays: 1,
      });
    expect(rated.relation.columns.map(({ name, nullable: can }) => [name, can])).toEqual([
      ['id', false],
      ['currency', false],
      ['day', false],
      ['rate', true],
    ]);
  });

  it('carry it through groups and aggregates', () => {
    const grouped = read(clean).aggregate(
      (row) => ({ country: row.country, initial: row.name }),
      (row) => ({ orders: count(), latest: max(row.name), amount: sum(row.amount) }),
    );
    expect(originIn(grouped, 'country')).toEqual(['public', 'orders.country']);
    expect(originIn(grouped, 'initial')).toEqual(['personal', 'orders.name']);
    expect(originIn(grouped, 'orders')).toEqual(['public']);
    expect(originIn(grouped, 'latest')).toEqual(['personal', 'orders.name']);
    expect(originIn(grouped, 'amount')).toEqual(['internal', 'orders.amount']);
    expect(grouped.relation.key).toEqual(['country', 'initial']);
  });

  it('know that a total of no rows is null', () => {
    const total = read(clean).aggregate(
      () => ({}),
      (row) => ({ amount: sum(row.amount) }),
    );
    expect(total.relation.columns[0]).toMatchObject({ name: 'amount', nullable: true });
    expect(total.relation.key).toEqual([]);
  });

  it('merge both sides of a union', () => {
    const left = read(clean).select('id', 'country');
    const right = read(clean).select('id', 'name').rename({ name: 'country' });
    const [, country] = left.union(right.derive((row) => ({ country: row.country.lower() }))).relation
      .columns;
    expect(country).toMatchObject({
      name: 'country',
      nullable: true,
      classification: 'personal',
      lineage: ['orders.country', 'orders.name'],
    });
  });
});
