import { writeFileSync } from 'node:fs';
import { records, splitCsv, splitLines, type Splitter } from '../../preview/sources/records';
import { MAX_RECORD_BYTES } from '../../preview/sources/window';
import { temporaryFolder } from '../support/temporary-folder';

/** Records of text files, however they fall on the pieces in which a file is read. */
const folder = temporaryFolder('all tests');

function split(content: string | Buffer, splitter: Splitter) {
  const path = folder.at('file');
  writeFileSync(path, content);
  return [...records(path, splitter)];
}
const MIB = 1024 * 1024;

describe('lines', () => {
  it('have their number, and blank ones are none', () => {
    expect(split('\uFEFFa\n\n \t\r\nb\r\nc', splitLines)).toEqual([
      { line: 1, text: 'a' },
      { line: 4, text: 'b' },
      { line: 5, text: 'c' },
    ]);
  });

  it('may be of any length up to the limit, and be many', () => {
    const long = 'é'.repeat(3 * MIB);
    const lines = Array.from({ length: 30_000 }, (_, index) => `line ${index}`);
    const found = split([...lines, long, 'end'].join('\n'), splitLines);
    expect(found).toHaveLength(30_002);
    expect(found[29_999]).toEqual({ line: 30_000, text: 'line 29999' });
    expect(found[30_000]?.text === long).toBe(true);
    expect(found[30_001]).toEqual({ line: 30_002, text: 'end' });
  });

  it('that are longer are reported once, and the next line is read', () => {
    const found = split(`a\n${'x'.repeat(3 * MAX_RECORD_BYTES)}\nb\n`, splitLines);
    expect(found.map(({ line, loadError }) => [line, loadError])).toEqual([
      [1, undefined],
      [2, 'malformed-row: is longer than 8 MiB'],
      [3, undefined],
    ]);
  });
});

describe('CSV', () => {
  it('has quoted values over several lines, wherever they fall', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},"a ""quoted""\r\nvalue, ${index}"`);
    const found = split(rows.join('\r\n'), splitCsv(2));
    expect(found).toHaveLength(20_000);
    for (const index of [0, 7_777, 19_999])
      expect(found[index]).toMatchObject({
        line: 2 * index + 1,
        fields: [String(index), `a "quoted"\r\nvalue, ${index}`],
      });
  });

  it('goes on after a quote that is never closed', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `${index},b`);
    const found = split(`1,"x\n${rows.join('\n')}`, splitCsv(2));
    expect(found).toHaveLength(50_001);
    expect(found.filter(({ loadError }) => loadError !== undefined)).toEqual([
      { line: 1, text: '1,"x', loadError: 'malformed-row: has a quote that is never closed' },
    ]);
  });

  it('may have blanks around quotes, and no line end at the end', () => {
    expect(split('1,2\n 1, "2" \n"",', splitCsv(2)).map(({ fields }) => fields)).toEqual([
      ['1', '2'],
      [' 1', '2'],
      ['', ''],
    ]);
  });

  it('has as many values as it must, empty ones too', () => {
    expect(split('1,2,\n1,2,,\n1,\n1\n', splitCsv(2)).map(({ loadError }) => loadError)).toEqual([
      'malformed-row: has 3 of 2 values',
      'malformed-row: has 4 of 2 values',
      undefined,
      'malformed-row: has 1 of 2 values',
    ]);
  });
});
