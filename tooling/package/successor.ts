/**
 * Writes the package for the engine's successor into `dist-successor/`, from what is built for cdktf: the same code, which imports the
 * other engine and is called after it.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importsSuccessor, namesSuccessor, SUCCESSOR } from './engines';

const root = join(__dirname, '..', '..');
const target = join(root, 'dist-successor');

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Texts that people type from: their names of packages change. Imports are changed in all code. */
const NAMES_PACKAGES = /^(README\.md|docs\/.*\.md|dist\/model\/engine\.(js|d\.ts))$/;

/** What a manifest says of working on the library, and not of using it. */
const OWN_WORK = ['devDependencies', 'scripts', 'overrides', 'allowScripts'];

function manifest(): Record<string, unknown> {
  const { peerDependencies, ...fields } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  const published = Object.fromEntries(Object.entries(fields).filter(([field]) => !OWN_WORK.includes(field)));
  const others = Object.entries(peerDependencies).filter(
    ([name]) => !['cdktf', '@cdktf/provider-azurerm', 'constructs'].includes(name),
  );
  return {
    ...published,
    name: SUCCESSOR.library,
    description: namesSuccessor(String(published['description'])),
    peerDependencies: Object.fromEntries(
      [...Object.entries(SUCCESSOR.peers), ...others].sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
  };
}

function copy(name: string): void {
  const from = join(root, name);
  const to = join(target, name);
  if (statSync(from).isDirectory()) {
    for (const child of readdirSync(from)) copy(`${name}/${child}`);
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  if (NAMES_PACKAGES.test(name)) writeFileSync(to, namesSuccessor(readFileSync(from, 'utf8')));
  else if (/\.(js|d\.ts)$/.test(name)) writeFileSync(to, importsSuccessor(readFileSync(from, 'utf8')));
  else cpSync(from, to);
}

const published = manifest();
rmSync(target, { recursive: true, force: true });
for (const name of published['files'] as readonly string[]) copy(name);
writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
