import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import {
  type DataContract,
  deliveredName,
  deliveredPath,
  type Issue,
  LakehouseError,
  listed,
  suggestion,
} from '../model';
import { deliveredText, duckDbText, identifier } from '../compilers';
import { type DuckDb } from './duckdb';

/** A data file of a source, and how the engine reads it as text under the contract's column names. */
export interface SourceFile {
  /** Path inside the source's folder, with forward slashes. */
  readonly name: string;
  /** Query of its rows: the contract's columns as text. */
  readonly rows: string;
  /** Columns of the file that the contract does not name; they are left out. */
  readonly ignored: readonly string[];
}

type Reader = (
  file: string,
  contract: DataContract,
  engine: DuckDb,
) => Promise<{
  readonly columns: readonly string[];
  readonly from: (columns: readonly string[]) => string;
  readonly sparse?: boolean;
  readonly empty?: boolean;
}>;

/** A file whose extension has a reader. */
interface DataFile {
  readonly name: string;
  readonly read: Reader;
}

/** Readers by file extension. */
const READERS: Readonly<Record<string, Reader>> = {
  '.csv': readCsv,
  '.jsonl': readJsonLines,
  '.ndjson': readJsonLines,
  '.json': readJsonLines,
  '.parquet': readParquet,
};

/**
 * Finds the files of every source under a folder, one sub-folder for each, and checks that they hold its columns.
 *
 * A value that cannot be read shows only when all rows are read, which costs as much as to load them: when loading
 * fails, {@link checkSourceFiles} says why.
 *
 * @throws LakehouseError with everything that is missing or cannot be read, of all sources.
 */
export async function findSourceFiles(
  folder: string,
  contracts: readonly DataContract[],
  engine: DuckDb,
): Promise<Map<string, SourceFile[]>> {
  try {
    return await inspect(folder, contracts, engine, false);
  } catch (error) {
    // Once something is wrong, everything that is wrong is said.
    await checkSourceFiles(folder, contracts, engine);
    throw error;
  }
}

/**
 * Reads all rows of every source.
 *
 * @throws LakehouseError with everything that is missing or cannot be read, of all sources.
 */
export async function checkSourceFiles(
  folder: string,
  contracts: readonly DataContract[],
  engine: DuckDb,
): Promise<void> {
  await inspect(folder, contracts, engine, true);
}

async function inspect(
  folder: string,
  contracts: readonly DataContract[],
  engine: DuckDb,
  wholly: boolean,
): Promise<Map<string, SourceFile[]>> {
  const issues: Issue[] = [];
  const found = new Map<string, SourceFile[]>();
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    issues.push({
      at: 'preview',
      prop: 'data',
      got: `is "${folder}", which is no folder`,
      allowed: 'a folder with one sub-folder for each source',
      change: 'name the folder that holds the data',
    });
    throw new LakehouseError('preview', issues);
  }
  for (const contract of contracts) {
    const files: SourceFile[] = [];
    for (const file of dataFiles(folder, contract, issues))
      files.push(await checkFile(folder, file, contract, engine, wholly, issues));
    found.set(contract.name, files);
  }
  if (issues.length > 0) throw new LakehouseError('preview', issues);
  return found;
}

