import { createHash } from 'node:crypto';
import { DuckDBInstance } from '@duckdb/node-api';
import { company } from '../../departments';
import { formatNumber, formatShare } from '../../page/format';
import { type PageElement, type PreviewedPage, previewedPage } from '../support/previewed-page';
import { temporaryFolder } from '../support/temporary-folder';

/** Every number on the page of the reference company is a cell of a gold table. */
const folder = temporaryFolder('all tests');
let page: PreviewedPage;
const gold = new Map<string, Readonly<Record<string, string | null>>[]>();

interface TableData {
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

beforeAll(async () => {
  page = await previewedPage(company, { out: folder.at('out') });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const { tables } of company.departments)
    for (const table of tables.filter(({ zone }) => zone === 'gold')) {
      const reader = await connection.runAndReadAll(
        `SELECT ${table.columns.map(({ name }) => `CAST("${name}" AS VARCHAR) AS "${name}"`).join(', ')} FROM '${folder.at('out', 'gold', `${table.name}.parquet`)}'`,
      );
      gold.set(table.name, reader.getRowObjectsJson() as Record<string, string | null>[]);
    }
  connection.closeSync();
});

const cards = (): PageElement[] => [...page.document.querySelectorAll('article.card, .table-plot')];

/** The table that a card reads, and its column of numbers. */
function readBy(card: PageElement): { readonly table: string; readonly column: string } {
  const link = card.querySelector('.source a') ?? card.closest('.gold')?.querySelector('.table-name');
  return {
    table: link?.textContent ?? '',
    column: card.querySelector('.source code, h4 code')?.textContent ?? '',
  };
}

it('asks the executives’ questions first: at least six, each with its unit and what it is set beside', () => {
  const asked = [...page.document.querySelectorAll('#executives-page article.card')];
  expect(asked.length).toBeGreaterThanOrEqual(6);
  expect(asked.map((card) => card.querySelector('h3')?.textContent)).toEqual([
    'How much do we sell a day?',
    'How much of it is left after the cost of the goods?',
    'What share of visits ends in an order?',
    'How many products have run out somewhere?',
    'How much do we lose to fraud, by what the score holds to be fraud?',
    'What does the data platform cost a day?',
  ]);
  for (const card of asked) {
    expect(card.querySelector('.figure')?.textContent).toMatch(/ (?:EUR|products|%) \d{4}-\d\d-\d\d$/);
    expect(card.querySelector('.compare')).not.toBeNull();
    const isDrawn = card.querySelector('svg path') !== null;
    expect(isDrawn || /One value: /.test(card.textContent ?? '')).toBe(true);
  }
});

it('prints cells of the gold table that each card reads, with every digit', () => {
  const printed = cards().flatMap((card) => {
    const { table, column } = readBy(card);
    const cells = new Set(gold.get(table)?.map((row) => row[column]));
    return [...card.querySelectorAll('data')]
      .filter((number) => number.closest('.target') === null)
      .map((number) => {
        const value = number.getAttribute('value') ?? '';
        const share = (number.textContent ?? '').endsWith('%');
        return {
          table,
          column,
          value,
          isCell: cells.has(value),
          isWhole: number.textContent === (share ? formatShare(value) : formatNumber(value)),
        };
      });
  });
  expect(printed.length).toBeGreaterThan(100);
  expect(printed.filter(({ isCell, isWhole }) => !isCell || !isWhole)).toEqual([]);
});

it('prints no other number but days, names, and how much is drawn', () => {
  const said = cards().map((card) => {
    const copy = card.cloneNode(true);
    for (const element of copy.querySelectorAll('svg, data, time, .at, .span, .notes, .name, code, h3, a'))
      element.remove();
    return copy.textContent ?? '';
  });
  expect(said.filter((text) => /\d/.test(text))).toEqual([]);
});

it('holds the rows of every gold table as they are', () => {
  const tables = company.departments.flatMap(
    (department) => page.data(`department-${department.name}`) as TableData[],
  );
  expect(tables.map(({ name }) => name).sort()).toEqual([...gold.keys()].sort());
  const sorted = (rows: readonly (readonly (string | null)[])[]): string[] =>
    rows.map((row) => JSON.stringify(row)).sort();
  for (const { name, columns, rows } of tables)
    expect({ name, rows: sorted(rows) }).toEqual({
      name,
      rows: sorted((gold.get(name) ?? []).map((row) => columns.map((column) => row[column.name] ?? null))),
    });
});

it('stays under a megabyte, and asks for nothing from anywhere', () => {
  expect(Buffer.byteLength(page.text)).toBeLessThan(1_000_000);
  expect(page.text).not.toMatch(/\n\s*<t[dhr]\b/);
  const policy = page.document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  const hash = ({ textContent }: PageElement): string =>
    `'sha256-${createHash('sha256').update(String(textContent)).digest('base64')}'`;
  const scripts = [...page.document.querySelectorAll('script:not([type])')].map(hash).join(' ');
  const styles = [...page.document.querySelectorAll('style')].map(hash).join(' ');
  expect(policy?.getAttribute('content')).toBe(
    `default-src 'none'; script-src ${scripts}; style-src ${styles}; base-uri 'none'; form-action 'none'`,
  );
  const fetched = page.document.querySelectorAll(
    'link, img, iframe, script[src], [style], [onclick], [onload]',
  );
  expect([...fetched].map(({ outerHTML }) => outerHTML)).toEqual([]);
});
