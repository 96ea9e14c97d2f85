import {
  asDecimal,
  type DataType,
  type DecimalType,
  decimalType,
  describeType,
  isExactNumber,
  MAX_PRECISION,
  MAX_STRING_LENGTH,
} from '../../model';
import { duckDbText, duckDbType } from '../../compilers';
import { type Reader } from './syntax-tree';

/** A T-SQL value written for DuckDB, with what T-SQL knows of it. */
export interface Value {
  /** How DuckDB computes it. */
  readonly sql: string;
  /** Its T-SQL type; none for a bare NULL. */
  readonly type: DataType | undefined;
  /** For text: whether no value ends with a space. */
  readonly trimmed: boolean;
  /** For a constant text: the text. */
  readonly text?: string;
  /** For a whole constant: its digits, which are its precision beside a decimal. */
  readonly digits?: number;
  /** Whether it is never zero (it can be null). */
  readonly nonZero?: boolean;
}

/** A value that has a type. */
export type TypedValue = Value & { readonly type: DataType };

/** Comparisons, as DuckDB writes them. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** What holds a quotient of so many digits exactly. */
export const DIVIDE_MACRO = `CREATE OR REPLACE TEMP MACRO tsql_quotient(n, d, s) AS (SELECT CASE WHEN q < 0 THEN '-' ELSE '' END || left(t, length(t) - s) || '.' || right(t, s) FROM (SELECT q, repeat('0', greatest(s + 1 - length(a), 0)) || a AS t FROM (SELECT q, CAST(abs(q) AS VARCHAR) AS a FROM (SELECT n // d AS q))))`;

const NARROW = 18;

/** A value with a type, no constant. */
export function typed(sql: string, type: DataType, trimmed = false): TypedValue {
  return { sql, type, trimmed };
}

/** A value in another type of DuckDB. */
export function as(sql: string, type: DataType): string {
  return `CAST(${sql} AS ${duckDbType(type)})`;
}

/** Meanings of T-SQL's operators and conversions on typed values. */
export class Meaning {
  constructor(private readonly reader: Reader) {}

  /** Refuses a bare NULL, which has a type only by its neighbours. */
  known(value: Value, where: string): TypedValue {
    if (value.type === undefined) return this.reader.refuse(`NULL in ${where}`, 'write CAST(NULL AS <type>)');
    return Object.assign({}, value, { type: value.type });
  }

  /** The type that holds both: branches of CASE, sides of UNION. */
  common(left: DataType, right: DataType, where: string): DataType {
    if (left.kind === 'string' && right.kind === 'string')
      return { kind: 'string', length: Math.max(left.length, right.length) };
    if (isExactNumber(left.kind) && isExactNumber(right.kind)) {
      if (left.kind !== 'decimal' && right.kind !== 'decimal') return left.kind === 'long' ? left : right;
      const [a, b] = [asDecimal(left), asDecimal(right)];
      const scale = Math.max(a.scale, b.scale);
      const precision = Math.max(a.precision - a.scale, b.precision - b.scale) + scale;
      return this.fits(precision, scale, where);
    }
    if (left.kind === right.kind) return left;
    return this.reader.refuse(
      `${describeType(left)} and ${describeType(right)} together in ${where}`,
      'CAST one of them',
    );
  }

  /** A value as a type that holds all its values. */
  widened(value: Value, type: DataType): string {
    return value.type !== undefined && duckDbType(value.type) === duckDbType(type)
      ? value.sql
      : as(value.sql, type);
  }

  /** `+`, `-`, `*`, `/` and `%`. */
  arithmetic(operator: '+' | '-' | '*' | '/' | '%', a: Value, b: Value): TypedValue {
    const [left, right] = [this.known(a, `"${operator}"`), this.known(b, `"${operator}"`)];
    if (operator === '+' && left.type.kind === 'string' && right.type.kind === 'string')
      return this.concatenated([left, right]);
    if (!isExactNumber(left.type.kind) || !isExactNumber(right.type.kind))
      return this.reader.refuse(
        `"${operator}" of ${describeType(left.type)} and ${describeType(right.type)}`,
        'CAST both to exact numbers; add days with DATEADD',
      );
    if ((operator === '/' || operator === '%') && right.nonZero !== true)
      return this.reader.refuse(
        `"${operator}" by what can be zero, where T-SQL stops with an error`,
        `write ${operator} NULLIF(…, 0)`,
      );
    const decimals = left.type.kind === 'decimal' || right.type.kind === 'decimal';
    return decimals ? this.ofDecimals(operator, left, right) : this.ofWhole(operator, left, right);
  }

