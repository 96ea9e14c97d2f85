import {
  type SourceConnector,
  dataContract,
  days,
  type Department,
  department,
  type Flow,
  goldTable,
  goldView,
  hours,
  mapping,
  minutes,
  read,
  type Schema,
  silverTable,
  sum,
  t,
  type Table,
} from '../model';

/** How large a department is. */
export interface Size {
  /** Sources, and mappings: one of each. */
  readonly sources: number;
  /** Silver tables that are computed from mappings and from each other. */
  readonly derived: number;
  /** Gold tables, half of them stored. */
  readonly gold: number;
}

const INTERVALS = [days(1), hours(1), minutes(15), hours(6)];

function originOf(index: number): SourceConnector {
  const baseUrl = `https://host${index}.example.com`;
  switch (index % 4) {
    case 0:
      return { kind: 'http', baseUrl, path: '{date}.csv', format: 'csv' };
    case 1:
      return { kind: 'rest', baseUrl, path: 'rows', paging: { kind: 'next-link', path: ['next'] } };
    case 2:
      return {
        kind: 'sql',
        server: 'sql-large.database.windows.net',
        database: 'large',
        table: `T${index}`,
        watermark: 'changed_at',
      };
    default:
      return { kind: 'files', format: 'json-lines' };
  }
}

/** A department with tables of names as long as they may be, and as many of everything as asked for. */
export function largeDepartment({ sources, derived, gold }: Size, name = 'large'): Department {
  const three = (index: number): string => String(index).padStart(3, '0');
  const contracts = Array.from({ length: sources }, (_, index) =>
    dataContract(`a-long-source-nam${three(index)}`, {
      description: `Source ${index}`,
      columns: {
        id: t.string(20).key(),
        amount: t.decimal(12, 2).atLeast(0),
        email: t.string(120).personal().subject('customer'),
        changed_at: t.timestamp(),
      },
      eventTime: 'changed_at',
      delivery: {
        kind: 'batch',
        every: INTERVALS[index % INTERVALS.length] ?? days(1),
        from: originOf(index),
      },
      expectedRowsPerDay: 1000,
    }),
  );
  const silver: Table[] = contracts.map((contract, index) =>
    mapping(contract, {
      name: `a_silver_table_with_a_very_long_nam${three(index)}`.slice(-40),
      published: index % 10 === 0,
    }),
  );
  const rowsOf = (index: number) =>
    read(silver[index % silver.length] as Table<{ id: 'string'; amount: 'decimal' }>).select('id', 'amount');
  for (let index = 0; index < derived; index++) {
    const other = rowsOf(index + 1).rename({ amount: 'other' }) as unknown as Flow<Schema>;
    silver.push(
      silverTable(`another_table_with_a_very_long_name_${three(index)}`, {
        flow: (rowsOf(index) as unknown as Flow<Schema>).join(other, { on: ['id'], how: 'left' }),
        key: ['id'],
        write: 'overwrite',
      }),
    );
  }
  const answers = Array.from({ length: gold }, (_, index): Table => {
    const flow = rowsOf(sources + index).aggregate(
      (row) => ({ id: row.id }),
      (row) => ({ total: sum(row.amount) }),
    );
    const answer = `the_gold_table_with_a_very_long_name_${three(index)}`;
    return (index % 2 === 0 ? goldTable : goldView)(answer, { key: ['id'], flow });
  });
  return department(name, {
    description: 'Has many of everything',
    sources: contracts,
    tables: [...silver, ...answers],
  });
}
