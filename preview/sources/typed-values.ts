import { duckDbText, identifier, jsonText, withoutExponent } from '../../compilers/internal';
import { type Column, type Kind, type ValueFormat } from '../../model';
import { type DeclaredValue, inDeclaredForm } from './declared-form';
import { type EngineType } from './engine-type';
import { NOT_UTF8 } from './records';

/** The value of a typed file as bronze holds it. */
export interface TypedValue {
  /** Its text: the canonical one of the contract's type, and never what the engine prints. */
  readonly text: string;
  /** When a row cannot be used for it, and why. */
  readonly flaws?: readonly { readonly when: string; readonly reason: string }[];
}

/** What is looked for. */
export interface TypedColumn {
  /** Name in the contract. */
  readonly name: string;
  /** What the contract promises. */
  readonly kind: Kind;
  /** How text of it is written. */
  readonly format?: ValueFormat | undefined;
  /** Of an array, what its objects promise. */
  readonly elements?: Readonly<Record<string, Column>> | undefined;
}

/** The value at a path of names, the first of which is a column of this type. */
export function typedValue(column: TypedColumn, path: readonly string[], type: EngineType): TypedValue {
  const [outermost = '', ...inside] = path;
  return valueAt(column, identifier(outermost), type, inside);
}

function valueAt(column: TypedColumn, value: string, type: EngineType, path: readonly string[]): TypedValue {
  const [name, ...rest] = path;
  if (name === undefined) return whole(column, value, type);
  if (type.form === 'struct') {
    const field = type.fields.get(name);
    return field ? valueAt(column, `${value}.${identifier(name)}`, field, rest) : { text: NOTHING };
  }
  if (type.form === 'map') return valueAt(column, `${value}[${duckDbText(name)}]`, type.of, rest);
  // A column of text may hold a document.
  const isText = type.form === 'scalar' && TEXTS.has(type.name);
  return { text: isText ? `CASE WHEN json_valid(${value}) THEN ${jsonText(value, path)} END` : NOTHING };
}

const NOTHING = 'CAST(NULL AS VARCHAR)';

const TEXTS: ReadonlySet<string> = new Set(['VARCHAR', 'JSON']);

function whole({ name, kind, format, elements }: TypedColumn, value: string, type: EngineType): TypedValue {
  if (type.form === 'scalar') {
    const text = scalar(value, type.name, { kind, format }, 'TRY');
    // Some write text without the mark that it is text.
    const isBytes = type.name === 'BLOB';
    if (!isBytes && !TEXTS.has(type.name)) return { text };
    const hasNul = `contains(${text}, chr(0))`;
    if (!isBytes) return { text, flaws: [{ when: hasNul, reason: nulIn(name) }] };
    const unread = `${value} IS NOT NULL AND ${text} IS NULL`;
    return {
      text,
      flaws: [
        { when: unread, reason: NOT_UTF8 },
        { when: hasNul, reason: nulIn(name) },
      ],
    };
  }
  const text = `CAST(to_json(${asJson(value, type, { elements }, 0)}) AS VARCHAR)`;
  if (kind !== 'string') return { text: `CASE WHEN ${value} IS NOT NULL THEN ${text} END` };
  const what = type.form === 'list' ? 'a list' : 'an object';
  return {
    text: NOTHING,
    flaws: [{ when: `${value} IS NOT NULL`, reason: `type:${name}: holds ${what}, and no text` }],
  };
}

/** No format of text holds it, and no engine shows it. */
function nulIn(name: string): string {
  return `type:${name}: holds a NUL character`;
}

