import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { content, numberOf, open, plant, refusal, tree, WORK, write } from '../support/output-folders';
import { temporaryFolder } from '../support/temporary-folder';

/** What was in an output folder before a run, and what is there afterwards. */
const folder = temporaryFolder();
const out = (...path: readonly string[]): string => folder.at('out', ...path);

const DEV = { 'manifest.json': 'dev', 'stacks/sales-dev/cdk.tf.json': 'dev 1' };
const PROD = { 'manifest.json': 'prod', 'stacks/sales-prod/cdk.tf.json': 'prod 1' };

describe('nothing, and an empty folder', () => {
  test('become the result, and a record of it', () => {
    for (const name of ['new/and/deep', 'empty']) {
      if (name === 'empty') mkdirSync(folder.at(name));
      write(folder.at(name), DEV);
      expect(content(folder.at(name))).toEqual(DEV);
      expect(Object.keys(tree(folder.at(name)) ?? {})).toEqual([`${WORK}/written.json`, ...Object.keys(DEV)]);
    }
  });

  test('stay what they were when nothing is committed', () => {
    mkdirSync(folder.at('empty'));
    for (const name of ['new/and/deep', 'empty']) {
      const output = open(folder.at(name));
      plant(output.draft, DEV);
      output.close();
    }
    expect(tree(folder.path)).toEqual({ 'empty/': '' });
  });
});

describe('the result of an earlier run', () => {
  beforeEach(() => write(out(), { ...DEV, 'access-matrix/dev.md': 'who' }));

  test('is replaced by the next one, with the folders that nothing is in any more', () => {
    write(out(), PROD);
    expect(content(out())).toEqual(PROD);
    expect(existsSync(out('access-matrix'))).toBe(false);
    expect(existsSync(out('stacks', 'sales-dev'))).toBe(false);
  });

  test('is replaced by the same bytes, and files that did not change are not touched', () => {
    const before = tree(out());
    const unchanged = numberOf(out('stacks/sales-dev/cdk.tf.json'));
    write(out(), { ...DEV, 'access-matrix/dev.md': 'who' });
    expect(tree(out())).toEqual(before);
    expect(numberOf(out('stacks/sales-dev/cdk.tf.json'))).toBe(unchanged);
  });

  test('stays when nothing is committed', () => {
    const before = tree(out());
    const output = open(out());
    plant(output.draft, PROD);
    output.close();
    output.close();
    expect(tree(out())).toEqual(before);
  });

  test('is completed where some of its files were deleted', () => {
    rmSync(out('stacks'), { recursive: true });
    write(out(), DEV);
    expect(content(out())).toEqual(DEV);
  });

  test('may hold a file where a folder was, and a folder where a file was', () => {
    write(out(), { 'manifest.json': '', stacks: 'a file', 'access-matrix/dev.md/deep': 'a folder' });
    expect(content(out())).toEqual({
      'manifest.json': '',
      stacks: 'a file',
      'access-matrix/dev.md/deep': 'a folder',
    });
  });

  test('is refused where a file was changed by hand: what somebody wrote is never lost', () => {
    const edited = {
      'access-matrix/dev.md': 'who, and why: my notes',
      'stacks/sales-dev/cdk.tf.json': 'dev 2',
    };
    plant(out(), edited);
    const before = tree(out());
    expect(refusal(() => write(out(), PROD))).toBe(
      `LH8009 synthesis: "outdir" is "${out()}", where these files are not as they were written: access-matrix/dev.md, stacks/sales-dev/cdk.tf.json; allowed: files that were left as they were written: they are replaced; move what is worth keeping out of the folder, and delete the rest of these`,
    );
    expect(tree(out())).toEqual(before);
  });

  test('is refused where a file was changed while the run was at work', () => {
    const output = open(out());
    plant(output.draft, PROD);
    plant(out(), { 'access-matrix/dev.md': 'why' });
    expect(refusal(() => output.commit())).toContain('not as they were written: access-matrix/dev.md;');
    output.close();
    expect(content(out())).toEqual({ ...DEV, 'access-matrix/dev.md': 'why' });
  });

  test('is refused to a run of another kind', () => {
    const before = tree(out());
    expect(refusal(() => write(out(), {}, { kind: 'preview', prop: 'out' }))).toBe(
      `LH8001 preview: "out" is "${out()}", whose record "${out(WORK, 'written.json')}" is that of a synthesis; allowed: that of an earlier preview by this version; choose another folder, or empty this one`,
    );
    expect(tree(out())).toEqual(before);
  });
});

