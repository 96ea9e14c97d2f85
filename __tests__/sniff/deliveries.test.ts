import { gzipSync } from 'node:zlib';
import { preview } from '../../preview';
import { type ContractProposal } from '../../sniff/proposal';
import { evaluated } from '../support/proposed-module';
import { csv, day, sniffing } from '../support/sniffed';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

const { look, proposed } = sniffing(folder);

const keyOf = ({ columns }: ContractProposal) =>
  columns.filter(({ calls }) => calls.some(({ method }) => method === 'key')).map(({ name }) => name);

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('names of files', () => {
  it.each([
    ['tsv', '\t'],
    ['txt', '|'],
    ['psv', '|'],
    ['tab', '\t'],
  ])('that end in .%s are CSV', async (extension, delimiter) => {
    const text = csv('id,at', 15, (index) => `${index},${day(index)}`).replaceAll(',', delimiter);
    const plain = await proposed({ [`a.${extension}`]: text });
    expect(plain.options).toEqual({ delimiter, extension });
    expect(plain).toMatchObject({ format: 'csv', rows: 15, broken: [] });
  });

  it('may end in .gz after that', async () => {
    const text = csv('id\tat', 15, (index) => `${index}\t${day(index)}`);
    const proposal = await proposed({ 'a.tsv.gz': gzipSync(text) });
    expect(proposal.options).toEqual({ delimiter: '\t', extension: 'tsv', compression: 'gzip' });
    expect(proposal).toMatchObject({ rows: 15, broken: [] });
  });

  it('leave a text beside tables aside', async () => {
    const proposal = await proposed({
      'a.csv': csv('id,at', 15, (index) => `${index},${day(index)}`),
      'README.txt': 'Orders of the shop\n',
    });
    expect(proposal).toMatchObject({ format: 'csv', options: {}, rows: 15 });
    expect(proposal.broken.map(({ rule }) => rule)).toEqual(['unknown-format']);
  });
});

describe('rows without a time', () => {
  const articles = (file: number, count: number): string =>
    csv(
      'sku,name,price',
      count,
      (index) => `s${index},${index % 3 === 0 ? '' : `n${index}`},${file}${index}.50`,
    );

  it('are a snapshot', async () => {
    const { proposals, module } = await look({ 'a.csv': articles(1, 30) });
    const [proposal] = proposals;
    expect(proposal).toMatchObject({ rows: 30, expectedRowsPerDay: 30, broken: [] });
    expect(proposal).not.toHaveProperty('eventTime');
    expect(keyOf(proposal!)).toEqual(['sku']);
    expect(module).toContain('\n  snapshot: {},\n');
    expect(proposal!.doubts).toContainEqual(
      expect.stringMatching(/^no day or timestamp is there in every row: a snapshot, each delivery of which/),
    );
  });

  it('are several snapshots, whose keys are those of each, by the days in the names of files', async () => {
    const proposal = await proposed({
      '2026-01-01.csv': articles(1, 30),
      '2026-01-02.csv': articles(2, 32),
    });
    expect(keyOf(proposal)).toEqual(['sku']);
    expect(proposal).toMatchObject({ rows: 62, expectedRowsPerDay: 31 });
    expect(proposal.doubts).toContain('2 deliveries, by the days in the paths of the files');
  });

  it('are one snapshot of several files, where no name has a day', async () => {
    const proposal = await proposed({
      'a.csv': articles(1, 30),
      'b.csv': articles(2, 30).replaceAll('s', 't'),
    });
    expect(proposal.doubts).toContainEqual(expect.stringMatching(/^the 2 files are one delivery: /));
  });

  it('are one with arrays, which have tables like those of other sources', async () => {
    const rows = range(20).map((index) =>
      JSON.stringify({ sku: `s${index}`, variants: [{ id: index * 2, size: 'S' }, { id: index * 2 + 1 }] }),
    );
    const { module, issues, proposals } = await look(
      { 'a.jsonl': `${rows.join('\n')}\n` },
      { withCompany: true },
    );
    expect(issues).toEqual([]);
    expect(proposals[0]?.broken).toEqual([]);
    expect(module).toContain("mapping(orders, { each: 'variants', name: 'order_variants' })");
    const out = folder.at('out');
    const { tables } = await preview(evaluated(module).company!, { data: folder.path, out });
    expect(tables.map(({ table, written }) => [table, written])).toContainEqual(['order_variants', 40]);
  });

  it('are one where a time is missing in some', async () => {
    const proposal = await proposed({
      'a.csv': csv('sku,sold_on', 30, (index) => `s${index},${index % 2 === 0 ? '' : day(index)}`),
    });
    expect(proposal).not.toHaveProperty('eventTime');
    expect(proposal.doubts[0]).toContain('(sold_on is missing in 15 rows)');
  });
});
