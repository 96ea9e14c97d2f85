import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS } from './run-folder';

/** What the run itself has put into its temporary folder. */
const OWN = ['process.json', APPS, join(APPS, 'stacks')];

/** Fails a run that leaves something in its temporary folder, which is then removed when the process ends. */
function teardown(): void {
  const left = readdirSync(tmpdir(), { recursive: true, encoding: 'utf8' }).filter(
    (path) => !OWN.includes(path),
  );
  if (left.length > 0)
    throw new Error(`the tests, or what they test, left in the temporary folder: ${left.sort().join(', ')}`);
}

export = teardown;
