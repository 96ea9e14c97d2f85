import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LakehouseError, listed } from '../../model';
import { ARCHIVED, SUCCESSOR, successorOf } from '../../packages/engines';
import { foreignPackages, withMovedImports } from './imports';
import { movedManifest, packagesOf, type ProjectManifest } from './manifest';

/** A file that is other than before. */
export interface ChangedFile {
  /** Its path in the project. */
  readonly path: string;
  /** Its text on the successor. */
  readonly text: string;
}

const CODE = /\.[cm]?[jt]sx?$/;
const NOT_OWN = /^(\.|node_modules$|dist$|coverage$|.*\.out$)/;

/**
 * What moves a project to the successor; nothing where it has moved.
 *
 * @param folder the project.
 * @param version the version of the library.
 * @throws LakehouseError when it is no project of this library, or holds what cannot be moved.
 */
export function moveOf(folder: string, version: string): ChangedFile[] {
  const manifest = manifestOf(folder);
  const code = codeFiles(folder).map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
  refuseForeign(packagesOf(manifest), code);
  const moved = code.flatMap(({ path, text }) => {
    const after = withMovedImports(text);
    return after === text ? [] : [{ path, text: after }];
  });
  const { text, indent } = manifestText(folder);
  const after = `${JSON.stringify(movedManifest(manifest, version), undefined, indent)}\n`;
  const isMoved = JSON.stringify(JSON.parse(after)) === JSON.stringify(JSON.parse(text));
  return [...(isMoved ? [] : [{ path: 'package.json', text: after }]), ...moved];
}

function manifestText(folder: string): { readonly text: string; readonly indent: string } {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  return { text, indent: /^([ \t]+)"/m.exec(text)?.[1] ?? '  ' };
}

function manifestOf(folder: string): ProjectManifest {
  if (!existsSync(join(folder, 'package.json'))) throw noProject(folder, 'has no package.json');
  const manifest = JSON.parse(manifestText(folder).text) as ProjectManifest;
  const packages = packagesOf(manifest);
  if (![ARCHIVED.library, SUCCESSOR.library].some((library) => packages.includes(library)))
    throw noProject(
      folder,
      `has a package.json that names neither ${ARCHIVED.library} nor ${SUCCESSOR.library}`,
    );
  return manifest;
}

function noProject(folder: string, why: string): LakehouseError {
  return new LakehouseError('move-engine', [
    {
      code: 'LH9370',
      at: 'move-engine',
      prop: 'folder',
      got: `is "${folder}", which ${why}`,
      allowed: 'the folder of a project that depends on this library',
      change: 'name that folder',
    },
  ]);
}

function codeFiles(folder: string, below = folder): string[] {
  return readdirSync(below, { withFileTypes: true })
    .filter(({ name }) => !NOT_OWN.test(name))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return codeFiles(folder, path);
      return entry.isFile() && CODE.test(entry.name) ? [relative(folder, path).replaceAll('\\', '/')] : [];
    })
    .sort();
}

/** Bindings of other providers bring the archived engine with them: two engines in one tree synthesize nothing together. */
function refuseForeign(packages: readonly string[], code: readonly ChangedFile[]): void {
  const installed = packages.filter((name) => name.startsWith('@cdktf/') && successorOf(name) === undefined);
  const imported = code.flatMap(({ text }) => foreignPackages(text));
  const foreign = [...new Set([...installed, ...imported])].sort();
  if (foreign.length === 0) return;
  const files = code.filter(({ text }) => foreignPackages(text).length > 0).map(({ path }) => path);
  throw new LakehouseError('move-engine', [
    {
      code: 'LH9372',
      at: files[0] ?? 'package.json',
      prop: 'packages',
      got: `are of ${ARCHIVED.engine} and not moved by this command: ${listed(foreign)}`,
      allowed: listed(Object.values(ARCHIVED)),
      change: `replace each by its counterpart of ${SUCCESSOR.engine} (@cdktn/…) first, or leave it out`,
    },
  ]);
}

/** Refuses to write where git could not tell the move from other changes. Where there is no git, nothing is asked. */
export function refuseUncommitted(folder: string): void {
  let changed: string;
  try {
    changed = execFileSync('git', ['status', '--porcelain', '--untracked-files=no', '--', '.'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return;
  }
  const files = changed.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
  if (files.length === 0) return;
  throw new LakehouseError('move-engine', [
    {
      code: 'LH9371',
      at: 'move-engine',
      prop: 'folder',
      got: `has changes that are not committed: ${listed(files.slice(0, 5))}${files.length > 5 ? ', …' : ''}`,
      allowed: 'a work tree without changes, so that the move is one commit that can be taken back',
      change: 'commit or stash them',
    },
  ]);
}
