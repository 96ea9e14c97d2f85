import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { processFolder } from '../../output';
import { APPS, setTemporaryFolder } from './run-folder';

/** Gives a run of the tests a temporary folder of its own, which no other run sees. */
function setup(): void {
  const { path } = processFolder('lakehouse-tests-');
  // Tests ask what somebody else may do in a folder below it.
  chmodSync(path, 0o755);
  mkdirSync(join(path, APPS, 'stacks'), { recursive: true });
  setTemporaryFolder(path);
}

export = setup;
