import { type DataType, decimalType, isExactNumber, MAX_STRING_LENGTH } from '../../model';
import { duckDbText } from '../../compilers';
import { type ExpressionWriter } from './expressions';
import { type Scope } from './scope';
import { type Fields, type Tree } from './syntax-tree';
import { as, typed, type TypedValue, type Value } from './values';

/** Kinds of nodes that are calls of functions. */
const NODES: Readonly<Record<string, { readonly name: string; readonly arguments: readonly string[] }>> = {
  abs: { name: 'ABS', arguments: ['this'] },
  floor: { name: 'FLOOR', arguments: ['this'] },
  ceil: { name: 'CEILING', arguments: ['this'] },
  length: { name: 'LEN', arguments: ['this'] },
  substring: { name: 'SUBSTRING', arguments: ['this', 'start', 'length'] },
  trim: { name: 'TRIM', arguments: ['this'] },
  year: { name: 'YEAR', arguments: ['this'] },
  month: { name: 'MONTH', arguments: ['this'] },
  day: { name: 'DAY', arguments: ['this'] },
};
const DATE_PARTS = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE']);
const INTEGER: DataType = { kind: 'integer' };

/** Whether a node is a call of a function that is no aggregate. */
export function isFunction(kind: string): boolean {
  return kind in NODES || kind === 'coalesce' || kind === 'function';
}

/** Writes a call of a function on the checked list. */
export function callFunction(writer: ExpressionWriter, kind: string, fields: Fields, scope: Scope): Value {
  const { reader } = writer;
  const node = NODES[kind];
  if (node) {
    reader.only(node.name, fields, [...node.arguments, ...(kind === 'trim' ? ['position'] : [])]);
    return call(
      writer,
      node.name,
      node.arguments.map((name) => fields[name]),
      scope,
    );
  }
  const name = kind === 'coalesce' ? 'COALESCE' : String(fields['name']).toUpperCase();
  reader.only(name, fields, kind === 'coalesce' ? ['expressions'] : ['args']);
  return call(writer, name, reader.list(fields[kind === 'coalesce' ? 'expressions' : 'args']), scope);
}