  /** Text after text; null beside any gives null. */
  concatenated(values: readonly TypedValue[]): TypedValue {
    const length = values.reduce((sum, { type }) => sum + (type.kind === 'string' ? type.length : 0), 0);
    if (length > MAX_STRING_LENGTH)
      return this.reader.refuse(`text of up to ${length} characters, more than ${MAX_STRING_LENGTH}`);
    return typed(
      `(${values.map(({ sql }) => sql).join(' || ')})`,
      { kind: 'string', length },
      values.every(({ trimmed }) => trimmed),
    );
  }

  /** A comparison of two values. */
  compared(operator: Comparison, a: Value, b: Value): string {
    const [left, right] = [this.beside(a, b), this.beside(b, a)];
    const kinds = [left.type.kind, right.type.kind];
    if (kinds.every((kind) => kind === 'string')) {
      if (operator === '=' || operator === '<>')
        return `(${this.withoutEnd(left)} ${operator} ${this.withoutEnd(right)})`;
      const length = Math.max(lengthOf(left.type), lengthOf(right.type));
      return `(${padded(left, length)} ${operator} ${padded(right, length)})`;
    }
    const exact = kinds.every(isExactNumber);
    const timestamps = kinds.every((kind) => kind === 'date' || kind === 'timestamp');
    if (exact || timestamps || left.type.kind === right.type.kind)
      return `(${left.sql} ${operator} ${right.sql})`;
    return this.reader.refuse(
      `a comparison of ${describeType(left.type)} with ${describeType(right.type)}`,
      'CAST one of them',
    );
  }

  /** Text as T-SQL compares it for equality. */
  withoutEnd(value: Value): string {
    return value.type?.kind !== 'string' || value.trimmed ? value.sql : `rtrim(${value.sql}, ' ')`;
  }

  /** What rows are ordered by: T-SQL compares texts as if the shorter one went on with spaces. */
  orderKey(value: TypedValue): string {
    return value.type.kind === 'string' ? padded(value, value.type.length) : value.sql;
  }

  /** Refuses text of which T-SQL may show either of two spellings. */
  grouped(value: TypedValue, where: string): string {
    if (value.type.kind === 'string' && !value.trimmed)
      return this.reader.refuse(
        `${where} of text that can end with spaces, of which T-SQL shows any of the equal ones`,
        'put RTRIM(…) around it',
      );
    return value.sql;
  }

  /** CAST, or with `attempt` TRY_CAST. */
  cast(value: Value, to: DataType, attempt = false): TypedValue {
    const verb = attempt ? 'TRY_CAST' : 'CAST';
    if (value.type === undefined) return typed(as('NULL', to), to, true);
    const from = value.type;
    const plain = `${verb}(${value.sql} AS ${duckDbType(to)})`;
    if (value.text !== undefined && to.kind !== 'string') return this.constant(value.text, to);
    if (from.kind === 'string' || to.kind === 'string') return this.castText(value, from, to, verb);
    if (duckDbType(from) === duckDbType(to)) return Object.assign({}, value, { type: to });
    if (isExactNumber(from.kind) && isExactNumber(to.kind)) {
      // A cast to a whole number cuts what is behind the point; DuckDB's rounds.
      const cut = from.kind === 'decimal' && to.kind !== 'decimal';
      const result = typed(cut ? `${verb}(trunc(${value.sql}) AS ${duckDbType(to)})` : plain, to);
      return value.digits === undefined ? result : Object.assign({}, result, { nonZero: value.nonZero });
    }
    if (isExactNumber(from.kind) && to.kind === 'boolean') return typed(`(${value.sql} <> 0)`, to);
    const kinds = `${from.kind} ${to.kind}`;
    if (['boolean integer', 'boolean long', 'date timestamp', 'timestamp date'].includes(kinds))
      return typed(plain, to);
    return this.reader.refuse(`a ${verb} from ${describeType(from)} to ${describeType(to)}`);
  }

  private castText(value: Value, from: DataType, to: DataType, verb: string): TypedValue {
    const what = `a ${verb} from ${describeType(from)} to ${describeType(to)}`;
    if (to.kind !== 'string') return this.reader.refuse(what, 'give the SQL an input of that type');
    const needed =
      from.kind === 'string'
        ? Math.min(MAX_STRING_LENGTH, from.length)
        : { integer: 12, long: 21, decimal: 41, date: 10, boolean: 0, double: 0, timestamp: 0, array: 0 }[
            from.kind
          ];
    if (needed === 0) return this.reader.refuse(what);
    if (needed > to.length)
      return this.reader.refuse(
        `${what}, which can cut`,
        `make it VARCHAR(${from.kind === 'string' ? needed * 4 : needed}) or longer`,
      );
    return from.kind === 'string'
      ? Object.assign({}, value, { type: to })
      : typed(`CAST(${value.sql} AS VARCHAR)`, to, true);
  }

