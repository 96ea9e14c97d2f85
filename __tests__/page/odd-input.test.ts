import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { company as declareCompany } from '../../model';
import { writePage } from '../../page';
import { preview } from '../../preview';
import { LONG_NAME, MARKUP, oddCompany, SHOPS, writeOddRows } from '../support/odd-company';
import { type PageElement, type PreviewedPage, previewedPage } from '../support/previewed-page';
import { dev } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

/** What a page says of data and definitions that leave it little to show, or too much. */
const folder = temporaryFolder('all tests');
let page: PreviewedPage;
beforeAll(async () => {
  writeOddRows(folder.at('in'));
  page = await previewedPage(oddCompany(), { data: folder.at('in'), out: folder.at('out') });
});

const card = (name: string): PageElement => page.document.querySelector(`#question-shops-${name}`)!;
const said = (element: PageElement | null): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

it('shows markup as text, wherever it stands', () => {
  const elements = ['img', 'b', '[onerror]'].flatMap((name) => [...page.document.querySelectorAll(name)]);
  expect(elements).toEqual([]);
  expect(said(page.document.querySelector('.company'))).toBe(`Odd ${MARKUP}`);
  expect(said(card('shops').querySelector('h3'))).toBe(`Which shops sell? ${MARKUP}`);
  expect(JSON.stringify(page.data('department-shops'))).toContain(JSON.stringify(MARKUP).slice(1, -1));
});

it('draws the largest of many bars, and says of how many; cuts a long name only at its bar', () => {
  expect(said(card('shops').querySelector('.notes'))).toBe(`The 15 largest of ${SHOPS} are drawn.`);
  expect(said(card('shops').querySelector('svg'))).toContain(`${LONG_NAME.slice(0, 59)}…`);
  expect(said(card('shops').querySelector('figcaption'))).toContain(`highest 3,000.00 ${MARKUP} (${MARKUP})`);
});

it('draws some of many lines, and says of how many', () => {
  expect(said(card('shops-by-day').querySelector('.notes'))).toBe(
    `6 of ${SHOPS} lines are drawn: those with the most.`,
  );
});

it('says that one row is one value, and that there is none before', () => {
  expect(said(card('days').querySelector('figcaption'))).toBe('One value: 3,000 sales (2026-01-05).');
  expect(said(card('days').querySelector('.compare'))).toBe('7 days before: no value');
});

it('says of nulls and of a table without rows that there is nothing to show', () => {
  expect(said(card('rebate').querySelector('.nothing'))).toBe('No row has a value in rebate.');
  expect(said(card('refunds').querySelector('.nothing'))).toBe('The table has no rows.');
  expect(said(page.document.querySelector('#table-refunds .facts'))).toBe('It has no rows.');
  for (const name of ['rebate', 'refunds']) expect(card(name).querySelector('svg')).toBeNull();
});

it('says of an empty department that it has nothing', () => {
  expect(said(page.document.querySelector('#department-empty .nothing'))).toBe(
    'empty has no gold tables: there is nothing for people to read here yet.',
  );
});

it('holds the first rows of a large table, and says of how many and where all are', () => {
  const [byShop] = page.data('department-shops') as { readonly rows: readonly unknown[] }[];
  expect(byShop?.rows).toHaveLength(1000);
  expect(said(page.document.querySelector('#table-by_shop .facts'))).toBe(
    'The first 1,000 of 3,000 rows stand here; all are in gold/by_shop.parquet.',
  );
});

it('asks the first question of each department first, where none is meant for the executives', () => {
  expect([...page.document.querySelectorAll('#executives-page h3')].map(said)).toEqual([
    `Which shops sell? ${MARKUP}`,
  ]);
});

