import {
  type BatchDelivery,
  type DataContract,
  dataContract,
  days,
  department,
  describeIssue,
  hours,
  mapping,
  max,
  slowlyChanging,
  type SlowlyChangingProps,
  type SnapshotProps,
  type StreamDelivery,
  t,
  type Table,
} from '../../model';
import { companyIssues } from '../../validation';
import { smallCompany } from '../support/small-company';

/** Sources without a time, and histories: each mistake alone, word for word. */
const files: BatchDelivery = { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } };
const columns = {
  sku: t.string(10).key(),
  state: t.string(10),
  email: t.string(20).nullable().personal().subject('customer'),
  deleted_at: t.timestamp().nullable(),
  price: t.decimal(8, 2),
  tags: t.array({ tag: t.string(5).key() }).nullable(),
};
const contractOf = (
  snapshot: SnapshotProps<keyof typeof columns> | undefined,
  delivery: BatchDelivery | StreamDelivery = files,
  more: object = {},
) =>
  dataContract('products', {
    description: 'Products',
    columns,
    ...(snapshot !== undefined && { snapshot }),
    delivery,
    expectedRowsPerDay: 10,
    ...more,
  } as {
    description: string;
    columns: typeof columns;
    snapshot: object;
    delivery: typeof files;
    expectedRowsPerDay: number;
  });
const issues = (contract: DataContract, ...tables: Table[]): string[] => {
  const sales = department('sales', { description: 'Sells', sources: [contract], tables });
  return companyIssues(smallCompany({ departments: [sales] })).map(describeIssue);
};

describe('a snapshot', () => {
  it.each<[string, SnapshotProps<keyof typeof columns>]>([
    ['by default', {}],
    ['with a least part', { leastPercent: 100 }],
    ['with a marker in a text', { deleteMarker: { column: 'state', values: ['D'] } }],
    ['with a timestamp as marker', { deleteMarker: { column: 'deleted_at' } }],
  ])('is fine as it is meant: %s', (_, snapshot) => {
    const contract = contractOf(snapshot);
    const history = slowlyChanging('history', { from: contract, track: ['state', 'price', 'email'] });
    expect(issues(contract, mapping(contract), history)).toEqual([]);
  });

  it.each<[string, DataContract, string]>([
    [
      'neither time nor snapshot',
      contractOf(undefined),
      'LH1441 sales/products: "eventTime" is missing, and so is "snapshot"; allowed: one of them: a column that says when something happened, or snapshot for a source without one; name the column, or say snapshot: {} where each delivery holds all rows that there are',
    ],
    [
      'both',
      contractOf({}, files, { eventTime: 'deleted_at' }),
      'LH1441 sales/products: "snapshot" is said beside eventTime: \'deleted_at\'; allowed: one of them: a column that says when something happened, or snapshot for a source without one; leave one out',
    ],
    [
      'of a stream',
      contractOf(
        {},
        {
          kind: 'stream',
          partitions: 1,
          every: hours(1),
          producers: { kind: 'granted-elsewhere', reason: 'a test' },
        },
      ),
      'LH1442 sales/products: "snapshot" is said of a stream; allowed: batches, each of which holds all rows that there are; name a column that says when something happened, as eventTime',
    ],
    ...([-1, 101, 0.5, Number.NaN] as const).map((leastPercent): [string, DataContract, string] => [
      `of ${leastPercent} percent`,
      contractOf({ leastPercent }),
      `LH0002 sales/products: "snapshot.leastPercent" is ${leastPercent}; allowed: a whole number of percent from 0 to 100; say how small a delivery may be, compared with the one before it`,
    ]),
    [
      'that may be empty and may be missing',
      contractOf(
        { leastPercent: 0 },
        {
          ...files,
          from: { kind: 'files', format: 'json-lines', mayBeMissing: { reason: 'not on Sundays' } },
        },
      ),
      'LH1444 sales/products: "snapshot.leastPercent" is 0, and windows may be without a delivery (mayBeMissing); allowed: 1 to 100 percent where deliveries may be missing; say leastPercent: 1, or leave mayBeMissing out',
    ],
    [
      'with an unknown marker',
      contractOf({ deleteMarker: { column: 'stat' as 'state', values: ['D'] } }),
      'LH1443 sales/products: "snapshot.deleteMarker.column" is "stat", which is no column (did you mean "state"?); allowed: deleted_at, state; name a text, boolean, date or timestamp that is no part of the key',
    ],
    ...(
      [
        ['sku', 'is part of the key'],
        ['email', 'becomes a pseudonym'],
        ['price', 'is decimal(8,2)'],
      ] as const
    ).map(([column, is]): [string, DataContract, string] => [
      `marked by ${column}`,
      contractOf({ deleteMarker: { column } }),
      `LH1443 sales/products: "snapshot.deleteMarker.column" is "${column}", which ${is}; allowed: deleted_at, state; name a text, boolean, date or timestamp that is no part of the key`,
    ]),
    [
      'with a text as marker, without values',
      contractOf({ deleteMarker: { column: 'state', values: [] } }),
      'LH1443 sales/products: "snapshot.deleteMarker.values" is empty, and "state" is a text; allowed: one value or more for a text, none for other columns; name the values of deleted rows',
    ],
    [
      'with values of a timestamp',
      contractOf({ deleteMarker: { column: 'deleted_at', values: ['x'] } }),
      'LH1443 sales/products: "snapshot.deleteMarker.values" names values of "deleted_at", which is timestamp; allowed: one value or more for a text, none for other columns; leave "values" out',
    ],
    [
      'that is no object',
      contractOf(true as never),
      'LH9003 sales/products: "snapshot" is true; allowed: {} for the defaults, or what departs from them; correct it',
    ],
  ])('is refused %s', (_, contract, message) => {
    expect(issues(contract)).toEqual([message]);
    expect(() => mapping(contract)).not.toThrow();
    expect(() => slowlyChanging('history', { from: contract })).not.toThrow();
  });

  it('gives elements of its arrays', () => {
    const contract = contractOf({});
    const tags = mapping(contract, { each: 'tags', name: 'tags' });
    expect(issues(contract, tags)).toEqual([]);
  });

  it.each([
    [
      {},
      'changed_on',
      '"delivery.from.watermark" is "changed_on", and the source is a snapshot',
      'leave it out',
    ],
    [
      undefined,
      undefined,
      '"delivery.from.watermark" is missing',
      'name the column, or say snapshot: {} in the contract',
    ],
  ])('of a database is the whole table: %j and %s', (snapshot, watermark, got, change) => {
    const contract = dataContract('rows', {
      description: 'Rows',
      columns: { id: t.long().key(), changed_on: t.date() },
      ...(snapshot === undefined ? { eventTime: 'changed_on' } : { snapshot }),
      delivery: {
        kind: 'batch',
        every: days(1),
        from: {
          kind: 'sql',
          server: 'sql-a.database.windows.net',
          database: 'crm',
          table: 'Accounts',
          ...(watermark !== undefined && { watermark }),
        },
      },
      expectedRowsPerDay: 10,
    } as never);
    expect(issues(contract)).toEqual([
      `LH1445 sales/rows: ${got}; allowed: the column that says when a row last changed, and none for a snapshot, which is the whole table; ${change}`,
    ]);
  });
});

