import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PREVIEW_PEPPER } from '../preview/options';

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

/** Contenders in Python, and what they need to run. */
const IN_PYTHON = [
  { name: 'pandas', script: 'pandas_flows.py', modules: 'pandas, pyarrow', programs: [] },
  // Its memory is read from /proc.
  {
    name: 'PySpark',
    script: 'pyspark_flows.py',
    modules: 'pyspark',
    programs: [
      ['java', '-version'],
      ['test', '-d', '/proc/self'],
    ],
  },
] as const;

/**
 * All contenders that can run here.
 *
 * @param python the interpreter that is asked for the modules of contenders in Python.
 * @param report called with a line for each contender that is left out.
 */
export function contenders(python: string, report: (line: string) => void): Contender[] {
  const found: Contender[] = [typeScript('ours', 'ours.ts'), typeScript(BY_HAND, 'by-hand.ts')];
  for (const { name, script, modules, programs } of IN_PYTHON) {
    const needed = [[python, '-c', `import ${modules}`], ...programs];
    const absent = needed.find(([program = '', ...options]) => spawnSync(program, options).status !== 0);
    if (absent === undefined) {
      const path = join(__dirname, 'contenders', script);
      found.push({ name, command: ({ data, out }) => [python, path, data, out, PREVIEW_PEPPER] });
    } else report(`${name}: not there ("${absent.join(' ')}" fails)`);
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
