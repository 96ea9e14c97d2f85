import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type DuckDb } from '../../preview/duckdb';
import { type SourceToSniff } from '../forms/source-form';
import { counted } from '../words';
import { type FileSample, sampleFile } from './file-sample';

/** Rows of large sources that are looked at, about, when nobody says. */
export const SAMPLE_ROWS = 200_000;

/** Bytes up to which a source is read as a whole; a gzip holds some times more than it has. */
const [LARGE, UNPACKED] = [64 * 1024 * 1024, 8];

/** Files of which a part is read, at most; of more, as many are chosen that lie evenly apart. */
const MOST_FILES = 200;

/** The files of a source, or a sample of their rows in a folder of its own. */
export class SampledSource {
  constructor(
    /** What is read. */
    readonly source: SourceToSniff,
    private readonly taken: ReadonlyMap<string, FileSample>,
    private readonly files: number,
  ) {}

  /** Rows that there are, about, when this many were read; 0 where that is not known, and nothing where all were read. */
  sampleOf(rows: number): number | undefined {
    if (this.taken.size === 0) return undefined;
    let [bytes, all] = [0, 0];
    for (const { bytes: part, of } of this.taken.values()) {
      if (of === undefined) return 0;
      [bytes, all] = [bytes + part, all + of];
    }
    const estimate = (rows * all * (this.files / this.taken.size)) / Math.max(1, bytes);
    const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, estimate))) - 1);
    return Math.round(estimate / digits) * digits;
  }

  /** Whether a line of what is read has the same number in the file. */
  hasLine(file: string, line: number): boolean {
    const taken = this.taken.get(file);
    return taken === undefined || line <= taken.lines;
  }

  /** What a sample does not show. */
  doubts(): string[] {
    if (this.taken.size === 0) return [];
    const files =
      this.files > this.taken.size ? ` of ${this.taken.size} of ${counted(this.files, 'file')}` : '';
    return [
      `a sample was read, from the beginning and from places further on${files}: a key that repeats, a value that is missing or a word that only other rows have was not seen; --full reads all`,
    ];
  }
}

/**
 * A source, or a sample of it where its files are large.
 *
 * @param source the files.
 * @param engine reads Parquet.
 * @param folder for the sample; nobody else's.
 * @param rows how many are taken, about; all where this is not said.
 */
export async function sampled(
  source: SourceToSniff,
  engine: DuckDb,
  folder: string,
  rows: number | undefined,
): Promise<SampledSource> {
  const sizes = source.files.map((file) => ({ file, size: sizeOf(join(source.home, file)) }));
  const all = sizes.reduce((sum, { size }) => sum + size, 0);
  if (rows === undefined || all <= LARGE) return new SampledSource(source, new Map(), sizes.length);
  const chosen = evenly(sizes, MOST_FILES);
  const chosenBytes = chosen.reduce((sum, { size }) => sum + size, 0);
  const taken = new Map<string, FileSample>();
  for (const { file, size } of chosen) {
    const [from, to] = [resolve(source.home, file), join(folder, file)];
    mkdirSync(dirname(to), { recursive: true });
    const share = Math.max(1, Math.ceil((rows * size) / Math.max(1, chosenBytes)));
    const sample = await sampleFile(from, to, share, engine);
    if (sample === undefined) symlinkSync(from, to);
    taken.set(file, sample ?? { bytes: size, of: size, lines: Infinity });
  }
  const read = { ...source, home: folder, files: chosen.map(({ file }) => file) };
  return new SampledSource(read, taken, sizes.length);
}

function sizeOf(path: string): number {
  const { size } = statSync(path);
  return path.toLowerCase().endsWith('.gz') ? size * UNPACKED : size;
}

function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from(
    { length: most },
    (_, index) => list[Math.floor((index * (list.length - 1)) / (most - 1))] as T,
  );
}
