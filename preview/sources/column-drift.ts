import { nearest } from '../../model';

/** A column of a source's files that the contract does not name, or that files lack. */
export interface DriftedColumn {
  /** Name in the files. */
  readonly column: string;
  /** Whether files have it and the contract does not, or the contract has it, nullable, and files do not. */
  readonly drift: 'unknown' | 'lacking';
  /** How many files. */
  readonly files: number;
  /** The first of them, by name. */
  readonly first: string;
  /** Of one that is unknown: a column of the contract with nearly the same name, which files lack. */
  readonly resembles?: string;
}

/** Columns that come and go in the files of a source: follows what each file has. */
export class ColumnDrift {
  private readonly unknown = new Map<string, string[]>();
  private readonly lacking = new Map<string, string[]>();
  private readonly documents: { readonly file: string; readonly lacking: ReadonlySet<string> }[] = [];

  /**
   * @param columns names of the contract's columns in files.
   * @param ignored names that the contract says are in files and of no interest.
   */
  constructor(
    private readonly columns: readonly string[],
    private readonly ignored: readonly string[],
  ) {}

  /** Takes a file whose rows all have the same columns; gives those that the contract does not name. */
  takeTable(file: string, found: readonly string[]): string[] {
    const unknown = found.filter((column) => !this.columns.includes(column));
    this.takeUnknown(file, unknown);
    for (const column of new Set(this.columns)) if (!found.includes(column)) add(this.lacking, column, file);
    return unknown;
  }

  /** Takes a file of documents. Keys come and go from one to the other: what counts is whether any file has one. */
  takeDocuments(file: string, unknown: readonly string[], lacking: readonly string[]): void {
    this.takeUnknown(file, unknown);
    this.documents.push({ file, lacking: new Set(lacking) });
  }

  /** What came and went, unknown columns first, by name. */
  columnsOf(): DriftedColumn[] {
    const lacking = this.lackingInAll();
    return [
      ...entries(this.unknown).map(({ column, files, first }): DriftedColumn => {
        const resembles = nearest(column, lacking.keys());
        return { column, drift: 'unknown', files, first, ...(resembles !== undefined && { resembles }) };
      }),
      ...entries(lacking).map((found): DriftedColumn => ({ ...found, drift: 'lacking' })),
    ];
  }

  private takeUnknown(file: string, unknown: readonly string[]): void {
    for (const column of unknown)
      if (column !== '' && !this.ignored.includes(column)) add(this.unknown, column, file);
  }

  private lackingInAll(): ReadonlyMap<string, readonly string[]> {
    const lacking = new Map([...this.lacking].map(([column, files]) => [column, [...files]]));
    for (const column of new Set(this.columns)) {
      if (this.documents.length === 0 || !this.documents.every((document) => document.lacking.has(column)))
        continue;
      for (const { file } of this.documents) add(lacking, column, file);
    }
    return lacking;
  }
}

function add(columns: Map<string, string[]>, column: string, file: string): void {
  const files = columns.get(column);
  if (files) files.push(file);
  else columns.set(column, [file]);
}

function entries(
  columns: ReadonlyMap<string, readonly string[]>,
): { readonly column: string; readonly files: number; readonly first: string }[] {
  return [...columns]
    .map(([column, files]) => ({ column, files: files.length, first: [...files].sort()[0] ?? '' }))
    .sort((a, b) => (a.column < b.column ? -1 : 1));
}