  /** A constant text beside a day or a timestamp is one, and a constant 0 or 1 beside a bit. */
  private beside(value: Value, other: Value): TypedValue {
    const kind = other.type?.kind;
    if (value.text !== undefined && (kind === 'date' || kind === 'timestamp'))
      return this.constant(value.text, { kind });
    if (value.type?.kind === 'boolean' && kind !== undefined && isExactNumber(kind))
      return typed(as(value.sql, { kind: 'integer' }), { kind: 'integer' });
    return this.known(value, 'a comparison');
  }

  private constant(text: string, to: DataType): TypedValue {
    const grammar = {
      string: /^/,
      integer: /^-?\d{1,10}$/,
      long: /^-?\d{1,19}$/,
      decimal: /^-?\d+(\.\d+)?$/,
      double: /^(?!)/,
      boolean: /^[01]$/,
      date: /^\d{4}-\d{2}-\d{2}$/,
      array: /^(?!)/,
      timestamp: /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?)?$/,
    }[to.kind];
    if (!grammar.test(text))
      return this.reader.refuse(
        `'${text}' as ${describeType(to)}`,
        'write days as YYYY-MM-DD, timestamps as YYYY-MM-DD HH:MM:SS',
      );
    const result = typed(as(duckDbText(text), to), to);
    return isExactNumber(to.kind) && Number(text) !== 0 && /^-?\d/.test(text)
      ? Object.assign({}, result, { nonZero: to.kind !== 'decimal' || staysNonZero(text, to) })
      : result;
  }

  private ofWhole(operator: string, left: TypedValue, right: TypedValue): TypedValue {
    const type = left.type.kind === 'long' ? left.type : right.type;
    if (operator === '/')
      return this.reader.refuse('a division of whole numbers, which cuts', 'CAST one of them to a decimal');
    if (operator === '%')
      return typed(as(`(CAST(${left.sql} AS HUGEINT) % CAST(${right.sql} AS HUGEINT))`, type), type);
    return typed(`(${this.widened(left, type)} ${operator} ${this.widened(right, type)})`, type);
  }

  /** Types of results: Microsoft's "Precision, scale, and length". */
  private ofDecimals(operator: string, left: TypedValue, right: TypedValue): TypedValue {
    const [a, b] = [decimalOf(left), decimalOf(right)];
    const [x, y] = [this.widened(left, a), this.widened(right, b)];
    const where = `"${operator}" of ${describeType(left.type)} and ${describeType(right.type)}`;
    switch (operator) {
      case '+':
      case '-': {
        const scale = Math.max(a.scale, b.scale);
        const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
        // The digit for the carry is dropped before any behind the point are.
        const type = this.fits(
          Math.min(whole + scale + 1, Math.max(MAX_PRECISION, whole + scale)),
          scale,
          where,
        );
        return typed(as(`(${as(x, type)} ${operator} ${as(y, type)})`, type), type);
      }
      case '*': {
        const type = this.fits(a.precision + b.precision + 1, a.scale + b.scale, where);
        // DuckDB computes in 18 digits while both operands fit into them.
        const wide = decimalType(Math.max(NARROW + 1, a.precision), a.scale);
        return typed(
          as(`(${type.precision > NARROW && a.precision <= NARROW ? as(x, wide) : x} * ${y})`, type),
          type,
        );
      }
      case '/': {
        const scale = Math.max(6, a.scale + b.precision + 1);
        const type = this.fits(a.precision - a.scale + b.scale + scale, scale, where);
        const shift = b.scale + scale - a.scale;
        const quotient = `tsql_quotient(${withoutPoint(x, a)} * CAST('1${'0'.repeat(shift)}' AS HUGEINT), ${withoutPoint(y, b)}, ${scale})`;
        return typed(as(quotient, type), type);
      }
      default:
        return this.reader.refuse(where);
    }
  }

  private fits(precision: number, scale: number, where: string): DecimalType {
    if (precision <= MAX_PRECISION) return decimalType(precision, scale);
    return this.reader.refuse(
      `${where}, which needs ${precision} digits of the ${MAX_PRECISION} there are`,
      'CAST the operands (a SUM has 38 digits) to fewer digits first',
    );
  }
}

/** A whole constant beside a decimal is a decimal of just its digits. */
function decimalOf({ type, digits }: TypedValue): DecimalType {
  return digits === undefined || type.kind === 'decimal' ? asDecimal(type) : decimalType(digits, 0);
}

function withoutPoint(sql: string, { scale }: DecimalType): string {
  return scale === 0
    ? `CAST(${sql} AS HUGEINT)`
    : `CAST(replace(CAST(${sql} AS VARCHAR), '.', '') AS HUGEINT)`;
}

function staysNonZero(text: string, type: DataType): boolean {
  return type.kind === 'decimal' && Math.abs(Number(text)) >= 10 ** -type.scale;
}

function padded(value: TypedValue, length: number): string {
  return `rpad(${value.sql}, ${length}, ' ')`;
}

function lengthOf(type: DataType): number {
  return type.kind === 'string' ? type.length : 0;
}