/** A value of which the engine makes JSON, with every scalar as its text. */
function asJson(value: string, type: EngineType, promised: ContractType, depth: number): string {
  switch (type.form) {
    case 'scalar':
      return scalar(value, type.name, { kind: promised.kind ?? 'string', format: promised.format }, '');
    case 'list': {
      const item = `e${depth}`;
      return `list_transform(${value}, lambda ${item}: ${asJson(item, type.of, elementOf(promised), depth + 1)})`;
    }
    case 'map': {
      const entry = `e${depth}`;
      const made = `struct_pack(k := CAST(${entry}.key AS VARCHAR), v := ${asJson(`${entry}.value`, type.of, {}, depth + 1)})`;
      return `map_from_entries(list_transform(map_entries(${value}), lambda ${entry}: ${made}))`;
    }
    case 'struct': {
      const fields = [...type.fields].map(([name, of]) => {
        const field = `${value}.${identifier(name)}`;
        return `${identifier(name)} := ${asJson(field, of, fieldOf(promised, name), depth + 1)}`;
      });
      return `CASE WHEN ${value} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`;
    }
  }
}

/** What a contract promises in a place of a document: a value, the elements of an array, or fields of an object by the way to them. */
interface ContractType {
  readonly kind?: Kind;
  readonly format?: ValueFormat | undefined;
  readonly elements?: Readonly<Record<string, Column>> | undefined;
  readonly fields?: readonly { readonly path: readonly string[]; readonly column: Column }[];
}

/** What is promised of each element of an array. */
function elementOf({ elements }: ContractType): ContractType {
  const columns = Object.entries(elements ?? {}).filter(([, { position }]) => position !== true);
  const whole = columns.find(([, { wholeElement }]) => wholeElement === true);
  if (whole) return { kind: whole[1].type.kind, format: whole[1].format };
  return {
    fields: columns.map(([name, column]) => ({
      path: column.path ?? [column.physicalName ?? name],
      column,
    })),
  };
}

/** What is promised of a field of an object. */
function fieldOf({ fields = [] }: ContractType, delivered: string): ContractType {
  const within = fields.filter(({ path }) => path[0] === delivered);
  const value = within.find(({ path }) => path.length === 1)?.column;
  return {
    ...(value && { kind: value.type.kind, format: value.format, elements: value.elements }),
    fields: within
      .filter(({ path }) => path.length > 1)
      .map(({ path, column }) => ({ path: path.slice(1), column })),
  };
}

/** The text of a single value as its source would write it; `attempt` is what makes null of bytes that are no text. */
function scalar(value: string, name: string, declared: DeclaredValue, attempt: 'TRY' | ''): string {
  return inDeclaredForm(canonical(value, name, declared.kind, attempt), name, declared);
}

function canonical(value: string, name: string, kind: Kind, attempt: 'TRY' | ''): string {
  const text = `CAST(${value} AS VARCHAR)`;
  switch (name) {
    case 'VARCHAR':
      return value;
    case 'BLOB':
      return `${attempt}(decode(${value}))`;
    case 'FLOAT':
    case 'DOUBLE':
      return withoutPoint(withoutExponent(text));
    case 'DECIMAL':
      return WHOLE.has(kind) ? withoutPoint(text) : text;
    case 'DATE':
      return kind === 'timestamp' ? `${text} || ' 00:00:00'` : text;
    case 'TIMESTAMP WITH TIME ZONE':
      // The session is in UTC.
      return timestamp(`CAST(CAST(${value} AS TIMESTAMP) AS VARCHAR)`, kind);
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
      return timestamp(text, kind);
    case 'TIMESTAMP_NS':
      // Cut as text: a cast to microseconds may round.
      return timestamp(`regexp_replace(${text}, '([.][0-9]{6})[0-9]+$', '\\1')`, kind);
    default:
      return text;
  }
}

/** Kinds whose text has no point. */
const WHOLE: ReadonlySet<Kind> = new Set(['integer', 'long', 'boolean']);

/** Numbers that are whole are written as such: many write what has gaps as doubles. */
function withoutPoint(number: string): string {
  return `regexp_replace(${number}, '[.]0+$', '')`;
}

/** A timestamp at midnight is a day, where a day was promised. */
function timestamp(text: string, kind: Kind): string {
  return kind === 'date' ? `regexp_replace(${text}, ' 00:00:00$', '')` : text;
}
