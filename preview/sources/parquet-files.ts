import { duckDbText, identifier } from '../../compilers/internal';
import { type DuckDb } from '../duckdb';
import { mayBeOfFile, reasonOf } from './engine-error';
import { engineType } from './engine-type';
import { type LoadError } from './load-error';
import { grouped } from './grouped';
import { type DeliveredColumn, FILE, type ParquetGroup, parquetRows, withoutPatterns } from './readers';

/** A file of Parquet, or of another format that was written anew as Parquet. */
export interface ParquetFile extends Omit<ParquetGroup, 'paths'> {
  /** Path inside the source's folder. */
  readonly name: string;
  /** Path of the Parquet. */
  readonly path: string;
  /** The name of a file inside the source's folder, as SQL of its path. */
  readonly nameOf: (path: string) => string;
}

/** Rows of several files: those that can be used, those that cannot, and the name of the file of each. */
interface ParquetRows {
  readonly good: string;
  readonly bad?: string;
  /** The name of the file inside the source's folder, as SQL of a row. */
  readonly file: string;
}

/** The Parquet files of a source. */
export class ParquetFiles {
  private files: ParquetFile[] = [];

  constructor(
    private readonly columns: readonly DeliveredColumn[],
    private readonly engine: DuckDb,
  ) {}

  /** Adds one. */
  take(file: ParquetFile): void {
    this.files.push(file);
  }

  /** Whether there is none. */
  get isEmpty(): boolean {
    return this.files.length === 0;
  }

  /** The rows, by groups of files that have the same columns. */
  rows(): ParquetRows[] {
    const keyOf = ({ columns, types, nameOf }: ParquetFile): unknown => [columns, types, nameOf('')];
    return grouped(this.files, keyOf).map((files) => {
      const rows = parquetRows({ ...files[0], paths: files.map(({ path }) => path) }, this.columns);
      return { ...rows, file: files[0].nameOf(identifier(FILE)) };
    });
  }

  /** How many rows can be used. */
  async count(): Promise<number> {
    if (this.isEmpty) return 0;
    const counts = this.rows().map(({ good }) => `SELECT count(*) AS rows FROM (${good})`);
    return this.engine.number(`SELECT sum(rows) FROM (${counts.join(' UNION ALL ')})`);
  }

  /** How many rows a file has. */
  countOf(path: string): Promise<number> {
    return this.engine.number(`SELECT count(*) FROM read_parquet(${duckDbText(withoutPatterns(path))})`);
  }

  /** Leaves out the files that the engine cannot read to their end, and names them. */
  async withoutUnreadable(): Promise<{ readonly name: string; readonly error: LoadError }[]> {
    const readable: ParquetFile[] = [];
    const others: { readonly name: string; readonly error: LoadError }[] = [];
    const values = this.columns.map(({ name }) => identifier(name)).join(', ');
    for (const file of this.files) {
      try {
        await this.engine.rows(
          `SELECT max(hash(${values})) FROM (${parquetRows({ ...file, paths: [file.path] }, this.columns).good})`,
        );
        readable.push(file);
      } catch (error) {
        if (!mayBeOfFile(error)) throw error;
        const reason = reasonOf(error, file.path);
        others.push({ name: file.name, error: { rule: 'unreadable-file', reason } });
      }
    }
    this.files = readable;
    return others;
  }
}

/** Columns that hold objects or lists, which a copy in Data Factory does not read; source: "Parquet format". */
export function complexColumns(columns: readonly string[], types: readonly string[]): string[] {
  return columns.filter((_, index) => engineType(types[index] ?? '').form !== 'scalar');
}

/** Why a file cannot be used of which the engine would misread a column of the contract. */
export function misreadError(
  misread: ReadonlyMap<string, string>,
  columns: readonly DeliveredColumn[],
): LoadError | undefined {
  const found = columns.find(({ delivered }) => misread.has(delivered));
  return (
    found && { rule: 'unreadable-column', reason: `"${found.delivered}" ${misread.get(found.delivered)}` }
  );
}
