import { dataContract, days, type FileFormat, hours, t } from '../../model';
import { formatReport } from '../../preview';
import { windowFailures } from '../../preview/window-failures';
import { AT, Deliveries, HEADER, orders } from '../support/deliveries';

const { run, write } = Deliveries.forEachTest();

const columns = { id: t.long().key(), note: t.string(9).nullable(), at: t.timestamp() };
const contract = (format: FileFormat, change: object = {}) =>
  dataContract('visits', {
    description: 'Visits',
    columns,
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'http', baseUrl: 'https://shop.example.com', path: '{date}', format },
    },
    expectedRowsPerDay: 10,
    ...change,
  });
const stream = dataContract('visits', {
  description: 'Visits',
  columns,
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
const ofFiles = ['missing-column:at', 'unreadable-file', 'unknown-format', 'unfinished-upload'];
const rules = ['malformed-row', 'not-utf8', ...ofFiles];
const found = {
  complex: ['tags'],
  drift: [{ column: 'note', drift: 'lacking', files: 1, first: 'a' }] as const,
  quarantined: Object.fromEntries(rules.map((rule) => [rule, 1])),
  files: ofFiles.map((rule) => ({
    source: 'visits',
    file: 'a',
    rule,
    reason: 'a reason',
    bytes: 1,
    rows: 1,
  })),
};

describe('what fails a window in Azure', () => {
  it.each([
    ['csv', ['missing-column:at', 'unreadable-file']],
    ['json-lines', ['malformed-row', 'unreadable-file']],
    [
      'parquet',
      ['malformed-row', 'missing-column:at', 'unreadable-file', 'missing-column:note', 'complex-type:tags'],
    ],
    [
      'avro',
      ['malformed-row', 'missing-column:at', 'unreadable-file', 'missing-column:note', 'complex-type:tags'],
    ],
  ] as const)(
    'is all but rows of CSV, and what is not looked at, of files with types also a nullable column that is lacking, and what a copy does not read: %s',
    (format, failing) => {
      expect(windowFailures(contract(format), found)).toEqual(failing);
    },
  );

  it('is a nullable column of CSV that is lacking where no document can have its name', () => {
    const note = t.string(9).nullable().physicalName("Guest's note");
    const quoted = contract('csv', { columns: { ...columns, note } });
    expect(windowFailures(quoted, found)).toContain('missing-column:note');
  });

  it('is nothing of a stream: what is no document is not landed', () => {
    expect(windowFailures(stream, found)).toEqual([]);
  });

  it('is said by the report, and by run.json', async () => {
    const visits = contract('json-lines');
    write({ 'visits/a.jsonl': `{"id":1,"at":"${AT}"}\n{\n`, 'orders/a.csv': `${HEADER}1,,1,${AT}\n2\n` });
    const report = await run(visits, orders);
    expect(report.tables.map(({ table, failsWindow }) => [table, failsWindow]).slice(0, 2)).toEqual([
      ['visits', ['malformed-row']],
      ['orders', undefined],
    ]);
    expect(formatReport(report)).toContain(
      [
        'In Azure these fail the window of their file, which runs again when it is mended:',
        'source  rule',
        '------  -------------',
        'visits  malformed-row',
      ].join('\n'),
    );
  });
});
