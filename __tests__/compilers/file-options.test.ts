import {
  company,
  dataContract,
  days,
  department,
  describeIssue,
  type FileOptions,
  type FilesConnector,
  type HttpConnector,
  t,
} from '../../model';
import { companyIssues } from '../../validation';
import { planIn } from '../constructs/pipeline-set/connectors';
import { activityIn, type Json } from '../constructs/pipeline-set/plans';
import { dev } from '../support/small-company';

const columns = {
  id: t.long().key(),
  at: t.timestamp(),
  amount: t.decimal(12, 2).writtenAs({ decimal: ',' }),
};
const contractOf = (
  from: FilesConnector | HttpConnector,
  named: Parameters<typeof dataContract>[1]['columns'] = columns,
) =>
  dataContract('orders', {
    description: 'Orders',
    columns: named as typeof columns,
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from },
    expectedRowsPerDay: 10,
  });
const csv = (options: FileOptions): FilesConnector => ({ kind: 'files', format: 'csv', options });
const json = (options: FileOptions): FilesConnector => ({ kind: 'files', format: 'json-lines', options });
const issuesOf = (from: FilesConnector, named?: Parameters<typeof contractOf>[1]) =>
  companyIssues(
    company('Acme', {
      code: 'acme',
      departments: [department('sales', { description: 'Sells', sources: [contractOf(from, named)] })],
      environments: [dev],
    }),
  ).map((issue) => describeIssue(issue).replace(' sales/orders:', ''));

describe('what a contract says of its files', () => {
  it.each<[string, FilesConnector]>([
    ['semicolons', csv({ delimiter: ';' })],
    ['tabs without quotes', csv({ delimiter: '\t', quote: '' })],
    ['a backslash before a delimiter, without quotes', csv({ delimiter: '\t', quote: '', escape: '\\' })],
    ['a backslash before quotes', csv({ delimiter: '|', escape: '\\' })],
    ['no header', csv({ delimiter: ';', header: false, skipLines: 2 })],
    ['an extension', csv({ delimiter: '\t', extension: 'tsv' })],
    ['an encoding and a compression', csv({ delimiter: ';', encoding: 'windows-1252', compression: 'gzip' })],
    ['JSON with a wrapper', json({ records: ['data', 'items'], encoding: 'utf-16', compression: 'gzip' })],
  ])('takes %s', (_what, from) => {
    expect(issuesOf(from)).toEqual([]);
  });

  it.each<[string, FilesConnector, string, string]>([
    ['an extension with a point', csv({ delimiter: ';', extension: '.tsv' }), 'LH1452', 'options.extension'],
    [
      'an extension of another format',
      csv({ delimiter: ';', extension: 'parquet' }),
      'LH1452',
      'options.extension',
    ],
    ['an extension of JSON', json({ extension: 'txt' }), 'LH1410', 'options.extension'],
    ['a delimiter of two', csv({ delimiter: ';;' }), 'LH1411', 'options.delimiter'],
    ['a delimiter of none', csv({ delimiter: '' }), 'LH1411', 'options.delimiter'],
    ['a letter as delimiter', csv({ delimiter: 'x' }), 'LH1411', 'options.delimiter'],
    ['a delimiter beyond ASCII', csv({ delimiter: '§' }), 'LH1411', 'options.delimiter'],
    ['one sign for both', csv({ delimiter: "'", quote: "'" }), 'LH1411', 'options.delimiter'],
    ['a long quote', csv({ delimiter: ';', quote: '""' }), 'LH1411', 'options.quote'],
    ['an escape of another kind', csv({ delimiter: ';', escape: '/' }), 'LH1411', 'options.escape'],
    ['an escape without quotes', csv({ delimiter: ';', quote: '', escape: '"' }), 'LH1411', 'options.escape'],
    ['the decimal sign without quotes', csv({ delimiter: ',', quote: '' }), 'LH1412', 'options.delimiter'],
    ['half a line', csv({ delimiter: ';', skipLines: 0.5 }), 'LH0002', 'options.skipLines'],
    ['comments', csv({ delimiter: ';', comment: '#' }), 'LH1415', 'options.comment'],
    [
      'another encoding',
      csv({ delimiter: ';', encoding: 'latin9' as 'utf-8' }),
      'LH1413',
      'options.encoding',
    ],
    ['an archive', csv({ delimiter: ';', compression: 'zip' as 'gzip' }), 'LH1414', 'options.compression'],
    ['records of CSV', csv({ delimiter: ';', records: ['a'] }), 'LH1410', 'options.records'],
    ['a delimiter of JSON', json({ delimiter: ';' }), 'LH1410', 'options.delimiter'],
    ['no way to records', json({ records: [] }), 'LH0001', 'options.records'],
  ])('refuses %s', (_what, from, code, prop) => {
    expect(issuesOf(from)).toEqual([expect.stringContaining(`${code} "delivery.from.${prop}"`)]);
  });

  it('refuses the decimal sign between values that are never quoted, and nowhere else', () => {
    expect(issuesOf(csv({ quote: '' }))).toEqual([
      'LH1412 "delivery.from.options.delimiter" is "," by default, which is also the decimal sign of amount, and values are never quoted; ' +
        "allowed: a delimiter that no number has, or quotes around values; name the delimiter that the files have, such as ';', or remove quote: ''",
    ]);
    expect(issuesOf({ kind: 'files', format: 'csv' })).toEqual([]);
    expect(issuesOf(csv({ quote: '', escape: '\\' }))).toEqual([]);
  });

  it('says what to do about an archive', () => {
    expect(issuesOf(csv({ delimiter: ';', compression: 'zip' as 'gzip' })).join()).toContain(
      'let the files be unpacked, or packed with gzip one by one, before they are delivered',
    );
  });

  it('refuses names of columns where there is no header', () => {
    const named = { id: t.long().key().physicalName('Id'), at: t.timestamp() };
    expect(issuesOf(csv({ header: false }), named)).toEqual([
      expect.stringContaining(
        'LH1416 "delivery.from.options.header" is false, and id has a name in the files',
      ),
    ]);
  });

  it('refuses columns of folders where there is no header', () => {
    const inFolder = { id: t.long().key(), at: t.timestamp(), day: t.date().fromFolder('day') };
    expect(issuesOf(csv({ header: false }), inFolder)).toEqual([
      expect.stringContaining(
        'LH1416 "delivery.from.options.header" is false, and day comes from the names of folders',
      ),
    ]);
  });

  it('refuses an option that it does not know', () => {
    expect(issuesOf(csv({ delimiter: ';', seperator: ',' } as FileOptions)).join()).toContain('seperator');
  });
});

