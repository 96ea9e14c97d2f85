import { writeFileSync } from 'node:fs';
import { csvForm } from '../../../sniff/forms/csv-form';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();

function formOf(text: string) {
  writeFileSync(folder.at('a.csv'), text);
  return csvForm(folder.at('a.csv'));
}

describe('the form of a CSV file', () => {
  it.each<[string, string, object]>([
    [
      'commas',
      'id,at\n1,2026-01-01\n',
      { delimiter: ',', quote: '"', escape: '"', header: true, skipLines: 0 },
    ],
    ['semicolons beside decimal commas', 'id;a;b\n1;1,5;2,5\n2;2,5;3,5\n', { delimiter: ';', header: true }],
    ['tabs', 'id\tnote\n1\tx, y\n2\tz, w\n', { delimiter: '\t' }],
    ['bars', 'id|note\n1|x\n2|y\n', { delimiter: '|' }],
    ['control characters', 'id\u0001note\n1\u0001x\n', { delimiter: '\u0001' }],
    ['single quotes', "id,note\n1,'x, y'\n2,'z'\n", { quote: "'", escape: "'" }],
    ['single quotes around plain values', "id,note\n1,'xy'\n2,'zw'\n", { quote: "'", escape: "'" }],
    ['backslashes', 'id,note\n1,"says \\"x\\", y"\n2,"z"\n', { quote: '"', escape: '\\' }],
    ['quotes that are text', 'id\tnote\n1\t5" screen\n2\t6" "wide\n3\t"7\n', { delimiter: '\t', quote: '' }],
    ['lines over lines', 'id,note\n1,"x\ny"\n2,"z"\n', { header: true, skipLines: 0 }],
    ['no header', '1,2026-01-01,x\n2,2026-01-02,y\n', { header: false }],
    ['no header, and empty values', '1,,x\n2,5,y\n', { header: false }],
    ['years for names', 'country,2024,2025\nDE,1.5,2.5\nFR,2.5,3.5\n', { header: true }],
    [
      'lines before the table',
      'Report of January\n\ncreated,today\nid,at,x\n1,2026-01-01,2\n',
      { skipLines: 2 },
    ],
    [
      'a title that a spreadsheet filled up',
      'Report;;\nid;at;x\n1;2026-01-01;2\n2;2026-01-02;3\n',
      { skipLines: 1 },
    ],
    ['a sign that says the delimiter', 'sep=;\nid;at\n1;2026-01-01\n', { delimiter: ';', skipLines: 1 }],
    [
      'rows with too many values',
      'id,at,city\n1,2026-01-01,Paris,x\n2,2026-01-01,Rome,y\n3,2026-01-01,Bonn\n',
      { header: true, skipLines: 0 },
    ],
    ['words alone', 'name,city\nAnna,Berlin\nBert,Bonn\n', { header: true }],
  ])('has %s', (_what, text, expected) => {
    expect(formOf(text)?.layout).toMatchObject(expected);
  });

  it('has the names of the header as they are, or made up', () => {
    expect(formOf('\uFEFFOrder ID, at \n1,2026-01-01\n')?.columns).toEqual(['Order ID', ' at ']);
    expect(formOf('1,2026-01-01\n2,2026-01-02\n')?.columns).toEqual(['column_1', 'column_2']);
  });

  it('is none of an empty file', () => {
    expect(formOf('\n\n')).toBeUndefined();
  });

  it('says when the first line looks like the others', () => {
    expect(formOf('name,city\nAnna,Berlin\n')?.doubts).toEqual([
      expect.stringContaining('taken for the header'),
    ]);
  });
});
