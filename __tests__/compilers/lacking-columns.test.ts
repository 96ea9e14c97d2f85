import { allActivities, type Activity, type DepartmentPipelines } from '../../compilers/internal';
import { dataContract, type DataContract, days, department, type SourceConnector, t } from '../../model';
import { planIn } from '../constructs/pipeline-set/connectors';
import { pipelineNamed } from '../constructs/pipeline-set/plans';
import { runOf } from '../support/pipeline-runs';

/** How a window of CSV is taken of which a file lacks a nullable column; `azure-lacking-columns.test.ts` runs it. */

const LACKING =
  "ErrorCode=MappingColumnNameNotFoundInSourceFile,Message=Column 'note' specified in column mapping cannot be found in 'a.csv' source file.";
const MISSING = { reason: 'closed on Sundays' };
const http = { kind: 'http', baseUrl: 'https://one.example.com', path: '{date}.csv', format: 'csv' } as const;
const files = { kind: 'files', format: 'csv' } as const;
const columns = {
  id: t.long().key().physicalName('Order ID'),
  note: t.string(9).nullable(),
  at: t.timestamp(),
};
const source = (from: SourceConnector, change: object = {}): DataContract =>
  dataContract('one', {
    description: 'One',
    columns,
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from },
    expectedRowsPerDay: 10,
    ...change,
  });
const planOf = (contract: DataContract): DepartmentPipelines => {
  const owner = department('crm-desk', { description: 'Knows', sources: [contract] });
  return planIn([owner], owner);
};
const copyOf = (contract: DataContract) => pipelineNamed(planOf(contract), 'crm_desk_copy_one');
const names = (contract: DataContract) => allActivities(copyOf(contract).activities).map(({ name }) => name);
const named = (contract: DataContract, name: string): Activity =>
  allActivities(copyOf(contract).activities).find((activity) => activity.name === name)!;

describe('a copy that finds no column of its mapping', () => {
  it.each([
    ['HTTP', http],
    ['HTTP that may be missing', { ...http, mayBeMissing: MISSING }],
    ['files', files],
    ['files that may be missing', { ...files, mayBeMissing: MISSING }],
  ] as const)('is followed by another, and so does its run succeed: %s', (_, from) => {
    const copy = copyOf(source(from));
    expect(runOf(copy)).toMatchObject({
      outcome: 'Succeeded',
      endings: { CompactToBronze: 'Succeeded', FillLackingColumns: 'Skipped', RecordFailure: 'Skipped' },
    });
    expect(runOf(copy, { CompactToBronze: LACKING })).toMatchObject({
      outcome: 'Succeeded',
      endings: { CompactToBronze: 'Failed', FillLackingColumns: 'Succeeded', RecordFailure: 'Skipped' },
    });
    for (const inside of ['CheckRequiredColumns', 'RowsToDocuments', 'DocumentsToBronze'])
      expect(runOf(copy, { CompactToBronze: LACKING, [inside]: 'broken' })).toMatchObject({
        outcome: 'Failed',
        endings: { FillLackingColumns: 'Failed', RecordFailure: 'Succeeded' },
      });
    expect(runOf(copy, { CompactToBronze: 'Forbidden' })).toMatchObject({
      outcome: 'Failed',
      endings: { FillLackingColumns: 'Failed', RecordFailure: 'Succeeded' },
    });
  });

  it('is not taken for one where the file did not come', () => {
    const run = runOf(copyOf(source(http)), { FetchToLanding: '(500)' });
    expect(run).toMatchObject({ outcome: 'Failed', endings: { RecordFailure: 'Succeeded' } });
    const quiet = { FetchToLanding: '(404) Not Found' };
    expect(runOf(copyOf(source({ ...http, mayBeMissing: MISSING })), quiet)).toMatchObject({
      outcome: 'Succeeded',
      endings: { FillLackingColumns: 'Skipped' },
    });
  });

  it('is said by what was tried last', () => {
    const record = JSON.stringify(named(source(files), 'RecordFailure'));
    expect(record.indexOf("activity('FillLackingColumns')")).toBeGreaterThan(0);
    expect(record.indexOf("activity('FillLackingColumns')")).toBeLessThan(
      record.indexOf("activity('CompactToBronze')"),
    );
  });
});