describe('a history', () => {
  const events = dataContract('products', {
    description: 'Products',
    columns: { ...columns, at: t.timestamp() },
    eventTime: 'at',
    delivery: files,
    expectedRowsPerDay: 10,
  });
  const issuesOf = (
    props: Omit<SlowlyChangingProps<never, never, never, never>, 'from'> & {
      readonly track?: readonly string[];
    },
  ) => issues(events, slowlyChanging('history', { ...(props as object), from: events }));

  it.each([
    [['sku'], 'names "sku", which is a part of the key'],
    [['at'], 'names "at", which dates the rows'],
    [['tags'], 'names "tags", which is an array'],
    [['stat'], 'names "stat", which is no column (did you mean "state"?)'],
    [[], 'names no column, of a source with an event time'],
  ])('tracks single values that change: not %j', (track, got) => {
    const change =
      track.length === 0 ? 'name the columns that make a new version' : 'name single values that change';
    expect(issuesOf({ track } as never)).toEqual([
      `LH1447 sales/history: "track" ${got}; allowed: deleted_at, email, price, state; ${change}`,
    ]);
  });

  it('has columns of its own', () => {
    const contract = dataContract('products', {
      description: 'Products',
      columns: { sku: t.string(10).key(), valid_to: t.date(), name: t.string(5) },
      snapshot: {},
      delivery: files,
      expectedRowsPerDay: 10,
    });
    expect(issues(contract, slowlyChanging('history', { from: contract }))).toEqual([
      'LH1447 sales/history: "track" is with "valid_to", which is a column that the history adds; allowed: columns other than is_current, valid_from, valid_to; leave it out, or rename it in "then"',
    ]);
    const named = slowlyChanging('history', {
      from: contract,
      track: ['ended_on', 'name'],
      then: (rows) => rows.rename({ valid_to: 'ended_on' }),
    });
    expect(issues(contract, named)).toEqual([]);
    expect(named.columns.map(({ name }) => name)).toEqual([
      'sku',
      'ended_on',
      'name',
      'valid_from',
      'valid_to',
      'is_current',
    ]);
  });

  it('keeps the time of the rows', () => {
    const got =
      'LH1447 sales/history: "then" gives rows that nothing dates; allowed: steps that keep the event time, and of a snapshot the rows one by one; keep it, or aggregate in a table that reads the history';
    const lost = slowlyChanging('history', {
      from: events,
      track: ['price'],
      then: (rows) => rows.select('sku', 'price'),
    });
    expect(issues(events, lost)).toEqual([got]);
    const contract = contractOf({});
    const grouped = slowlyChanging('history', {
      from: contract,
      track: ['price'],
      then: (rows) =>
        rows.aggregate(
          ({ sku }) => ({ sku }),
          ({ price }) => ({ price: max(price) }),
        ),
    });
    expect(issues(contract, grouped)).toEqual([got]);
  });

  it('is of things that are told apart by more than a time', () => {
    const contract = dataContract('days', {
      description: 'Days',
      columns: { day: t.date().key(), name: t.string(5) },
      eventTime: 'day',
      delivery: files,
      expectedRowsPerDay: 10,
    });
    expect(issues(contract, slowlyChanging('history', { from: contract }))).toContain(
      'LH1447 sales/history: "from" is identified by "day" alone, its event time; allowed: sources of things that have several versions, told apart by their time; mark what identifies a thing with .key()',
    );
  });

  it('is of a contract, and says what it does not know', () => {
    expect(issues(events, slowlyChanging('history', { from: mapping(events) as never }))).not.toEqual([]);
    expect(issuesOf({ tracks: ['state'] } as never)).toEqual([
      expect.stringMatching(
        /^LH9002 sales\/history: "tracks" is no property that is known here \(did you mean "track"\?\)/,
      ),
    ]);
    expect(issuesOf({ track: 'state' } as never)).toContainEqual(
      expect.stringMatching(/^LH9003 sales\/history: "track"/),
    );
  });
});