describe('personal data', () => {
  it('are nowhere in the page, and the page says so', () => {
    expect(page.text).not.toMatch(/person\d+@|ada@/);
    expect(said(page.document.querySelector('#table-by_customer .masked'))).toBe(
      'Personal, and masked here: email.',
    );
    expect(said(page.document.querySelector('header .input'))).toContain('Personal data are masked.');
  });

  it('are masked in quarantine even where they stand in a column that is not personal', () => {
    const [line] = [...page.document.querySelectorAll('.quarantine tbody tr')].map(said);
    expect(line).toBe(`sold type:amount 1 id 0000, amount xxx@xxxxxxx.xxx`);
  });

  it('are shown when that is asked for, and the page says so', async () => {
    const open = await previewedPage(
      oddCompany(),
      { data: folder.at('in'), out: folder.at('open') },
      { showPersonal: true },
    );
    expect(open.text).toContain('ada@example.com');
    expect(said(open.document.querySelector('header .input'))).toContain('It shows personal data');
    expect(said(open.document.querySelector('#table-by_customer .masked'))).toBe(
      'Personal, and shown because that was asked for: email.',
    );
  });
});

it('says so of a table that the run has written no file of', async () => {
  await preview(oddCompany(), {
    data: folder.at('in'),
    out: folder.at('gap'),
    finish: async (run) => {
      rmSync(`${run.folder}/gold/by_day.parquet`);
      await writePage(run);
    },
  });
  const text = readFileSync(folder.at('gap', 'index.html'), 'utf8');
  expect(text).toContain('This run has written no file of the table.');
  expect(text).toContain('This run has written no file of it.');
});

it('draws the largest of a million values and of a million days, and says of how many', async () => {
  await preview(oddCompany(), {
    data: folder.at('in'),
    out: folder.at('million'),
    finish: async (run) => {
      const shops = `SELECT 'shop ' || n AS shop, 1 AS sales, n AS amount FROM range(1000000) AS all_shops(n)`;
      const everyMinute = `SELECT TIMESTAMP '2020-01-01' + to_minutes(n) AS day, n AS sales, NULL AS rebate FROM range(1000000) AS all_days(n)`;
      await run.query(`COPY (${shops}) TO '${run.folder}/gold/by_shop.parquet' (FORMAT parquet)`);
      await run.query(`COPY (${everyMinute}) TO '${run.folder}/gold/by_day.parquet' (FORMAT parquet)`);
      await writePage(run);
    },
  });
  const text = readFileSync(folder.at('million', 'index.html'), 'utf8');
  expect(text).toContain('The 15 largest of 1000000 are drawn.');
  expect(text).toContain('The newest 400 of 1000000 points in time are drawn.');
  expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
});

it('leaves the page of the run before where a run stops half-way', async () => {
  const before = readFileSync(folder.at('out', 'index.html'), 'utf8');
  const stopped = preview(oddCompany(), {
    data: folder.at('in'),
    out: folder.at('out'),
    finish: async (run) => {
      await writePage(run);
      throw new Error('stopped');
    },
  });
  await expect(stopped).rejects.toThrow('stopped');
  expect(readFileSync(folder.at('out', 'index.html'), 'utf8')).toBe(before);
});

it('adds the page to a folder of a release that wrote none; a page of somebody’s own is left alone', async () => {
  const older = folder.at('older');
  await preview(oddCompany(), { data: folder.at('in'), out: older });
  expect(existsSync(folder.at('older', 'index.html'))).toBe(false);
  const again = () =>
    preview(oddCompany(), { data: folder.at('in'), out: older, finish: (run) => writePage(run) });
  writeFileSync(folder.at('older', 'index.html'), 'mine');
  await expect(again()).rejects.toThrow(/LH8001.*index\.html/);
  rmSync(folder.at('older', 'index.html'));
  await again();
  expect(existsSync(folder.at('older', 'index.html'))).toBe(true);
});

it('gives a company without departments’ questions or tables a page', async () => {
  const nobody = declareCompany('Nobody', { code: 'nob', departments: [], environments: [dev] });
  mkdirSync(folder.at('nothing'));
  const { document } = await previewedPage(nobody, { data: folder.at('nothing'), out: folder.at('nobody') });
  expect(said(document.querySelector('#executives-page .nothing'))).toContain('has declared a question yet');
});
