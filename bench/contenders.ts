import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PREVIEW_PEPPER } from '../preview/run';

/** Something that computes the reference company's operations tables, as a program of its own. */
export interface Contender {
  /** What the table calls it. */
  readonly name: string;
  /** The program and its arguments. */
  readonly command: (run: ContenderRun) => readonly string[];
}

/** What a contender is given. */
export interface ContenderRun {
  /** Folder with a sub-folder for each source. */
  readonly data: string;
  /** New folder for the tables. */
  readonly out: string;
  /** DuckDB's memory limit in MiB; its own default when it is left out. */
  readonly memoryMiB: number | undefined;
}

/** What the others are compared with. */
export const BY_HAND = 'by hand';

/**
 * All contenders that can run here.
 *
 * @param python the interpreter that is asked for pandas.
 */
export function contenders(python: string): Contender[] {
  const found: Contender[] = [typeScript('ours', 'ours.ts'), typeScript(BY_HAND, 'by-hand.ts')];
  if (spawnSync(python, ['-c', 'import pandas, pyarrow']).status === 0) {
    const script = join(__dirname, 'contenders', 'pandas_flows.py');
    found.push({
      name: 'pandas',
      command: ({ data, out }) => [python, script, data, out, PREVIEW_PEPPER],
    });
  }
  return found;
}

function typeScript(name: string, file: string): Contender {
  const script = join(__dirname, 'contenders', file);
  return {
    name,
    command: ({ data, out, memoryMiB }) => [
      process.execPath,
      ...['--require', 'ts-node/register', script, data, out],
      ...(memoryMiB === undefined ? [] : [String(memoryMiB)]),
    ],
  };
}
