import { dataContract, days, type FileFormat, type FileOptions, hours, t } from '../../model';
import { formatReport, type RunReport } from '../../preview';
import { otherFiles } from '../../preview/other-files';
import { AT, Deliveries, HEADER, orders } from '../support/deliveries';

/** Files of another format, or under other names, than a copy in Azure takes: they are read here, and it is said. */
const { parquet, run, write } = Deliveries.forEachTest();

const columns = { id: t.long().key(), at: t.timestamp() };
const common = { description: 'Visits', columns, eventTime: 'at', expectedRowsPerDay: 10 } as const;
const dropped = (format: FileFormat, options?: FileOptions) =>
  dataContract('visits', {
    ...common,
    delivery: {
      kind: 'batch',
      every: days(1),
      from: Object.assign({ kind: 'files' as const, format }, options && { options }),
    },
  });
const fetched = (format: FileFormat) =>
  dataContract('visits', {
    ...common,
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'http', baseUrl: 'https://shop.example.com', path: '{date}', format },
    },
  });
const stream = dataContract('visits', {
  ...common,
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
});
const NAMES = ['a.csv', 'b.tsv', 'c.json', 'd.jsonl', 'e.ndjson', 'f.parquet', 'g.avro', 'x/H.JSONL'];
const others = (...of: Parameters<typeof otherFiles>) => otherFiles(...of).map(({ path }) => path.slice(7));
const othersIn = ({ input }: RunReport) => (input.kind === 'files' ? input.otherFiles : undefined);

describe('files that a copy does not take', () => {
  it.each<[FileFormat, string[]]>([
    ['csv', ['a.csv']],
    ['json-lines', ['d.jsonl', 'x/H.JSONL']],
    ['parquet', ['f.parquet']],
    ['avro', ['g.avro']],
  ])('are all but those whose names end as those of %s do, where they are dropped', (format, taken) => {
    expect(others(dropped(format), NAMES)).toEqual(NAMES.filter((name) => !taken.includes(name)));
  });

  it('are those that options do not name', () => {
    const names = ['a.csv', 'a.csv.gz', 'a.tsv.gz'];
    expect(otherFiles(dropped('csv', { extension: 'tsv', compression: 'gzip' }), names)).toEqual([
      { path: 'visits/a.csv', taken: '*.tsv.gz' },
      { path: 'visits/a.csv.gz', taken: '*.tsv.gz' },
    ]);
  });

  it.each<[FileFormat, string[]]>([
    ['csv', ['a.csv', 'b.tsv']],
    ['json-lines', ['c.json', 'd.jsonl', 'e.ndjson', 'x/H.JSONL']],
    ['parquet', ['f.parquet']],
  ])('are those of another format than %s, where the address says which is fetched', (format, taken) => {
    expect(others(fetched(format), NAMES)).toEqual(NAMES.filter((name) => !taken.includes(name)));
  });

  it('are none of a stream, whose rows are no files', () => {
    expect(otherFiles(stream, NAMES)).toEqual([]);
  });

  it('are named in the report, and their rows are read', async () => {
    write({
      'visits/a.jsonl': `{"id":1,"at":"${AT}"}\n`,
      'visits/b.json': `[{"id":2,"at":"${AT}"}]`,
      'visits/empty.json': '',
      'visits/spoilt.parquet': 'PAR1',
      'orders/a.csv': `${HEADER}1,,1,${AT}\n`,
    });
    await parquet('visits/c.parquet', `SELECT 3 AS id, TIMESTAMP '${AT}' AS at`);
    const report = await run(dropped('json-lines'), orders);
    expect(report.tables[0]).toMatchObject({ written: 3, quarantined: { 'unreadable-file': 1 } });
    expect(othersIn(report)).toEqual([
      { path: 'visits/b.json', taken: '*.jsonl' },
      { path: 'visits/c.parquet', taken: '*.jsonl' },
    ]);
    expect(formatReport(report)).toContain(
      [
        'Read here and not in Azure, where a copy takes others: name them so, or declare what they are:',
        'file              the copy takes',
        '----------------  --------------',
        'visits/b.json     *.jsonl',
        'visits/c.parquet  *.jsonl',
      ].join('\n'),
    );
  });

  it('are not mentioned where there are none', async () => {
    write({ 'orders/a.csv': `${HEADER}1,,1,${AT}\n` });
    const report = await run(orders);
    expect(othersIn(report)).toBeUndefined();
    expect(formatReport(report)).not.toContain('not in Azure');
  });
});
