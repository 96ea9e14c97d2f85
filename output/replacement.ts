import { copyFileSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, filesBelow, foldersOf, isThere, removeEmptyFolder } from './paths';
import { type OutputRecord, readRecord, stateOf, writeRecord } from './record';

/** Ends the name of a file that is being copied, because what it shall become is on another device. */
const UNFINISHED = '.cdktf-azure-lakehouse-unfinished';

/** An output folder, and where its parts are. */
export interface OutputPlaces {
  /** The folder itself. */
  readonly folder: string;
  /** What a run has written so far. */
  readonly draft: string;
  /** What was taken out of the folder by a replacement that has not ended. */
  readonly previous: string;
  /** Record of what is in the folder. */
  readonly written: string;
  /** Record of what shall be in the folder: there is one only while files are being replaced. */
  readonly next: string;
}

/** What can be decided about a replacement. */
export interface ReplacementOptions {
  /** The file that readers begin with: it goes first and comes last, so that where it is, everything is. */
  readonly first: string;
  /** Called after each step. @default nothing is called */
  readonly onStep?: (step: string) => void;
}

/**
 * Puts the files of the draft in place of those that an earlier run wrote, and touches no other file.
 *
 * Nothing leaves the folder, so a file that is not ours need not be moved, and a folder that is a link, that is mounted or
 * whose parent may not be written is replaced like any other.
 *
 * @param at the folder, with its draft and its record.
 * @param old what an earlier run wrote; each of these files is as it was written, or gone.
 * @param next what the draft holds.
 * @param options the file that goes first and comes last.
 * @throws the system's error; everything is then as it was, or, while there is a next record, will be after {@link undoReplacement}.
 */
export function replaceFiles(
  at: OutputPlaces,
  old: OutputRecord | undefined,
  next: OutputRecord,
  options: ReplacementOptions,
): void {
  const { first, onStep } = options;
  const isNew = (path: string): boolean =>
    path === first || next.files.get(path)?.sha256 !== old?.files.get(path)?.sha256;
  const incoming = [...next.files.keys()].filter((path) => isNew(path) || !isThere(join(at.folder, path)));
  const outgoing = [...(old?.files.keys() ?? [])].filter(
    (path) => isNew(path) && isThere(join(at.folder, path)),
  );
  writeRecord(at.next, next);
  onStep?.('begun');
  try {
    for (const path of sortedBy(outgoing, (each) => each !== first)) {
      move(join(at.folder, path), join(at.previous, path));
      onStep?.(`taken away: ${path}`);
    }
    removeEmpty(at.folder, outgoing, next.files.keys());
    for (const path of sortedBy(incoming, (each) => each === first)) {
      move(join(at.draft, path), join(at.folder, path));
      onStep?.(`put in place: ${path}`);
    }
    renameSync(at.next, at.written);
  } catch (error) {
    undoIfPossible(at, options);
    throw error;
  }
  onStep?.('recorded');
}

/**
 * Undoes a replacement that has not ended: the process was killed, or a file could not be moved.
 *
 * @returns paths of files that stand where earlier ones belong; while there are any, these are kept and nothing has ended.
 */
export function undoReplacement(at: OutputPlaces, { first }: ReplacementOptions): string[] {
  const next = readRecord(at.next);
  if (next === undefined || next === 'unknown') return [];
  const found = readRecord(at.written);
  const old = found === 'unknown' ? undefined : found;
  for (const [path, { sha256 }] of next.files) {
    rmSync(join(at.folder, path + UNFINISHED), { force: true });
    // Until an earlier file is taken away, what stands there is that file, even if the new one is the same.
    const isTakenAway = isThere(join(at.previous, path)) || sha256 !== old?.files.get(path)?.sha256;
    if (isTakenAway && stateOf(next, at.folder, path) === 'as written') unlinkSync(join(at.folder, path));
  }
  removeEmpty(at.folder, next.files.keys(), old?.files.keys() ?? []);
  const inTheWay: string[] = [];
  for (const path of sortedBy([...(old?.files.keys() ?? [])], (each) => each === first)) {
    if (!isThere(join(at.previous, path))) continue;
    if (!isThere(join(at.folder, path))) move(join(at.previous, path), join(at.folder, path));
    else if (old === undefined || stateOf(old, at.folder, path) !== 'as written') inTheWay.push(path);
  }
  if (inTheWay.length === 0) unlinkSync(at.next);
  return inTheWay;
}

/** What hinders a replacement may hinder its undoing: the next run tries again. */
function undoIfPossible(at: OutputPlaces, options: ReplacementOptions): void {
  try {
    undoReplacement(at, options);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}

/** Paths of files that are not ours and stand where a file of the next record shall be. */
export function filesInTheWay(
  folder: string,
  old: OutputRecord | undefined,
  next: OutputRecord,
): Set<string> {
  const isOurs = (path: string): boolean => old?.files.has(path) ?? false;
  const inTheWay = new Set<string>();
  for (const path of next.files.keys()) {
    for (const parent of foldersOf(path))
      if (!isOurs(parent) && isThere(join(folder, parent)) && !isFolder(join(folder, parent)))
        inTheWay.add(parent);
    if (isOurs(path) || !isThere(join(folder, path))) continue;
    const others = lstatSync(join(folder, path)).isDirectory()
      ? filesBelow(join(folder, path)).map((file) => `${path}/${file}`)
      : [path];
    for (const file of others) if (!isOurs(file)) inTheWay.add(file);
  }
  return inTheWay;
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    // A folder inside may be a link to another device.
    if (codeOf(error) !== 'EXDEV') throw error;
    copyFileSync(from, to + UNFINISHED);
    renameSync(to + UNFINISHED, to);
    unlinkSync(from);
  }
}

/** Removes the folders that these files were in, where they are empty and the others need them no more. */
function removeEmpty(folder: string, files: Iterable<string>, others: Iterable<string>): void {
  const needed = new Set([...others].flatMap(foldersOf));
  const left = new Set([...files].flatMap(foldersOf).filter((each) => !needed.has(each)));
  for (const each of [...left].sort((a, b) => b.length - a.length)) removeEmptyFolder(join(folder, each));
}

function sortedBy(paths: readonly string[], isLast: (path: string) => boolean): string[] {
  return [...paths.filter((path) => !isLast(path)), ...paths.filter(isLast)];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
