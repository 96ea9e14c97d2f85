import { pathToFileURL } from 'node:url';
import { source as axe } from 'axe-core';
import { type BrowserContextOptions, type Page } from 'playwright-core';
import { company } from '../../departments';
import { PAGE_FILE, writePage } from '../../page';
import { formatNumber } from '../../page/format';
import { preview } from '../../preview';
import { describeInBrowser, eventually } from '../support/browser';
import { MARKUP, oddCompany, writeOddRows } from '../support/odd-company';
import { temporaryFolder } from '../support/temporary-folder';

/** The page of the reference company in a real browser. */
describeInBrowser('the page in a browser', (browser) => {
  const folder = temporaryFolder('all tests');
  const DESKTOP = { viewport: { width: 1280, height: 900 } };
  const PHONE = { viewport: { width: 390, height: 844 } };
  /** What the page logged, threw or asked for, besides itself. */
  let disturbances: string[] = [];
  let pages: Page[] = [];

  beforeAll(async () => {
    const finish = writePage;
    await preview(company, { out: folder.at('reference'), finish });
    writeOddRows(folder.at('in'));
    await preview(oddCompany(), { data: folder.at('in'), out: folder.at('odd'), finish });
  });
  beforeEach(() => {
    disturbances = [];
    pages = [];
  });
  afterEach(async () => {
    for (const page of pages) await page.context().close();
    expect(disturbances).toEqual([]);
  });

  async function opened(
    hash = '',
    { of = 'reference', ...options }: BrowserContextOptions & { readonly of?: string } = DESKTOP,
  ): Promise<Page> {
    const context = await browser().newContext(options);
    const page = await context.newPage();
    const { href } = pathToFileURL(folder.at(of, PAGE_FILE));
    page.on('console', (message) => disturbances.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => disturbances.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== href) disturbances.push(`request: ${request.url()}`);
    });
    await page.goto(`${href}${hash}`);
    pages.push(page);
    return page;
  }
  const visibleViews = (page: Page) => page.locator('section.view:visible h2').allTextContents();
  const table = (page: Page, name: string) => page.locator(`#table-${name}`);
  const column = (page: Page, name: string, index: number) =>
    table(page, name).locator(`tbody td:nth-child(${index})`).allTextContents();

  it('opens at the executives, one view at a time, each with an address of its own', async () => {
    const page = await opened();
    await eventually(async () => expect(await visibleViews(page)).toEqual(['Executives']));
    await page.getByRole('link', { name: 'operations' }).first().click();
    await eventually(async () => expect(await visibleViews(page)).toEqual(['operations']));
    await eventually(() => expect(page.url()).toMatch(/#department-operations$/));
    await page.goBack();
    await eventually(async () => expect(await visibleViews(page)).toEqual(['Executives']));
    const elsewhere = await opened('#table-stock_cover');
    await eventually(async () => expect(await visibleViews(elsewhere)).toEqual(['supply-chain']));
  });

  it('is worked by the keyboard alone', async () => {
    const page = await opened();
    const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()');
    await page.keyboard.press('Tab');
    await eventually(async () => expect(await focused()).toBe('Skip to the content'));
    await page.keyboard.press('Enter');
    await eventually(async () =>
      expect(await page.evaluate<string>('document.activeElement.id')).toBe('main'),
    );
    await page.locator('nav a', { hasText: 'marketing' }).focus();
    await page.keyboard.press('Enter');
    // The view follows the address, somewhat later on a busy machine.
    await eventually(async () => expect(await focused()).toBe('marketing'));
    await eventually(async () =>
      expect(await page.locator('nav a[aria-current]').allTextContents()).toEqual(['marketing']),
    );
    const heading = table(page, 'customer_segments').getByRole('button', { name: 'customers' });
    await heading.focus();
    await page.keyboard.press('Enter');
    await eventually(async () =>
      expect(await table(page, 'customer_segments').locator('th[aria-sort]').textContent()).toBe('customers'),
    );
  });

  it('finds tables and questions by a part of their name, or of a column', async () => {
    const page = await opened();
    const find = page.getByLabel('Find a table or a question');
    await find.fill('come back');
    await eventually(async () =>
      expect(await page.locator('#found a').allTextContents()).toEqual(['Which products come back most?']),
    );
    await find.fill('return_rate');
    await page.locator('#found a', { hasText: 'returned_products' }).click();
    await eventually(async () => expect(await visibleViews(page)).toEqual(['operations']));
    await find.fill('nothing of the kind');
    await eventually(async () =>
      expect(await page.locator('#found').textContent()).toBe('Nothing is called that.'),
    );
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await page.locator('#found').isVisible()).toBe(false));
  });

  it('sorts by a column, the other way round, and as before', async () => {
    const page = await opened('#table-revenue_by_country');
    const heading = table(page, 'revenue_by_country').getByRole('button', { name: 'sales_eur' });
    await table(page, 'revenue_by_country').getByRole('button', { name: /^Show/ }).click();
    const before = await column(page, 'revenue_by_country', 5);
    const numbers = async () =>
      (await column(page, 'revenue_by_country', 5)).map((text) => Number(text.replaceAll(',', '')));
    await heading.click();
    let descending: number[] = [];
    await eventually(async () => {
      descending = await numbers();
      expect(descending).toEqual([...descending].sort((a, b) => b - a));
    });
    await heading.click();
    await eventually(async () => expect(await numbers()).toEqual([...descending].reverse()));
    await heading.click();
    await eventually(async () => expect(await column(page, 'revenue_by_country', 5)).toEqual(before));
  });

  it('filters by day, by country and by words, and says how many rows fit', async () => {
    const page = await opened('#table-failed_logins');
    const place = table(page, 'failed_logins');
    await place.getByLabel('country').selectOption('FR');
    await eventually(async () =>
      expect(new Set(await column(page, 'failed_logins', 2))).toEqual(new Set(['FR'])),
    );
    await place.getByLabel('login_day from').selectOption('2026-01-10');
    await place.getByLabel('login_day to').selectOption('2026-01-12');
    await eventually(async () =>
      expect(await column(page, 'failed_logins', 1)).toEqual(['2026-01-12', '2026-01-11', '2026-01-10']),
    );
    await eventually(async () =>
      expect(await place.getByRole('status').textContent()).toBe('3 of 3 rows that fit, of 112'),
    );
    await place.getByLabel('Search').fill('nobody');
    await eventually(async () => expect(await place.getByRole('status').textContent()).toBe('No row fits.'));
  });

  it('writes numbers as the rest of the page does', async () => {
    const page = await opened('#table-daily_revenue');
    const cells = await page.evaluate<string[]>(
      `JSON.parse(document.getElementById('data-department-operations').textContent)
        .find(({ name }) => name === 'daily_revenue').rows.map((row) => row[4])`,
    );
    await table(page, 'daily_revenue').getByRole('button', { name: /^Show/ }).click();
    await eventually(async () =>
      expect(await column(page, 'daily_revenue', 5)).toEqual(cells.map(formatNumber)),
    );
  });

  it('is light, dark, or as the system is, and remembers which', async () => {
    const page = await opened('', { ...DESKTOP, colorScheme: 'dark' });
    const paper = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await paper();
    const button = page.getByRole('button', { name: /^Theme/ });
    await button.click();
    await eventually(async () => expect(await button.textContent()).toBe('Theme: light'));
    await eventually(async () => expect(await paper()).toBe('rgb(255, 255, 255)'));
    // The browser keeps what is remembered in another process, which a quick reload may overtake.
    await eventually(async () => {
      await page.reload();
      expect(await paper()).toBe('rgb(255, 255, 255)');
    });
    await button.click();
    await eventually(async () => expect(await paper()).toBe(dark));
  });

  it('prints the view that is seen, with all of its rows', async () => {
    const page = await opened('#department-operations');
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: 'print' });
    await eventually(async () => expect(await column(page, 'daily_revenue', 1)).toHaveLength(14));
    await eventually(async () => expect(await page.locator('nav').isVisible()).toBe(false));
    await eventually(async () => expect(await page.locator('section.view:visible').count()).toBe(1));
  });

  it('runs nothing that stands in data', async () => {
    const page = await opened('#table-by_shop', { of: 'odd', ...DESKTOP });
    await eventually(async () => expect(await column(page, 'by_shop', 1)).toContain(MARKUP));
    await eventually(async () => expect(await page.title()).toBe(`Odd ${MARKUP}`));
    await eventually(async () => expect(await page.locator('img').count()).toBe(0));
  });

  it('shows what is known of a box of the picture, and unfolds a department, by the keyboard', async () => {
    const page = await opened('#picture');
    const figures = page.locator('figure[data-picture]:visible');
    await eventually(async () => expect(await figures.count()).toBe(1));
    await page.locator('figure:visible [data-box="marketing/silver"]').focus();
    await page.keyboard.press('Enter');
    const facts = page.locator('#picture-facts');
    await eventually(async () => expect(await facts.textContent()).toContain('customer_value'));
    await facts.getByRole('button', { name: 'Show the tables of marketing' }).click();
    await eventually(async () => expect(await figures.getAttribute('data-picture')).toBe('marketing'));
    await eventually(async () => expect(await facts.isVisible()).toBe(false));
    await page.locator('figure:visible [data-box="table marketing.customer_value"]').click();
    await eventually(async () => expect(await facts.textContent()).toContain('Days since the last order'));
    await eventually(async () =>
      expect(await page.locator('figure:visible .beside').count()).toBeGreaterThan(1),
    );
  });

  it('shows one environment at a time, in the picture and in who sees a person', async () => {
    const page = await opened('#picture');
    await eventually(async () =>
      expect(await page.locator('#picture svg:visible').getAttribute('aria-labelledby')).toMatch(
        /^picture-dev-/,
      ),
    );
    await page.getByLabel('Environment').first().selectOption('prod');
    await eventually(async () =>
      expect(await page.locator('#picture svg:visible').getAttribute('aria-labelledby')).toMatch(
        /^picture-prod-/,
      ),
    );
    await page.locator('figure:visible [data-box="marketing/silver"]').click();
    await eventually(async () =>
      expect(await page.locator('#picture-facts').textContent()).toContain('customer_value'),
    );
    await page.locator('nav a', { hasText: 'Who sees a person' }).click();
    await page.locator('#who-sees-environment').selectOption('prod');
    await eventually(async () =>
      expect(await page.locator('#who-sees [data-environment]:visible').count()).toBe(1),
    );
    await eventually(async () =>
      expect(await page.locator('#who-sees [data-environment]:visible > p').textContent()).toContain('prod'),
    );
  });

  it('leads a column back and forward, and says when there is none', async () => {
    const page = await opened('#lineage');
    const input = page.getByRole('combobox', { name: 'Column' });
    await input.fill('operations.daily_revenue.revenue_eur');
    await page.keyboard.press('Enter');
    const shown = page.locator('#lineage-shown');
    await eventually(async () =>
      expect(await shown.textContent()).toContain('revenue_eur = sales_eur - refunds_eur'),
    );
    await eventually(async () => expect(await shown.textContent()).toContain('read by executive-board'));
    await shown.getByRole('button', { name: 'exchange-rates.rate' }).click();
    await eventually(async () => expect(await input.inputValue()).toBe('exchange-rates.rate'));
    await input.fill('nothing.at_all');
    await page.keyboard.press('Enter');
    await eventually(async () =>
      expect(await page.locator('#lineage-wrong').textContent()).toBe('There is no column "nothing.at_all".'),
    );
  });

  it('says who sees a personal column', async () => {
    const page = await opened('#who-sees');
    const column = page.locator('details.who:visible', { hasText: 'crm-customers.email' });
    await column.locator('summary').click();
    await eventually(async () =>
      expect(await column.locator('tbody tr').first().textContent()).toContain('pipelines of marketing'),
    );
  });

  const views = [
    'executives-page',
    ...company.departments.map(({ name }) => `department-${name}`),
    'picture',
    'lineage',
    'who-sees',
    'health',
  ];
  it.each([
    ['desktop', 'light', DESKTOP],
    ['phone', 'dark', PHONE],
  ] as const)('has nothing that axe finds serious, and fits, on a %s in %s', async (_, colorScheme, size) => {
    for (const view of views) {
      const page = await opened(`#${view}`, { ...size, colorScheme });
      await page.evaluate(axe);
      const found = await page.evaluate<string[]>(
        `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
      );
      expect({ view, found }).toEqual({ view, found: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.viewport.width);
      await page.close();
    }
  });
});