describe('the copy of files that are written otherwise', () => {
  const planned = (from: FilesConnector | HttpConnector) => {
    const owner = department('crm-desk', { description: 'Knows', sources: [contractOf(from)] });
    const plan = planIn([owner], owner);
    const { typeProperties, inputs } = activityIn(plan, 'crm_desk_copy_orders', 'CompactToBronze');
    const source = typeProperties.source as Json;
    const used = inputs[0]!.referenceName as string;
    return { plan, typeProperties, source, dataset: plan.datasets.find(({ name }) => name === used)! };
  };

  it('takes the files that end as the source says', () => {
    const { source } = planned(csv({ extension: 'tsv', compression: 'gzip' }));
    expect((source.storeSettings as Json).wildcardFileName).toBe('*.tsv.gz');
  });

  it('has a dataset of its own, in the words of Data Factory', () => {
    const { dataset, source, typeProperties } = planned(
      csv({
        delimiter: ';',
        quote: "'",
        escape: '\\',
        header: false,
        skipLines: 3,
        encoding: 'windows-1252',
        compression: 'gzip',
      }),
    );
    expect(dataset.name).toBe('crm_desk_landing_delimitedtext_orders');
    expect(dataset.typeProperties).toMatchObject({
      columnDelimiter: ';',
      quoteChar: "'",
      escapeChar: '\\',
      firstRowAsHeader: false,
      encodingName: 'WINDOWS-1252',
      compressionCodec: 'gzip',
    });
    expect(source.formatSettings).toEqual({
      type: 'DelimitedTextReadSettings',
      compressionProperties: { type: 'ZipDeflateReadSettings' },
      skipLineCount: 3,
    });
    expect((source.storeSettings as Json).wildcardFileName).toBe('*.csv.gz');
    const mappings = (typeProperties.translator as Json).mappings as Json[];
    expect(mappings.slice(0, 3).map((mapping) => mapping.source)).toEqual([
      { ordinal: 1, type: 'String' },
      { ordinal: 2, type: 'String' },
      { ordinal: 3, type: 'String' },
    ]);
    expect(mappings[3]!.source).toEqual({ name: '_source_file', type: 'String' });
  });

  it('leaves out what is not said', () => {
    const { dataset, source } = planned(csv({ delimiter: '\t' }));
    expect(dataset.typeProperties).toEqual({
      location: dataset.typeProperties['location'],
      columnDelimiter: '\t',
      quoteChar: '"',
      escapeChar: '"',
      firstRowAsHeader: true,
      encodingName: 'UTF-8',
    });
    expect(source).not.toHaveProperty('formatSettings');
  });

  it('finds records in documents, and unpacks them', () => {
    const { dataset, source, typeProperties } = planned(
      json({ records: ['data', 'items'], compression: 'gzip', encoding: 'utf-16' }),
    );
    expect(dataset.typeProperties).toMatchObject({ encodingName: 'UTF-16', compression: { type: 'gzip' } });
    expect((source.storeSettings as Json).wildcardFileName).toBe('*.jsonl.gz');
    expect((typeProperties.translator as Json).collectionReference).toBe("$['data']['items']");
  });

  it('fetches a compressed file as it is', () => {
    const { plan, source } = planned({
      kind: 'http',
      baseUrl: 'https://files.example.com',
      path: '{date}.csv.gz',
      format: 'csv',
      options: { delimiter: ';', compression: 'gzip' },
    });
    const { outputs } = activityIn(plan, 'crm_desk_copy_orders', 'FetchToLanding');
    expect((outputs[0]!.parameters as Json).file).toBe('orders.csv.gz');
    expect((source.storeSettings as Json).wildcardFileName).toBe('*.csv.gz');
  });
});
