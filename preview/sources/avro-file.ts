import { rmSync } from 'node:fs';
import { duckDbText, identifier } from '../../compilers/internal';
import { type DuckDb } from '../duckdb';
import { AVRO_CODECS, AvroContainer, BrokenAvro } from './avro-container';
import { type AvroField, type AvroRowType, avroRowType, isPlain } from './avro-schema';
import { AvroNotUtf8, type AvroValue, avroValue, UnreadableAvroType } from './avro-values';
import { type LoadError } from './load-error';
import { type ParquetGroup } from './readers';
import { StagedFile } from './staged-file';

/** What a file of Avro says of its rows; they are written anew as Parquet, so that there is one way from a typed value to its text. */
export interface OpenedAvro {
  /** Reads rows. */
  readonly type: AvroRowType;
  /** Names of all columns that the file has. */
  readonly columns: readonly string[];
  /** Their types, as the engine writes them; of what it cannot read, text. */
  readonly types: readonly string[];
  /** Columns that a copy in Data Factory is not documented to read, of all of them. */
  readonly complex: readonly string[];
}

/**
 * Looks at the header of a file.
 *
 * @throws LakehouseError when the package that reads Avro is not installed.
 */
export function openAvro(path: string): OpenedAvro | LoadError {
  try {
    const container = new AvroContainer(path);
    container.close();
    const { schema, codec } = container.header;
    if (!(AVRO_CODECS as readonly string[]).includes(codec))
      return {
        rule: 'unknown-codec',
        reason: `is compressed with ${codec}, which a copy in Data Factory does not read; allowed: ${AVRO_CODECS.join(', ')}`,
      };
    const type = avroRowType(schema);
    if (type === undefined) return { rule: 'unreadable-file', reason: 'holds values that are no records' };
    const complex = type.fields.flatMap((field) => (isPlain(field.type) ? [] : [field.name]));
    return {
      type,
      columns: type.fields.map(({ name }) => name),
      types: type.fields.map(engineTypeOf),
      complex,
    };
  } catch (error) {
    return loadError(error);
  }
}

/** Counts the rows of a file; nothing when it is cut off or spoilt. */
export function countAvro(path: string): number | undefined {
  try {
    return withContainer(path, (container) => {
      let count = 0;
      for (const { rows } of container.blocks()) count += rows;
      return count;
    });
  } catch (error) {
    if (error instanceof BrokenAvro) return undefined;
    throw error;
  }
}

/** Writes columns of a file as Parquet, and gives them with their types; a load error when it cannot be read to its end. */
export async function avroToParquet(
  path: string,
  { type }: OpenedAvro,
  names: readonly string[],
  { engine, target }: { readonly engine: DuckDb; readonly target: string },
): Promise<Pick<ParquetGroup, 'columns' | 'types'> | LoadError> {
  const staged = `${target}.jsonl`;
  try {
    const columns = type.fields
      .filter(({ name }) => names.includes(name))
      .map((field) => ({ name: field.name, value: valueOf(field) }));
    const longest = withContainer(path, (container) => stageRows(container, type, columns, staged));
    const types = columns.map(({ name, value }) => `${duckDbText(name)}: ${duckDbText(value.type)}`);
    const values = columns.map(({ name, value: { isBytes } }) =>
      isBytes === true ? `unhex(${identifier(name)}) AS ${identifier(name)}` : identifier(name),
    );
    const read = `read_json(${duckDbText(staged)}, format='newline_delimited', columns={${[...types, `${duckDbText(ROW)}: 'BOOLEAN'`].join(', ')}}, maximum_object_size=${longest + MARGIN})`;
    await engine.run(
      `COPY (SELECT ${[...values, identifier(ROW)].join(', ')} FROM ${read}) TO ${duckDbText(target)} (FORMAT parquet)`,
    );
    return {
      columns: columns.map(({ name }) => name),
      types: columns.map(({ value }) => stagedType(value)),
    };
  } catch (error) {
    return loadError(error);
  } finally {
    rmSync(staged, { force: true });
  }
}

/** A column that every row has, so that rows without any of the contract's are counted; no field of Avro can have its name. */
const ROW = ' row';

/** Bytes that the engine needs beside a row. */
const MARGIN = 1024 * 1024;

function engineTypeOf(field: AvroField): string {
  try {
    return stagedType(valueOf(field));
  } catch (error) {
    if (error instanceof UnreadableAvroType) return 'VARCHAR';
    throw error;
  }
}

function stagedType({ isBytes, type }: AvroValue): string {
  return isBytes === true ? 'BLOB' : type;
}

function valueOf({ name, type }: AvroField): AvroValue {
  try {
    return avroValue(type);
  } catch (error) {
    if (error instanceof UnreadableAvroType) throw new UnreadableAvroType(`"${name}" ${error.message}`);
    throw error;
  }
}

/** Writes rows as lines of JSON; gives the bytes of the longest. */
function stageRows(
  container: AvroContainer,
  type: AvroRowType,
  columns: readonly { readonly name: string; readonly value: AvroValue }[],
  staged: string,
): number {
  const target = new StagedFile(staged);
  const prefixes = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  let longest = 0;
  try {
    for (const { rows, bytes } of container.blocks()) {
      const block = bytes();
      let at = 0;
      for (let row = 0; row < rows; row++) {
        const { value, offset } = type.decode(block, at);
        if (offset < 0) throw new BrokenAvro('is spoilt: a block ends within a row');
        const start = at;
        at = offset;
        const cells = columns.map(
          ({ name, value: of }, index) => `${prefixes[index]}${of.json(value[name])}`,
        );
        const text = `{${[...cells, `"${ROW}":true`].join(',')}}\n`;
        const line = Buffer.from(text);
        // The library puts a replacement character for what is no UTF-8: there are more of them than were written.
        if (text.includes('\uFFFD') && occurrences(line) > occurrences(block.subarray(start, offset)))
          throw new AvroNotUtf8('holds bytes that are no UTF-8');
        longest = Math.max(longest, line.length);
        target.write(line);
      }
      if (at !== block.length) throw new BrokenAvro('is spoilt: a block goes on behind its rows');
    }
  } finally {
    target.close();
  }
  return longest;
}

const REPLACEMENT = Buffer.from('\uFFFD');

function occurrences(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(REPLACEMENT); at >= 0; at = bytes.indexOf(REPLACEMENT, at + 1)) count += 1;
  return count;
}

function withContainer<T>(path: string, work: (container: AvroContainer) => T): T {
  const container = new AvroContainer(path);
  try {
    return work(container);
  } finally {
    container.close();
  }
}

function loadError(error: unknown): LoadError {
  if (error instanceof AvroNotUtf8) return { rule: 'not-utf8', reason: error.message };
  if (error instanceof UnreadableAvroType) return { rule: 'unreadable-file', reason: error.message };
  if (error instanceof BrokenAvro) return { rule: 'unreadable-file', reason: error.message };
  throw error;
}
