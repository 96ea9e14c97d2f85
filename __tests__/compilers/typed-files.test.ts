import {
  type ColumnBuilder,
  company,
  dataContract,
  days,
  department,
  describeIssue,
  type FileOptions,
  type Kind,
  mapping,
  t,
  type ValueFormats,
} from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { companyIssues } from '../../validation';
import { planIn } from '../constructs/pipeline-set/connectors';
import { activityIn, type Json } from '../constructs/pipeline-set/plans';
import { Deliveries } from '../support/deliveries';
import { dev } from '../support/small-company';
import { onDataFlow, onDuckDb, textTable } from '../support/targets';

/** Sources of files whose values have types: their copy, what is refused of them, and that the text of the copy means the value. */
const { parquet, run, rowsOf } = Deliveries.forEachTest();

type Columns = Readonly<Record<string, ColumnBuilder<Kind>>>;
const base = { id: t.long().key(), at: t.timestamp() };
const contractOf = (
  format: 'parquet' | 'avro',
  columns: Columns = {},
  { options, writtenAs }: { readonly options?: FileOptions; readonly writtenAs?: ValueFormats } = {},
) =>
  dataContract<Columns>('orders', {
    description: 'Orders',
    columns: { ...base, ...columns },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'files', format, options: options ?? {} },
    },
    expectedRowsPerDay: 10,
    ...(writtenAs && { writtenAs }),
  });

describe.each([
  ['parquet', 'Parquet'],
  ['avro', 'Avro'],
] as const)('the copy of %s', (format, type) => {
  const owner = department('sales', { description: 'Sells', sources: [contractOf(format)] });
  const plan = planIn([owner], owner);
  const { typeProperties, inputs } = activityIn(plan, 'sales_copy_orders', 'CompactToBronze');

  it('reads its files by name, through a dataset of their type', () => {
    const source = typeProperties.source as Json;
    expect(source).toMatchObject({
      type: `${type}Source`,
      storeSettings: { wildcardFolderPath: 'orders', wildcardFileName: `*.${format}` },
    });
    const used = inputs[0]!.referenceName as string;
    expect(plan.datasets.find(({ name }) => name === used)).toMatchObject({
      type,
      typeProperties: { location: { type: 'AzureBlobFSLocation' } },
    });
  });

  it('finds columns by name, and makes text of typed values in one form', () => {
    const { mappings, typeConversion, typeConversionSettings } = typeProperties.translator as Json;
    expect((mappings as Json[])[0]).toEqual({ source: { name: 'id' }, sink: { name: 'id', type: 'String' } });
    expect(typeConversion).toBe(true);
    expect(typeConversionSettings).toEqual({
      allowDataTruncation: false,
      treatBooleanAsNumber: false,
      dateTimeFormat: 'yyyy-MM-dd HH:mm:ss.ffffff',
      dateTimeOffsetFormat: 'yyyy-MM-dd HH:mm:ss.ffffffzzz',
      culture: 'en-us',
    });
    expect(typeProperties.enableSkipIncompatibleRow).toBeUndefined();
  });
});

const issuesOf = (...contract: Parameters<typeof contractOf>): string[] =>
  companyIssues(
    company('Acme', {
      code: 'acme',
      departments: [department('sales', { description: 'Sells', sources: [contractOf(...contract)] })],
      environments: [dev],
    }),
  ).map((issue) => describeIssue(issue).replace(' sales/orders:', ''));

describe('files with types', () => {
  it('may be declared, with patterns of texts, epochs of numbers and null markers', () => {
    expect(
      issuesOf('parquet', {
        day: t.date().writtenAs('dd/MM/yyyy'),
        seen: t.timestamp().epoch('milliseconds'),
        due: t.timestamp().writtenAs('dd.MM.yyyy HH:mm').nullable().nullMarkers('-'),
        region: t.string(9).fromFolder('region'),
      }),
    ).toEqual([]);
  });

  it.each<[string, Parameters<typeof contractOf>, string]>([
    [
      'an option',
      ['parquet', {}, { options: { compression: 'gzip' } }],
      'LH1410 "delivery.from.options.compression" is an option of text, and the files are Parquet',
    ],
    [
      'a decimal sign',
      ['parquet', { v: t.decimal(9, 2).writtenAs({ decimal: ',' }) }],
      'LH1453 "columns.v" says how numbers are written, and the files are Parquet',
    ],
    [
      'words',
      ['avro', { v: t.boolean().writtenAs({ true: ['y'], false: ['n'] }) }],
      'LH1453 "columns.v" says how booleans are written, and the files are Avro',
    ],
    [
      'a clock',
      ['avro', {}, { writtenAs: { clock: 'Europe/Berlin' } }],
      'LH1453 "columns.at" says how its clock goes',
    ],
    [
      'a blank in a name',
      ['avro', { v: t.long().physicalName('Order Value') }],
      'LH1454 "columns.v" is "Order Value" in files of Avro',
    ],
    [
      'an array',
      ['parquet', { v: t.array({ n: t.long().key() }) }],
      'LH1011 "columns.v" is an array, and the files are Parquet, of which a copy in Data Factory reads single values alone',
    ],
    [
      'a value in an object',
      ['avro', { v: t.long().path('a', 'b') }],
      'LH1011 "columns.v" is inside an object, and the files are Avro',
    ],
  ])('have no %s', (_, contract, issue) => {
    expect(issuesOf(...contract)).toEqual([expect.stringContaining(issue)]);
  });
});

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

