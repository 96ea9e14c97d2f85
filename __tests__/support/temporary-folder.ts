import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the tests of one file, or of each single one. */
export interface TemporaryFolder {
  /** Its path; only while tests run. */
  readonly path: string;
  /** A path inside it. */
  readonly at: (...segments: readonly string[]) => string;
}

/**
 * Makes a folder before each test, or once before all tests of the file (or of the `describe`), and removes it afterwards.
 *
 * @param lasts how long the folder is there.
 */
export function temporaryFolder(lasts: 'a test' | 'all tests' = 'a test'): TemporaryFolder {
  let made: string | undefined;
  const [before, after] = lasts === 'a test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(() => {
    made = mkdtempSync(join(tmpdir(), 'lakehouse-test-'));
  });
  after(() => {
    if (made !== undefined) rmSync(made, { recursive: true, force: true, maxRetries: 3 });
    made = undefined;
  });
  const path = (): string => {
    if (made === undefined) throw new Error('the folder is there only while tests run');
    return made;
  };
  return {
    get path() {
      return path();
    },
    at: (...segments) => join(path(), ...segments),
  };
}
