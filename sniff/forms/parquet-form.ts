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

/** What holds text, which may be anything. */
const TEXTS: ReadonlySet<string> = new Set(['VARCHAR', 'JSON', 'BLOB', 'ENUM']);