/** Values, as a file has them, as a copy writes them by its documentation, and what both mean: null where they break the contract. */
const VALUES: readonly (readonly [
  what: string,
  column: ColumnBuilder<Kind>,
  value: string,
  copied: string,
  means: string | null,
])[] = [
  ['a day', t.date(), "DATE '2026-01-02'", '2026-01-02 00:00:00.000000', '2026-01-02'],
  ['the last day', t.date(), "DATE '2999-12-31'", '2999-12-31 00:00:00.000000', '2999-12-31'],
  ['a day too late', t.date(), "DATE '3000-01-01'", '3000-01-01 00:00:00.000000', null],
  ['a timestamp for a day', t.date(), "TIMESTAMP '2026-01-02 00:00:01'", '2026-01-02 00:00:01.000000', null],
  ['a day as text', t.date(), "'2026-01-02'", '2026-01-02', '2026-01-02'],
  ['a day of a pattern', t.date().writtenAs('dd/MM/yyyy'), "'02/01/2026'", '02/01/2026', '2026-01-02'],
  [
    'a day beside a pattern',
    t.date().writtenAs('dd/MM/yyyy'),
    "DATE '2026-01-02'",
    '2026-01-02 00:00:00.000000',
    '2026-01-02',
  ],
  [
    'a timestamp',
    t.timestamp(),
    "TIMESTAMP '2026-01-02 03:04:05.678901'",
    '2026-01-02 03:04:05.678901',
    '2026-01-02 03:04:05.678000',
  ],
  [
    'an instant',
    t.timestamp(),
    "TIMESTAMPTZ '2026-01-02 03:04:05+00'",
    '2026-01-02 03:04:05.000000+00:00',
    '2026-01-02 03:04:05.000000',
  ],
  [
    'a timestamp beside a pattern',
    t.timestamp().writtenAs('dd.MM.yyyy HH:mm'),
    "TIMESTAMP '2026-01-02 03:04:05'",
    '2026-01-02 03:04:05.000000',
    '2026-01-02 03:04:05.000000',
  ],
  [
    'an instant beside a pattern',
    t.timestamp().writtenAs('dd.MM.yyyy HH:mm'),
    "TIMESTAMPTZ '2026-01-02 03:04:05+00'",
    '2026-01-02 03:04:05.000000+00:00',
    '2026-01-02 03:04:05.000000',
  ],
  [
    'milliseconds since 1970',
    t.timestamp().epoch('milliseconds'),
    '1767225600000::BIGINT',
    '1767225600000',
    '2026-01-01 00:00:00.000000',
  ],
  [
    'a timestamp for milliseconds',
    t.timestamp().epoch('milliseconds'),
    "TIMESTAMP '2026-01-02 03:04:05'",
    '2026-01-02 03:04:05.000000',
    null,
  ],
  ['a boolean', t.boolean(), 'true', 'True', 'true'],
  ['a decimal', t.decimal(9, 2), '1.500::DECIMAL(9,3)', '1.500', '1.50'],
  ['a small double', t.decimal(12, 8), '1e-05::DOUBLE', '1E-05', '0.00001000'],
  ['a double without a fraction', t.integer(), '3.0::DOUBLE', '3', '3'],
  ['a double with one', t.integer(), '3.5::DOUBLE', '3.5', null],
  ['no number', t.decimal(9, 2), "'nan'::DOUBLE", 'NaN', null],
  ['a long', t.long(), '9007199254740993::BIGINT', '9007199254740993', '9007199254740993'],
  ['a long too large', t.long(), '9223372036854775808::UBIGINT', '9223372036854775808', null],
  ['a marker', t.string(9).nullable().nullMarkers('-'), "'-'", '-', 'NULL'],
];

describe.each(VALUES)('%s', (_what, column, value, copied, means) => {
  const source = contractOf('parquet', { v: column });
  const expected =
    means === null
      ? []
      : [`'1' | '2026-01-01 00:00:00.000000' | ${means === 'NULL' ? 'NULL' : `'${means}'`}`];
  const names = ['id', 'at', 'v', '_source_file', '_run_id'];
  const inputs = {
    orders: textTable(Object.fromEntries(names.map((name) => [name, 'string'])), [
      '1',
      '2026-01-01 00:00:00.000000',
      copied,
      null,
      null,
    ]),
  };

  it('is read from what the copy writes, as data flow script and on DuckDB', async () => {
    const onFlow = onDataFlow(mapping(source), inputs);
    const { rows, quarantined } = await onDuckDb(mapping(source), inputs, engine);
    expect([onFlow.rows, rows]).toEqual([expected, expected]);
    const broken = means === null ? 1 : 0;
    expect([onFlow.quarantined['contract']?.length, quarantined['contract']?.length]).toEqual([
      broken,
      broken,
    ]);
  });

  it('is the same from the file itself, in a preview', async () => {
    await parquet('orders/a.parquet', `SELECT 1 AS id, TIMESTAMP '2026-01-01' AS at, ${value} AS v`);
    const { tables } = await run(source);
    const [row] = await rowsOf('silver/orders.parquet');
    expect(tables[1]?.quarantined).toEqual(means === null ? { 'type:v': 1 } : {});
    const found = row === undefined ? null : row[2] === null ? 'NULL' : String(row[2]);
    expect(found?.replace(/(:\d\d)$/, '$1.000000').replace(/\.(\d{3})$/, '.$1000')).toBe(means ?? undefined);
  });
});
