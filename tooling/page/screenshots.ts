/** Takes the pictures of the page that the README shows: runs the reference company, and opens the page in the installed Chromium. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { company } from '../../departments';
import { processFolder } from '../../output';
import { PAGE_FILE, writePage } from '../../page';
import { preview } from '../../preview';

const pictures = join(__dirname, '..', '..', 'docs', 'images');

/** Further pictures, of a view each. */
const VIEWS = { department: 'department-operations', health: 'health' };

async function takeScreenshots(): Promise<void> {
  const folder = processFolder('lakehouse-screenshots-');
  const out = join(folder.path, 'out');
  await preview(company, { out, finish: (run) => writePage(run) });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(out, PAGE_FILE)).href);
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, 'page.png') });
  for (const [name, view] of Object.entries(VIEWS)) {
    await page.goto(`${pathToFileURL(join(out, PAGE_FILE)).href}#${view}`);
    await page.screenshot({ path: join(pictures, `page-${name}.png`) });
  }
  await browser.close();
  rmSync(out, { recursive: true });
  folder.remove();
}

void takeScreenshots();
