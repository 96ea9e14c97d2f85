import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** What opens a page in the usual browser, by system. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [program: string, ...options: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens a page in the browser: that of the variable `BROWSER`, or else the usual one. Where there is none, its address is said.
 *
 * @param file path of the page.
 */
export function openPage(file: string): Promise<void> {
  const { href } = pathToFileURL(file);
  const own = process.env['BROWSER'];
  const [program, ...options] = own ? [own] : (OPENERS[process.platform] ?? ['xdg-open']);
  return new Promise((done) => {
    const opener = spawn(program, [...options, href], { stdio: 'ignore', detached: true });
    opener.once('error', () => {
      console.error(`No browser could be opened; the page is ${href}`);
      done();
    });
    opener.once('spawn', () => {
      opener.unref();
      done();
    });
  });
}
