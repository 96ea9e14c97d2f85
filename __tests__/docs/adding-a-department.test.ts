import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { programEnvironment } from '../support/program-environment';
import { temporaryFolder } from '../support/temporary-folder';

/** The guide, followed to the letter in a copy of this project. */
const ROOT = resolve(__dirname, '../..');
const GUIDE = readFileSync(join(ROOT, 'docs/adding-a-department.md'), 'utf8');
/** What the guide changes, and what says where the rest is; of the rest, the copy has links. */
const OWN = ['departments', 'main.ts', 'tsconfig.json', 'package.json'];

const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
let copy: string;
beforeAll(() => {
  copy = folder.path;
  for (const { name } of readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
    if (!OWN.includes(name) && !/^\.|\.out$/.test(name)) symlinkSync(join(ROOT, name), join(copy, name));
  for (const own of OWN) cpSync(join(ROOT, own), join(copy, own), { recursive: true });
  for (const [, file = '', code = ''] of GUIDE.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), code);
  }
  const index = join(copy, 'departments/index.ts');
  writeFileSync(index, patched(readFileSync(index, 'utf8'), /```diff\n([\s\S]*?)```/.exec(GUIDE)?.[1] ?? ''));
});

const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [...args], {
    cwd: copy,
    env: programEnvironment(home.path),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

it('compiles', () => {
  const options = {
    extends: './tsconfig.json',
    include: ['departments', 'main.ts'],
    compilerOptions: { noEmit: true },
  };
  writeFileSync(join(copy, 'tsconfig.guide.json'), JSON.stringify(options));
  expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.guide.json')).toBe('');
});

it('synthesizes a stack for the new department', () => {
  expect(node('-r', 'ts-node/register', 'main.ts')).toMatch(
    /^synthesized customer-service-dev {2}\d+ resources/m,
  );
});

it('shows its gold table in the preview', () => {
  const out = node('-r', 'ts-node/register', 'cli/main.ts', 'preview', '--out', 'preview.out');
  expect(out).toMatch(/^gold +customer-service +complaints +[\d,]+ +[1-9]/m);
});

/** Applies the parts of a diff: the lines that a part begins from must be there, one below the other. */
function patched(text: string, diff: string): string {
  return diff
    .split(/^@@.*\n/m)
    .filter((part) => part.trim() !== '')
    .reduce((before, part) => {
      const lines = part.split('\n').filter((line) => line !== '');
      const without = (sign: string): string =>
        lines.flatMap((line) => (line.startsWith(sign) ? [] : [line.slice(1)])).join('\n');
      if (!before.includes(without('+')))
        throw new Error(`the guide refers to lines that are not there: ${without('+')}`);
      return before.replace(without('+'), () => without('-'));
    }, text);
}
