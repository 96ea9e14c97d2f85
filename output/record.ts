import { createHash } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './paths';

/** What wrote an output folder. */
export type OutputKind = 'synthesis' | 'preview';

/** What is known of a file that was written. */
export interface WrittenFile {
  /** Its size; of a link, that of the path it leads to. */
  readonly bytes: number;
  /** Hash of its content; of a link, of the path it leads to. */
  readonly sha256: string;
}

/** What one run wrote into an output folder: a file is ours when it is listed here, and is as it was written. */
export interface OutputRecord {
  /** What wrote it: a folder is only replaced by what made it. */
  readonly kind: OutputKind;
  /** By path from the output folder, with forward slashes. */
  readonly files: ReadonlyMap<string, WrittenFile>;
}

const WRITER = 'cdktf-azure-lakehouse';
const FORMAT = 1;

/** What is read of a file at a time: a result may be larger than memory. One for all files, of which there are hundreds. */
const PIECE = Buffer.allocUnsafeSlow(256 * 1024);

/** The record of the files at these paths of a folder. */
export function recordOf(kind: OutputKind, folder: string, paths: readonly string[]): OutputRecord {
  return { kind, files: new Map(paths.map((path) => [path, described(join(folder, path))] as const)) };
}

/** Writes a record whole or not at all; the same record gives the same bytes. */
export function writeRecord(file: string, { kind, files }: OutputRecord): void {
  const content = { writtenBy: WRITER, format: FORMAT, kind, files: Object.fromEntries(files) };
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * Reads a record.
 *
 * @returns undefined when there is no such file, `'unknown'` when it is not one of ours.
 */
export function readRecord(file: string): OutputRecord | 'unknown' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { writtenBy, format, kind, files } = JSON.parse(text) as Partial<Record<string, unknown>>;
    if (writtenBy !== WRITER || format !== FORMAT) return 'unknown';
    if (kind !== 'synthesis' && kind !== 'preview') return 'unknown';
    const entries = Object.entries(files as Readonly<Record<string, WrittenFile>>);
    return entries.every(isWrittenFile) ? { kind, files: new Map(entries) } : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** What has become of a file that a record lists. */
export function stateOf(
  { files }: OutputRecord,
  folder: string,
  path: string,
): 'as written' | 'changed' | 'gone' {
  const file = join(folder, path);
  const written = files.get(path);
  try {
    const found = lstatSync(file);
    if (found.isDirectory() || found.size !== written?.bytes) return 'changed';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return 'gone';
    throw error;
  }
  return described(file).sha256 === written.sha256 ? 'as written' : 'changed';
}

/** Whether paths stay inside the folder, whatever a record says. */
function isWrittenFile([path, { bytes, sha256 }]: readonly [string, WrittenFile]): boolean {
  const strays = path
    .split('/')
    .some((segment) => ['', '.', '..'].includes(segment) || /[\\:\0]/.test(segment));
  return !strays && Number.isSafeInteger(bytes) && typeof sha256 === 'string';
}

function described(file: string): WrittenFile {
  const hash = createHash('sha256');
  if (lstatSync(file).isSymbolicLink()) {
    const target = readlinkSync(file);
    return { bytes: Buffer.byteLength(target), sha256: hash.update(`link to ${target}`).digest('hex') };
  }
  const opened = openSync(file, 'r');
  try {
    let bytes = 0;
    for (let read = readSync(opened, PIECE); read > 0; read = readSync(opened, PIECE)) {
      hash.update(PIECE.subarray(0, read));
      bytes += read;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    closeSync(opened);
  }
}
