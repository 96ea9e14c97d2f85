import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { lakehouseProgram, nodeProgram, type Outcome } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

/** The program as a user starts it: what it prints, and with which code it ends. */
const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');

const preview = (...options: string[]): Promise<Outcome> =>
  lakehouseProgram(['preview', ...options], { home: home.path });
const lines = ({ stderr }: Outcome): string[] => stderr.trimEnd().split('\n');

describe('lakehouse preview', () => {
  it('runs the reference company, and prints a line for each table', async () => {
    const out = folder.at('out');
    const outcome = await preview('--out', out, '--seed', '7', '--memory', '1024');
    expect({ code: outcome.code, last: lines(outcome).at(-1) }).toEqual({
      code: 0,
      last: expect.stringMatching(/^gold {3}executives\/platform_savings: \d+ rows$/) as string,
    });
    expect(outcome.stdout).toMatch(/^\nzone {4}department {4}table /);
    expect(outcome.stdout).toMatch(/\nMeridian Goods: \d\d tables in \d+\.\d s, in .*out\n$/);
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
      input: { kind: 'sample', seed: 7 },
    });
  });

  it('prints nothing but the report for programs', async () => {
    const out = folder.at('json');
    const { code, stdout } = await preview('--app', 'bench/company', '--out', out, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')));
  });

  it('writes the page, and opens it when asked', async () => {
    const [out, opened] = [folder.at('page'), folder.at('opened')];
    const browser = folder.at('browser');
    writeFileSync(browser, `#!/bin/sh\necho "$1" > ${opened}\n`, { mode: 0o755 });
    const options = ['preview', '--app', 'bench/company', '--out', out, '--open'];
    const [with_, without] = [{ BROWSER: browser }, { BROWSER: folder.at('nowhere') }];
    expect(await lakehouseProgram(options, { home: home.path, env: with_ })).toMatchObject({ code: 0 });
    const href = pathToFileURL(join(out, 'index.html')).href;
    while (!existsSync(opened) || readFileSync(opened, 'utf8') === '') await setTimeout(10);
    expect(readFileSync(opened, 'utf8')).toBe(`${href}\n`);
    expect(existsSync(join(out, 'index.html'))).toBe(true);
    expect(await lakehouseProgram(options, { home: home.path, env: without })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`No browser could be opened; the page is ${href}`) as string,
    });
  });

  it('is lakehouse-preview, too', async () => {
    const out = folder.at('other');
    const args = ['-r', 'ts-node/register', 'cli/preview-main.ts', '--app', 'bench/company', '--out', out];
    const { code, stdout } = await nodeProgram(args, { home: home.path });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/ tables in \d+\.\d s, in /) as string,
    });
  });

  it('fails on what it cannot use, a line for each mistake', async () => {
    const out = folder.at('never');
    const data = folder.at('data');
    mkdirSync(join(data, 'transaction'), { recursive: true });
    writeFileSync(folder.at('nothing.js'), 'module.exports = {};');
    const [nowhere, nothing, wrongData] = await Promise.all([
      preview('--out', out, '--app', 'nowhere'),
      preview('--out', out, '--app', folder.at('nothing.js')),
      preview('--out', out, '--data', data, '--app', 'bench/company'),
    ]);
    expect([nowhere, nothing, wrongData].map(({ code, stdout }) => [code, stdout])).toEqual(
      Array.from({ length: 3 }, () => [1, '']),
    );
    expect(lines(nowhere)).toEqual([
      'lakehouse: 1 error',
      '  - LH8004 lakehouse: "app" is "nowhere", where no module is; allowed: a module, or a folder with an index, that exports "company"; correct the path',
    ]);
    expect(lines(nothing)).toEqual([
      'lakehouse: 1 error',
      `  - LH8004 lakehouse: "app" is "${folder.at('nothing.js')}", which exports no company; allowed: an export named "company", made by company(…); export const company = company(…)`,
    ]);
    expect(lines(wrongData)).toEqual([
      'preview: 2 errors',
      `  - LH8002 transactions: "data" has no folder in "${data}" (did you mean "transaction"?); allowed: a folder "transactions"; present: transaction; add the folder, even an empty one`,
      `  - LH8002 exchange-rates: "data" has no folder in "${data}"; allowed: a folder "exchange-rates"; present: transaction; add the folder, even an empty one`,
    ]);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('says its mistakes as JSON to programs, and to people beside it', async () => {
    const { code, stdout, stderr } = await preview('--app', 'nowhere', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ issues: [{ code: 'LH8004', prop: 'app' }] });
    expect(stderr).toContain('LH8004');
  });

  it.each([
    [['--sead', '1'], "unknown option '--sead'"],
    [
      ['--seed', 'x'],
      "option '--seed <number>' argument 'x' is invalid. Allowed: a whole number, 0 or more.",
    ],
    [
      ['--memory', '0'],
      "option '--memory <MiB>' argument '0' is invalid. Allowed: a whole number, 1 or more.",
    ],
  ])('ends with 2 when it is called with %j', async (options, said) => {
    const { code, stdout, stderr } = await preview(...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('names DuckDB when it is not installed, before it loads anything', async () => {
    // Node.js finds no packages from a folder without any.
    const hidden = folder.at('hide.js');
    writeFileSync(
      hidden,
      `const Module = require('node:module'); const find = Module._resolveFilename;
       Module._resolveFilename = function (name, ...rest) {
         if (name === '@duckdb/node-api') throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
         return find.call(this, name, ...rest);
       };`,
    );
    const node = ['-r', hidden];
    const options = { home: home.path, node };
    const { code, stderr } = await lakehouseProgram(['preview', '--app', 'nowhere'], options);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^lakehouse: 1 error\n {2}- LH9201 lakehouse: "@duckdb\/node-api" is not installed, and the preview runs on it; npm install @duckdb\/node-api@\d\S+\n$/,
    );
  });
});