describe('files that may lack a column', () => {
  const options = { delimiter: ';', compression: 'gzip', skipLines: 2, encoding: 'windows-1252' } as const;
  const odd = source({ ...files, options }, { columns: { ...columns, day: t.date().fromFolder('day') } });

  it('are read as the copy before reads them: the same files, their options, and columns from folders', () => {
    const copy = named(odd, 'CompactToBronze');
    for (const name of ['CheckRequiredColumns', 'RowsToDocuments']) {
      const { inputs, typeProperties } = named(odd, name);
      expect(inputs).toEqual(copy['inputs']);
      const { additionalColumns, ...settings } = (typeProperties as { source: Record<string, unknown> })
        .source;
      const before = (copy['typeProperties'] as { source: Record<string, unknown> }).source;
      expect({ ...settings, additionalColumns: before['additionalColumns'] }).toEqual(before);
      expect(additionalColumns).toEqual(name === 'RowsToDocuments' ? before['additionalColumns'] : undefined);
    }
  });

  it('become documents by the names that each file has, without a mapping, and rows that cannot be read go to the log', () => {
    const { typeProperties } = named(odd, 'RowsToDocuments');
    expect(typeProperties).not.toHaveProperty('translator');
    expect(typeProperties).toMatchObject({
      sink: {
        type: 'JsonSink',
        storeSettings: { copyBehavior: 'PreserveHierarchy' },
        formatSettings: { filePattern: 'setOfObjects' },
      },
      enableSkipIncompatibleRow: true,
      logSettings: (named(odd, 'CompactToBronze')['typeProperties'] as Record<string, unknown>)[
        'logSettings'
      ],
    });
    // Its rows are those of the log already.
    const check = named(odd, 'CheckRequiredColumns')['typeProperties'];
    expect(check).toMatchObject({ enableSkipIncompatibleRow: true });
    expect(check).not.toHaveProperty('logSettings');
  });

  it('are checked for the required columns, and read by all, under the names of the files', () => {
    const mappings = (name: string) =>
      (named(odd, name)['typeProperties'] as { translator: { mappings: unknown[] } }).translator.mappings;
    expect(mappings('CheckRequiredColumns')).toEqual(
      [
        ['Order ID', 'id'],
        ['at', 'at'],
        ['day', 'day'],
      ].map(([from, to]) => ({
        source: { name: from, type: 'String' },
        sink: { name: to, type: 'String' },
      })),
    );
    expect(mappings('DocumentsToBronze')).toEqual(
      [
        ['Order ID', 'id'],
        ['note', 'note'],
        ['at', 'at'],
        ['day', 'day'],
        ['_source_file', '_source_file'],
        ['_run_id', '_run_id'],
      ].map(([from, to]) => ({ source: { path: `$['${from}']` }, sink: { name: to, type: 'String' } })),
    );
    expect(named(odd, 'DocumentsToBronze')['outputs']).toEqual(named(odd, 'CompactToBronze')['outputs']);
  });

  it('need none that has a default', () => {
    const contract = source(files, { columns: { ...columns, note: t.string(9).default('none') } });
    const { translator } = named(contract, 'CheckRequiredColumns')['typeProperties'] as {
      translator: { mappings: { sink: { name: string } }[] };
    };
    expect(translator.mappings.map(({ sink }) => sink.name)).toEqual(['id', 'at']);
  });

  it.each([
    ['all columns are required', source(files, { columns: { id: t.long().key(), at: t.timestamp() } })],
    [
      'a nullable column is the name of a folder',
      source(files, { columns: { ...columns, note: t.string(9).nullable().fromFolder('note') } }),
    ],
    [
      'columns are found by their place',
      source({ ...files, options: { header: false } }, { columns: { ...columns, id: t.long().key() } }),
    ],
    [
      'documents cannot have the name',
      source(files, { columns: { ...columns, note: t.string(9).nullable().physicalName("Guest's note") } }),
    ],
    ['files are JSON', source({ ...files, format: 'json-lines' })],
    [
      'files are Parquet',
      source({ ...files, format: 'parquet' }, { columns: { ...columns, id: t.long().key() } }),
    ],
  ])('are copied once where %s', (_, contract) => {
    expect(names(contract)).toEqual([
      'CompactToBronze',
      'ExpectFiles',
      'FailWithoutFiles',
      'RecordFailure',
      'FailRun',
    ]);
  });
});
