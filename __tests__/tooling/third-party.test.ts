import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thirdParties, thirdPartyPage } from '../../tooling/docs/third-party';

const ROOT = join(__dirname, '../..');
const { dependencies, files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly files: readonly string[];
};

/** Licences that ask for nothing but that they are kept, or for nothing at all: what is under another one is decided on first. */
const TAKEN = ['0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'Unlicense'];

it('installs nothing under terms that nobody has decided on', () => {
  expect(thirdParties().filter(({ licence }) => !TAKEN.includes(licence))).toEqual([]);
});

it('names what it depends on, and what that depends on', () => {
  const names = thirdParties().map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(names).toContain('d3-array');
  for (const { name, licence } of thirdParties()) {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as {
      readonly license?: string;
    };
    expect([name, manifest.license]).toEqual([name, licence]);
  }
});

it('comes with its notices, and the page with those of the code in it', () => {
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'THIRD-PARTY-NOTICES.md']));
  expect(thirdPartyPage()).toContain('Copyright (c) 2016 Tanner Linsley');
});

it('has no code of others among its own', () => {
  const { include } = JSON.parse(
    readFileSync(join(ROOT, 'tsconfig.build.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
  ) as { readonly include: readonly string[] };
  const folders = include.map((pattern) => pattern.split('/')[0]!).filter((name) => !name.includes('.'));
  const sources = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|js|css)$/.test(name))
      .map((name) => join(folder, name)),
  );
  expect(sources).toContain('page/browser/page.js');
  const copied = sources.filter((path) =>
    /\bcopyright\b|@license\b|SPDX-License|\(c\) \d{4}/i.test(readFileSync(join(ROOT, path), 'utf8')),
  );
  expect(copied).toEqual([]);
});
