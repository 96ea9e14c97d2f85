import { type EngineType, engineType } from '../../preview/sources/engine-type';
import { type Field } from './field';

/** The places of values in Parquet files with these columns. */
export function parquetFields(columns: readonly string[], types: readonly string[]): Field[] {
  return columns.flatMap((name, index) => {
    const text = types[index] ?? '';
    return fieldsAt(engineType(text), text, [name]);
  });
}

function fieldsAt(type: EngineType, text: string, path: readonly string[]): Field[] {
  switch (type.form) {
    case 'scalar':
      return [TEXTS.has(type.name) ? { path } : { path, typed: path.length === 1 ? text : type.name }];
    case 'struct':
      return [...type.fields].flatMap(([name, of]) => fieldsAt(of, '', [...path, name]));
    case 'map':
      return [{ path, omitted: 'a map, whose names are data' }];
    case 'list':
      if (type.of.form === 'scalar') return [{ path, isSingle: true }];
      if (type.of.form !== 'struct') return [{ path, omitted: 'a list of lists or maps' }];
      return [{ path, elements: [...type.of.fields].flatMap(([name, of]) => fieldsAt(of, '', [name])) }];
  }
}

/** What a file whose values have types says of its columns. */
export interface TypedColumns {
  /** Names, in order. */
  readonly columns: readonly string[];
  /** Their types, as the engine writes them. */
  readonly types: readonly string[];
  /** Columns that the engine would read as something else, and what is in them. */
  readonly misread?: ReadonlyMap<string, string>;
  /** Columns of Avro that hold what a copy in Data Factory does not read. */
  readonly complex?: readonly string[];
}

/** The places of values in files of a source that delivers Parquet or Avro: single values, under names that a copy reads. */
export function typedFields(
  { columns, types, misread, complex = [] }: TypedColumns,
  format: string,
): Field[] {
  return columns.map((name, index) => {
    const path = [name];
    const text = types[index] ?? '';
    const type = engineType(text);
    const flaw = misread?.get(name);
    if (flaw !== undefined) return { path, omitted: flaw };
    if (type.form !== 'scalar') return { path, omitted: `${FORMS[type.form]}, which ${unread(format)}` };
    if (complex.includes(name))
      return {
        path,
        omitted: `an enumeration, bytes of a fixed size or one of several types, which ${unread(format)}`,
      };
    if (/\s/.test(name)) return { path, omitted: `a name with a blank, which ${unread(format)}` };
    return type.name === 'VARCHAR' ? { path } : { path, typed: text };
  });
}

const FORMS = { list: 'a list', struct: 'an object', map: 'a map' } as const;

function unread(format: string): string {
  return `a copy reads from no ${format}: let the source deliver JSON Lines, or a column of its own`;
}

/** What holds text, which may be anything. */
const TEXTS: ReadonlySet<string> = new Set(['VARCHAR', 'JSON', 'BLOB', 'ENUM']);