describe('files that we did not write', () => {
  const TERRAFORM = {
    'stacks/sales-dev/terraform.tfstate': 'state',
    'stacks/sales-dev/terraform.tfstate.backup': 'backup',
    'stacks/sales-dev/errored.tfstate': 'errored',
    'stacks/sales-dev/terraform.tfstate.d/blue/terraform.tfstate': 'of a workspace',
    'stacks/sales-dev/.terraform.lock.hcl': 'locked',
    'stacks/sales-dev/.terraform/providers/azurerm': 'plug-in',
    'stacks/sales-dev/plan.tfplan': 'plan',
    'stacks/sales-prod/terraform.tfstate': 'state of prod',
  };

  test("are left alone: Terraform's of every stack, also of one that is made no longer, and of another environment", () => {
    write(out(), { ...DEV, ...PROD });
    plant(out(), TERRAFORM);
    const state = numberOf(out('stacks/sales-dev/terraform.tfstate'));
    write(out(), PROD);
    expect(content(out())).toEqual({ ...PROD, ...TERRAFORM });
    write(out(), DEV);
    expect(content(out())).toEqual({ ...DEV, ...TERRAFORM });
    expect(numberOf(out('stacks/sales-dev/terraform.tfstate'))).toBe(state);
  });

  test('are left alone: a thesis, a repository, empty folders and links', () => {
    write(out(), DEV);
    plant(out(), { 'thesis.txt': 'years of work', '.git/HEAD': 'main', 'stacks/notes.md': 'notes' });
    mkdirSync(out('access-matrix'));
    symlinkSync(folder.at('nowhere'), out('stacks', 'link'));
    write(out(), { ...PROD, 'access-matrix/prod.md': 'who' });
    write(out(), PROD);
    expect(content(out())).toEqual({
      ...PROD,
      'thesis.txt': 'years of work',
      '.git/HEAD': 'main',
      'stacks/notes.md': 'notes',
      'stacks/link': `→ ${folder.at('nowhere')}`,
    });
  });

  test.each([
    ['the same file', { 'stacks/sales-prod/cdk.tf.json': 'mine' }, 'stacks/sales-prod/cdk.tf.json'],
    ['a file where a folder shall be', { 'stacks/sales-prod': 'mine' }, 'stacks/sales-prod'],
    ['a folder where a file shall be', { 'resources.md/mine': 'mine' }, 'resources.md/mine'],
  ])('are in the way and refused by name, and nothing is changed: %s', (_, mine, named) => {
    write(out(), DEV);
    plant(out(), mine);
    const before = tree(out());
    expect(refusal(() => write(out(), { ...PROD, 'resources.md': '' }))).toBe(
      `LH8001 synthesis: "outdir" is "${out()}", where these files, which were not written by an earlier synthesis, are in the way: ${named}; allowed: other files under other names; they are left alone; move them out of the folder`,
    );
    expect(tree(out())).toEqual(before);
  });
});

describe('a folder of something else', () => {
  test.each([
    ['a thesis', { 'thesis.txt': 'years of work' }],
    [
      'a manifest of a web page beside a repository',
      { 'manifest.json': '{"name": "page"}', '.git/HEAD': '' },
    ],
    ['a manifest of another synthesis', { 'manifest.json': '{"stacks": {}, "version": "0.21.0"}' }],
    ['a run.json of another program', { 'run.json': '{"run": 1}', 'thesis.txt': '' }],
    ['a hidden file alone', { '.env': '' }],
    ['a file under the name of our folder', { [WORK]: '' }],
  ])('is refused, and not touched: %s', (_, files) => {
    plant(out(), files);
    const before = tree(out());
    expect(refusal(() => open(out()))).toMatch(
      /^LH8001 synthesis: "outdir" is ".*", which holds other files: .*; allowed: a new or empty folder, or one that an earlier synthesis made and that still has its record of what it wrote; choose another folder, or empty this one$/,
    );
    expect(tree(out())).toEqual(before);
  });

  test.each([
    ['no JSON', 'years of work'],
    ['of another program', '{"writtenBy": "else", "format": 1, "kind": "synthesis", "files": {}}'],
    [
      'of a later version',
      '{"writtenBy": "cdktf-azure-lakehouse", "format": 2, "kind": "synthesis", "files": {}}',
    ],
    ['without files', '{"writtenBy": "cdktf-azure-lakehouse", "format": 1, "kind": "synthesis"}'],
    ...['../thesis.txt', '/etc/hosts', 'a//b', './a', 'C:/a', 'a\\b'].map((path) => [
      `of files outside: ${path}`,
      JSON.stringify({
        writtenBy: 'cdktf-azure-lakehouse',
        format: 1,
        kind: 'synthesis',
        files: { [path]: { bytes: 0, sha256: '' } },
      }),
    ]),
  ])('is refused when the record is %s', (_, record) => {
    plant(out(), { [`${WORK}/written.json`]: record, 'thesis.txt': '' });
    writeFileSync(folder.at('thesis.txt'), '');
    const before = tree(folder.path);
    expect(refusal(() => open(out()))).toContain(
      `whose record "${out(WORK, 'written.json')}" is not understood;`,
    );
    expect(tree(folder.path)).toEqual(before);
  });

  test('is refused when the record was lost', () => {
    write(out(), DEV);
    rmSync(out(WORK, 'written.json'));
    expect(refusal(() => open(out()))).toContain('which holds other files: manifest.json, stacks;');
    expect(content(out())).toEqual(DEV);
  });
});

