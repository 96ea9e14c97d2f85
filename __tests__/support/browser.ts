import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems put Chromium, and what is nearly it. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The installed browser: that of `CHROMIUM_PATH`, or one in a usual place. */
export function installedBrowser(): string | undefined {
  return [process.env['CHROMIUM_PATH'] ?? '', ...USUAL].find((path) => path !== '' && existsSync(path));
}

/**
 * Begins tests that need a browser. Where none is installed they are skipped, and say why; with `BROWSER_TESTS=required`, which
 * `npm run test:browser` sets, they fail instead.
 */
export function describeInBrowser(title: string, tests: (open: () => Browser) => void): void {
  const path = installedBrowser();
  if (path === undefined) {
    const reason = 'no Chromium is installed; install one, or name it in CHROMIUM_PATH';
    const isRequired = process.env['BROWSER_TESTS'] === 'required';
    (isRequired ? it : it.skip)(`${title}: ${reason}`, () => {
      throw new Error(reason);
    });
    return;
  }
  describe(title, () => {
    let browser: Browser | undefined;
    tests(() => {
      if (browser === undefined) throw new Error('the browser is there only while tests run');
      return browser;
    });
    // After what the tests prepare.
    beforeAll(async () => {
      // A container has no sandbox of its own for the browser; the page is ours.
      browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
    });
    afterAll(() => browser?.close());
  });
}

/** How long the page may take to follow what was done to it, on a machine that has other things to do: milliseconds. */
const MOST_PATIENCE = 30_000;

/**
 * Holds once the page has followed a click, a key or an address, which takes it a moment. Polled from here: the page's own policy
 * forbids what playwright waits by.
 */
export async function eventually(holds: () => void | Promise<void>): Promise<void> {
  const end = Date.now() + MOST_PATIENCE;
  for (;;) {
    try {
      await holds();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
