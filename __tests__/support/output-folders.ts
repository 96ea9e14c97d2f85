import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { OutputFolder, type OutputFolderOptions } from '../../output';

/** Files by path from a folder: their content, or of links where they lead; empty folders end with a slash. */
export type Tree = Readonly<Record<string, string>>;

/** Folder of our record, and of unfinished work. */
export const WORK = '.cdktf-azure-lakehouse';

/** All that is in a folder, or undefined where there is none. */
export function tree(folder: string): Tree | undefined {
  if (!existsSync(folder)) return undefined;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (entry.isSymbolicLink()) return [name, `→ ${readlinkSync(path)}`];
    if (!entry.isDirectory()) return [name, readFileSync(path, 'utf8')];
    return readdirSync(path).length === 0 ? [`${name}/`, ''] : [];
  });
  return Object.fromEntries(entries.filter((entry) => entry.length > 0).sort()) as Tree;
}

/** What is in a folder, without our record of it. */
export function content(folder: string): Tree | undefined {
  const all = tree(folder);
  return all && Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith(`${WORK}/`)));
}

/** Puts files into a folder. */
export function plant(folder: string, files: Tree): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Opens a folder as a synthesis does. */
export function open(folder: string, options: Partial<OutputFolderOptions> = {}): OutputFolder {
  const { kind = 'synthesis', prop = 'outdir', first = 'manifest.json', onStep } = options;
  return OutputFolder.open(folder, { kind, prop, first, onStep });
}

/** A whole run that writes these files. */
export function write(folder: string, files: Tree, options: Partial<OutputFolderOptions> = {}): void {
  const output = open(folder, options);
  try {
    plant(output.draft, files);
    output.commit();
  } finally {
    output.close();
  }
}

/** The one sentence with which a call is refused, without the list's head. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message.split('\n  - ').slice(1).join('\n');
  }
  throw new Error('it is not refused');
}

/** What a file system knows a file by: another number is another file. */
export function numberOf(path: string): number {
  return lstatSync(path).ino;
}