function dataFiles(folder: string, contract: DataContract, issues: Issue[]): DataFile[] {
  const home = join(folder, contract.name);
  if (!existsSync(home)) {
    const present = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    issues.push({
      at: contract.name,
      prop: 'data',
      got: `has no folder in "${folder}"${suggestion(contract.name, present)}`,
      allowed: `a folder "${contract.name}"; present: ${listed(present)}`,
      change: 'add the folder, even an empty one',
    });
    return [];
  }
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(home.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  return files.flatMap((file): DataFile[] => {
    const read = READERS[extname(file).toLowerCase()];
    if (read) return [{ name: file, read }];
    issues.push({
      at: `${contract.name}/${file}`,
      prop: 'file',
      got: `ends in "${extname(file)}"`,
      allowed: listed(Object.keys(READERS)),
      change: 'convert the file, or move it away',
    });
    return [];
  });
}

async function checkFile(
  folder: string,
  { name, read }: DataFile,
  contract: DataContract,
  engine: DuckDb,
  wholly: boolean,
  issues: Issue[],
): Promise<SourceFile> {
  const at = `${contract.name}/${name}`;
  const expected = Object.keys(contract.columns).map((column) => ({
    column,
    delivered: deliveredName(contract, column),
  }));
  try {
    const { columns, from, sparse, empty } = await read(join(folder, contract.name, name), contract, engine);
    // A key that a JSON document leaves out is a null; it lacks a column only when a required one never comes.
    const missing = expected.filter(
      ({ column, delivered }) =>
        !columns.includes(delivered) && !empty && !(sparse && canLack(contract, column)),
    );
    for (const { column, delivered } of missing) {
      const renamed = column === delivered ? '' : ` (the contract's "${column}")`;
      issues.push({
        at,
        prop: delivered,
        got: `is not in the file${renamed}${suggestion(delivered, columns)}`,
        allowed: `the contract's columns; the file has ${listed(columns)}`,
        change: 'add the column to the file, or correct the contract',
      });
    }
    const picked = expected.map(
      ({ column, delivered }) =>
        `CAST(${columns.includes(delivered) ? deliveredText(deliveredPath(contract, column)) : 'NULL'} AS VARCHAR) AS ${identifier(column)}`,
    );
    const rows = `SELECT ${picked.join(', ')}, ${duckDbText(name)} AS _source_file FROM ${from(columns)}`;
    if (wholly && missing.length === 0)
      await engine.rows(
        `SELECT count(*) AS rows FROM (${rows}) WHERE ${expected.map(({ column }) => identifier(column)).join(' || ')} = ''`,
      );
    const names = expected.map(({ delivered }) => delivered);
    return { name, rows, ignored: columns.filter((column) => !names.includes(column)) };
  } catch (error) {
    issues.push({
      at,
      prop: 'file',
      got: `cannot be read: ${firstLines(error)}`,
      allowed: 'CSV with a header, JSON Lines or Parquet, in UTF-8',
      change: 'correct the file',
    });
    return { name, rows: '', ignored: [] };
  }
}

async function readCsv(file: string, _contract: DataContract, engine: DuckDb): ReturnType<Reader> {
  const dialect = "auto_detect=false, delim=',', quote='\"', escape='\"', header=true";
  // The header line alone, read as one row without a header, names the columns.
  const [line] = await engine.rows(
    `SELECT content.split_part(chr(10), 1).rtrim(chr(13)).ltrim(chr(65279)) AS header FROM read_text(${duckDbText(file)})`,
  );
  const columns = splitCsvLine(String(line?.['header'] ?? ''));
  const from = (names: readonly string[]): string =>
    `read_csv(${duckDbText(file)}, ${dialect}, columns={${names.map((name) => `${duckDbText(name)}: 'VARCHAR'`).join(', ')}})`;
  return { columns, from };
}

async function readJsonLines(file: string, _contract: DataContract, engine: DuckDb): ReturnType<Reader> {
  const keys = await engine.rows(
    `SELECT DISTINCT unnest(json_keys(json)) AS name FROM read_json_objects(${duckDbText(file)}, format='newline_delimited') ORDER BY name`,
  );
  const columns = keys.map(({ name }) => String(name));
  // A window without events is a file without lines.
  if (columns.length === 0 && statSync(file).size === 0)
    return { columns, from: () => '(SELECT 1) WHERE false', empty: true };
  const from = (names: readonly string[]): string =>
    `read_json(${duckDbText(file)}, format='newline_delimited', columns={${names.map((name) => `${duckDbText(name)}: 'VARCHAR'`).join(', ')}})`;
  return { columns, from, sparse: true };
}

async function readParquet(file: string, _contract: DataContract, engine: DuckDb): ReturnType<Reader> {
  const described = await engine.rows(`DESCRIBE SELECT * FROM read_parquet(${duckDbText(file)})`);
  return {
    columns: described.map((column) => String(column['column_name'])),
    from: () => `read_parquet(${duckDbText(file)})`,
  };
}

/** Whether documents may leave a column out. */
function canLack({ columns }: DataContract, name: string): boolean {
  return columns[name]?.nullable === true || columns[name]?.default !== undefined;
}

function splitCsvLine(line: string): string[] {
  const fields = line.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  const ended = line === '' ? [] : fields.slice(0, fields.findIndex((field) => !field.endsWith(',')) + 1);
  return ended.map((field) => field.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'));
}

function firstLines(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error))
    .split('\n')
    .map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(0, 3)
    .join(', ');
}