describe('a link', () => {
  beforeEach(() => {
    mkdirSync(folder.at('disk'));
    symlinkSync(folder.at('disk'), out());
  });

  test('to a folder stays one, and what is in that folder is replaced', () => {
    write(out(), DEV);
    write(out(), PROD);
    expect(tree(folder.path)).toMatchObject({ out: `→ ${folder.at('disk')}` });
    expect(content(folder.at('disk'))).toEqual(PROD);
  });

  test('to nothing is refused', () => {
    rmSync(folder.at('disk'), { recursive: true });
    expect(refusal(() => open(out()))).toBe(
      `LH8008 synthesis: "outdir" is "${out()}", which is a link to "${folder.at('disk')}", where there is nothing; allowed: a folder, or a path where there is nothing yet; choose another folder`,
    );
    expect(tree(folder.path)).toEqual({ out: `→ ${folder.at('disk')}` });
  });

  test('inside the folder stays one, even to another device', () => {
    write(out(), DEV);
    fs.renameSync(out('stacks'), folder.at('large'));
    symlinkSync(folder.at('large'), out('stacks'));
    const rename = fs.renameSync;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      const isLarge = (path: fs.PathLike): boolean => String(path).startsWith(out('stacks'));
      if (isLarge(from) !== isLarge(to))
        throw Object.assign(new Error('EXDEV: cross-device link not permitted'), { code: 'EXDEV' });
      rename(from, to);
    });
    write(out(), { ...DEV, ...PROD, 'stacks/sales-dev/cdk.tf.json': 'dev 2' });
    expect(content(folder.at('large'))).toEqual({
      'sales-dev/cdk.tf.json': 'dev 2',
      'sales-prod/cdk.tf.json': 'prod 1',
    });
    expect(content(out())).toEqual({ 'manifest.json': 'prod', stacks: `→ ${folder.at('large')}` });
  });

  test('among the files that are written is one in the result', () => {
    const output = open(out());
    symlinkSync('elsewhere', join(output.draft, 'link'));
    output.commit();
    output.close();
    expect(content(out())).toEqual({ link: '→ elsewhere' });
    rmSync(out('link'));
    symlinkSync('otherwise', out('link'));
    expect(refusal(() => open(out()))).toContain('not as they were written: link;');
  });
});

describe('a path where no result can be', () => {
  /** Root may write everywhere; somebody else may not. */
  function asSomebodyElse<T>(call: () => T): T {
    if (process.getuid?.() !== 0) return call();
    process.seteuid?.(65534);
    try {
      return call();
    } finally {
      process.seteuid?.(0);
    }
  }

  test('is refused: a file', () => {
    writeFileSync(out(), 'years of work');
    expect(refusal(() => open(out()))).toBe(
      `LH8008 synthesis: "outdir" is "${out()}", which is a file; allowed: a folder, or a path where there is nothing yet; choose another folder`,
    );
    expect(refusal(() => open(out('below')))).toContain(
      `is "${out('below')}", where no folder can be made (ENOTDIR: not a directory`,
    );
    expect(readFileSync(out(), 'utf8')).toBe('years of work');
  });

  test('is refused: a folder that may not be written', () => {
    mkdirSync(out(), { mode: 0o555 });
    chmodSync(folder.path, 0o755);
    for (const path of [out(), out('new')])
      expect(asSomebodyElse(() => refusal(() => open(path)))).toMatch(
        /which this user may not read and write, or which is in use \(EACCES: permission denied, \w+ '.*'\); allowed: a folder that may be written; change its permissions, or choose another folder; what was there is as it was$/,
      );
    expect(tree(folder.path)).toEqual({ 'out/': '' });
  });

  test('is refused: an earlier result that may not be read', () => {
    write(out(), DEV);
    chmodSync(folder.path, 0o755);
    chmodSync(out(), 0o700);
    expect(asSomebodyElse(() => refusal(() => open(out())))).toContain('(EACCES: permission denied');
    expect(content(out())).toEqual(DEV);
  });

  test.each(['EBUSY', 'EPERM', 'ENOSPC'])(
    'is reported once: a file that cannot be replaced (%s), and everything is as it was',
    (code) => {
      write(out(), DEV);
      const before = tree(out());
      const rename = fs.renameSync;
      jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
        if (to === out('stacks/sales-prod/cdk.tf.json')) throw Object.assign(new Error(code), { code });
        rename(from, to);
      });
      expect(refusal(() => write(out(), PROD))).toMatch(
        new RegExp(
          `^LH80\\d\\d synthesis: "outdir" is ".*", wh.* \\(${code}\\); .* what was there is as it was$`,
        ),
      );
      expect(tree(out())).toEqual(before);
    },
  );

  test('is reported once, with what the next run mends, when what was there cannot be put back either', () => {
    write(out(), DEV);
    const before = tree(out());
    const rename = fs.renameSync;
    const broken = jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (String(to).startsWith(out('stacks'))) throw Object.assign(new Error('EIO'), { code: 'EBUSY' });
      rename(from, to);
    });
    expect(refusal(() => write(out(), PROD))).toMatch(/what was there is put back by the next run$/);
    expect(content(out())).toEqual({ 'stacks/sales-dev/': '' });
    broken.mockRestore();
    open(out()).close();
    expect(tree(out())).toEqual(before);
  });
});