function call(writer: ExpressionWriter, name: string, args: readonly Tree[], scope: Scope): Value {
  const { reader, meaning } = writer;
  const [first, second, third] = args;
  const count = (...allowed: readonly number[]): void => {
    if (!allowed.includes(args.length)) reader.refuse(`${name} with ${args.length} arguments`);
  };
  const number = (): TypedValue => {
    const value = writer.typed(first, scope, name);
    return isExactNumber(value.type.kind) ? value : reader.refuse(`${name} of ${value.type.kind}`);
  };
  const text = (tree: Tree): TypedValue & { readonly length: number } => {
    const value = writer.typed(tree, scope, name);
    if (value.type.kind !== 'string')
      return reader.refuse(`${name} of ${value.type.kind}`, 'CAST it to VARCHAR');
    return Object.assign({}, value, { length: value.type.length });
  };
  const timestamp = (tree: Tree): TypedValue => {
    const given = writer.typed(tree, scope, name);
    const value = given.text === undefined ? given : meaning.cast(given, { kind: 'date' });
    return value.type.kind === 'date' || value.type.kind === 'timestamp'
      ? value
      : reader.refuse(`${name} of ${value.type.kind}`, 'CAST it to DATE');
  };
  const string = (sql: string, length: number, trimmed: boolean): TypedValue =>
    typed(sql, { kind: 'string', length: Math.max(1, length) }, trimmed);
  switch (name) {
    case 'COALESCE': {
      const values = args.map((arg) => writer.value(arg, scope));
      const { type, trimmed } = writer.unified(values, name);
      return typed(
        `COALESCE(${values.map((value) => meaning.widened(value, type)).join(', ')})`,
        type,
        trimmed,
      );
    }
    case 'ISNULL': {
      count(2);
      const [value, other] = [writer.typed(first, scope, name), writer.value(second, scope)];
      // The second value is cut to the type of the first.
      const { sql, trimmed } =
        other.type?.kind === 'string' ? fitting(writer, value, other) : meaning.cast(other, value.type);
      return typed(`COALESCE(${value.sql}, ${sql})`, value.type, value.trimmed && trimmed);
    }
    case 'NULLIF': {
      count(2);
      const [value, other] = [writer.typed(first, scope, name), writer.value(second, scope)];
      const zero = /^CAST\('0' AS/.test(other.sql);
      return {
        ...typed(
          `CASE WHEN ${meaning.compared('=', value, other)} THEN NULL ELSE ${value.sql} END`,
          value.type,
          value.trimmed,
        ),
        nonZero: zero,
      };
    }
    case 'CONCAT': {
      const parts = args.map((arg) => text(arg));
      return meaning.concatenated(
        parts.map((part) => Object.assign({}, part, { sql: `COALESCE(${part.sql}, '')` })),
      );
    }
    case 'ABS': {
      count(1);
      const value = number();
      return typed(`abs(${value.sql})`, value.type);
    }
    case 'FLOOR':
    case 'CEILING': {
      count(1);
      const value = number();
      if (value.type.kind !== 'decimal') return value;
      const type = decimalType(value.type.precision, 0);
      return typed(as(`${name === 'FLOOR' ? 'floor' : 'ceil'}(${value.sql})`, type), type);
    }
    case 'ROUND': {
      count(2);
      const value = number();
      const scale = value.type.kind === 'decimal' ? value.type.scale : 0;
      const places = writer.constant(second, 'a number of places', 0, 38);
      return places >= scale ? value : typed(as(`round(${value.sql}, ${places})`, value.type), value.type);
    }
    case 'LEN':
      count(1);
      return typed(as(`length(${meaning.withoutEnd(text(first))})`, INTEGER), INTEGER);
    case 'LEFT':
    case 'RIGHT': {
      count(2);
      const [value, length] = [text(first), writer.constant(second, 'a length', 0, MAX_STRING_LENGTH)];
      return string(
        `${name.toLowerCase()}(${value.sql}, ${length})`,
        Math.min(length, value.length),
        name === 'RIGHT' && value.trimmed,
      );
    }
    case 'SUBSTRING': {
      count(3);
      const value = text(first);
      const start = writer.constant(second, 'a start', 1, MAX_STRING_LENGTH);
      const length = writer.constant(third, 'a length', 0, MAX_STRING_LENGTH);
      return string(`substring(${value.sql}, ${start}, ${length})`, Math.min(length, value.length), false);
    }
    case 'REPLACE': {
      count(3);
      const [value, from, to] = [text(first), text(second), text(third)];
      if (from.text === undefined || from.text === '' || to.text === undefined)
        return reader.refuse('REPLACE of what is no constant', 'give both texts as constants');
      return string(
        `replace(${value.sql}, ${duckDbText(from.text)}, ${duckDbText(to.text)})`,
        MAX_STRING_LENGTH,
        false,
      );
    }
    case 'LTRIM':
    case 'RTRIM':
    case 'TRIM': {
      count(1);
      const value = text(first);
      return string(
        `${name.toLowerCase()}(${value.sql}, ' ')`,
        value.length,
        value.trimmed || name !== 'LTRIM',
      );
    }
    case 'YEAR':
    case 'MONTH':
    case 'DAY':
      count(1);
      return typed(as(`date_part('${name.toLowerCase()}', ${timestamp(first).sql})`, INTEGER), INTEGER);
    case 'DATE_PART':
    case 'DATEPART':
      count(2);
      return typed(
        as(`date_part('${datePart(writer, 'DATEPART', first)}', ${timestamp(second).sql})`, INTEGER),
        INTEGER,
      );
    case 'DATEADD': {
      count(3);
      if (datePart(writer, name, first) !== 'day')
        return reader.refuse('DATEADD of other than days', 'add days');
      const [days, value] = [writer.typed(second, scope, name), timestamp(third)];
      if (days.type.kind !== 'integer')
        return reader.refuse(`DATEADD of ${days.type.kind} days`, 'CAST it to INT');
      return typed(
        value.type.kind === 'date'
          ? `CAST(${value.sql} + ${days.sql} AS DATE)`
          : `(${value.sql} + to_days(${days.sql}))`,
        value.type,
      );
    }
    case 'DATEDIFF': {
      count(3);
      if (datePart(writer, name, first) !== 'day')
        return reader.refuse('DATEDIFF of other than days', 'count days');
      const [from, to] = [timestamp(second), timestamp(third)].map(({ sql }) => `CAST(${sql} AS DATE)`);
      return typed(as(`date_diff('day', ${from ?? ''}, ${to ?? ''})`, INTEGER), INTEGER);
    }
    case 'EOMONTH':
      count(1);
      return typed(`last_day(${timestamp(first).sql})`, { kind: 'date' });
    default:
      return reader.refuse(`${name}()`);
  }
}

function fitting(writer: ExpressionWriter, value: TypedValue, other: Value): Value {
  const [room, needed] = [value.type, other.type].map((type) => (type?.kind === 'string' ? type.length : 0));
  if (value.type.kind !== 'string') return writer.meaning.cast(other, value.type);
  return (needed ?? 0) <= (room ?? 0)
    ? other
    : writer.reader.refuse('ISNULL with a longer text, which T-SQL cuts', 'use COALESCE');
}

function datePart(writer: ExpressionWriter, name: string, tree: Tree): string {
  const { kind, fields } = writer.reader.node(tree);
  const part = String(fields['this']).toUpperCase();
  if (kind === 'var' && DATE_PARTS.has(part)) return part.toLowerCase();
  return writer.reader.refuse(`${name} of ${part.toLowerCase()}`, `parts are ${[...DATE_PARTS].join(', ')}`);
}
