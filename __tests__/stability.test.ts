import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXIT } from '../cli/exit-codes';
import * as compilers from '../compilers/internal';
import * as constructs from '../constructs';
import { company as reference } from '../departments';
import * as model from '../model';
import { preview } from '../preview';
import { PlatformStack, synthesizeCompany } from '../stacks';
import { expectFile, sortedJson } from './support/file-snapshot';
import { tree } from './support/output-folders';
import { smallCompany } from './support/small-company';
import { temporaryFolder } from './support/temporary-folder';

// What docs/stability.md promises, one file for each part: a change of it is a line that a review sees, and a line that leaves is a break.
const ROOT = resolve(__dirname, '..');
const promise = (name: string): string => join(ROOT, 'api', 'promises', name);
const folder = temporaryFolder();
const company = smallCompany();

/** Names of files with what is the company's own in them by its kind. */
function patterns(files: readonly string[], { departments, environments }: model.Company): string[] {
  // A folder of sources has their names, and the others those of tables: one name may be both.
  const kinds = (file: string): readonly (readonly [readonly { readonly name: string }[], string])[] => [
    [environments, '<environment>'],
    [departments, '<department>'],
    [departments.flatMap(({ alerts }) => alerts), '<rule>'],
    ...(/^(bronze|input)\/|\.delivery\./.test(file)
      ? [[departments.flatMap(({ sources }) => sources), '<source>'] as const]
      : [[departments.flatMap(({ tables }) => tables), '<table>'] as const]),
  ];
  const general = files.map((file) =>
    kinds(file).reduce(
      (path, [names, kind]) =>
        names.reduce((text, { name }) => {
          const before = kind === '<environment>' ? '[/.-]' : '[/.]';
          return text.replace(new RegExp(`(?<=^|${before})${name}(?=$|${before})`, 'g'), kind);
        }, path),
      file.replace(/\d{4}-\d{2}-\d{2}/, '<day>'),
    ),
  );
  return [...new Set(general)].sort();
}

/** Files whose fields are others' to say: Terraform's and the engine's, and our own record of what was written. */
const OTHERS = /^(stacks\/|manifest\.json|\.cdktf-azure-lakehouse\/)/;

/** Fields that hold something for each of what a company names, or for each assumption. */
const MAPS = ['assumptions', 'byDepartment', 'grants', 'quarantined'];

/** The fields of the JSON that is written for programs, each with its file. */
function fieldsOf(files: Readonly<Record<string, string>>, of: model.Company): string[] {
  const fields = Object.entries(files)
    .filter(([file]) => file.endsWith('.json') && !OTHERS.test(file))
    .flatMap(([file, text]) =>
      waysIn(JSON.parse(text)).flatMap((way) => patterns([file], of).map((name) => `${name} ${way}`)),
    );
  return [...new Set(fields)].sort();
}

/** The ways to every field of a document, with the fields of all items of a list as those of one. */
function waysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(waysIn).map((way) => `[].${way}`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => [
    field,
    ...(MAPS.includes(field) ? [] : waysIn(inner)).map(
      (way) => `${field}${way.startsWith('[]') ? '' : '.'}${way}`,
    ),
  ]);
}

describe('what is promised to stay', () => {
  test('error codes, and what each says', () => {
    const titles = Object.entries(model.ISSUE_KINDS).map(([code, { title }]) => [code, title]);
    expectFile(promise('error-codes.json'), sortedJson(Object.fromEntries(titles)));
  });

  test('exit codes', () => {
    expectFile(promise('exit-codes.json'), sortedJson(EXIT));
  });

  test('defaults', () => {
    const named = Object.entries({ ...model, ...constructs, ...compilers } as Readonly<
      Record<string, unknown>
    >);
    const defaults = named.filter(
      ([name, value]) => /(^|_)DEFAULTS?(_|$)/.test(name) && typeof value !== 'function',
    );
    expect(defaults.length).toBeGreaterThan(8);
    expectFile(promise('defaults.json'), sortedJson(Object.fromEntries(defaults)));
  });

  test('files that a synthesis writes', () => {
    const outdir = folder.at('cdktf.out');
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    synthesizeCompany(
      company,
      (app, environment) => new PlatformStack(app, `platform-${environment.name}`, { company, environment }),
      { environments: 'all', outdir },
    );
    process.exitCode = undefined;
    const written = tree(outdir) ?? {};
    expectFile(promise('synthesized-files.txt'), `${patterns(Object.keys(written), company).join('\n')}\n`);
    expectFile(promise('synthesized-fields.txt'), `${fieldsOf(written, company).join('\n')}\n`);
  });

  test('files that a preview writes', async () => {
    const out = folder.at('preview.out');
    await preview(reference, { out });
    const written = tree(out) ?? {};
    expectFile(promise('previewed-files.txt'), `${patterns(Object.keys(written), reference).join('\n')}\n`);
    expectFile(promise('previewed-fields.txt'), `${fieldsOf(written, reference).join('\n')}\n`);
  });

  test('what is deprecated says which release it ends in, and has not ended', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: ROOT, encoding: 'utf8' })
      .split('\n')
      .filter((file) => file !== '' && !file.startsWith('__tests__/'));
    const deprecated = files.flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .filter((line) => line.includes('@deprecated'))
        .map((line) => ({ file, line })),
    );
    for (const { file, line } of deprecated)
      expect(`${file}: ${deprecationFlaw(line, version) ?? ''}`).toBe(`${file}: `);
  });

  test.each([
    ['* @deprecated Use other(). Ends in 2.0.', '1.9.3', undefined],
    ['* @deprecated Use other(). Ends in 2.0.', '2.0.0', 'has ended in 2.0'],
    ['* @deprecated Use other(). Ends in 1.10.', '1.9.3', undefined],
    ['* @deprecated Use other().', '1.9.3', 'does not say "Ends in <release>."'],
  ])('a deprecation is judged: %s at %s', (line, version, flaw) => {
    expect(deprecationFlaw(line, version)).toBe(flaw);
  });
});

function deprecationFlaw(line: string, version: string): string | undefined {
  const [, major = '', minor = ''] = /Ends in (\d+)\.(\d+)\./.exec(line) ?? [];
  if (major === '') return 'does not say "Ends in <release>."';
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  const ended = ownMajor > Number(major) || (ownMajor === Number(major) && ownMinor >= Number(minor));
  return ended ? `has ended in ${major}.${minor}` : undefined;
}
