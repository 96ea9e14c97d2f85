import type { FunctionCall } from '../ast';
import { asText, type BoundExpr, type Env } from '../bound';
import { fitFloat, fitInteger } from '../conversion';
import { divideDecimal, Exact, fitDecimal } from '../decimals';
import { notModelled, TsqlError } from '../errors';
import {
  BIGINT,
  decimal,
  FLOAT,
  INT,
  isInteger,
  isUnicode,
  MAX_PRECISION,
  nvarchar,
  textLength,
  typeName,
  varchar,
  type SqlType,
} from '../types';
import { compareValues, decimalOf, floatOf, integerOf, keyOf, textOf, type SqlValue } from '../values';

/** An aggregate whose argument is resolved; it is computed over the rows of a group or a frame. */
export interface BoundAggregate {
  readonly type: SqlType;
  compute(rows: readonly Env[]): SqlValue;
}

/** An ordering, bound. */
export interface BoundOrder {
  readonly expr: BoundExpr;
  readonly descending: boolean;
}

const AGGREGATES = new Set(['COUNT', 'COUNT_BIG', 'SUM', 'AVG', 'MIN', 'MAX', 'STRING_AGG']);
const REFUSED = new Set(
  'APPROX_COUNT_DISTINCT CHECKSUM_AGG GROUPING GROUPING_ID STDEV STDEVP VAR VARP PERCENTILE_CONT PERCENTILE_DISC'.split(
    ' ',
  ),
);

/** Tells whether a name is an aggregate function's; fails for the aggregates left out. */
export function isAggregate(name: string): boolean {
  if (REFUSED.has(name)) {
    throw notModelled(`aggregate ${name}`);
  }
  return AGGREGATES.has(name);
}

/** Binds an aggregate over arguments bound to the rows it aggregates. */
export function bindAggregate(
  call: FunctionCall,
  args: readonly BoundExpr[],
  order: readonly BoundOrder[],
): BoundAggregate {
  const { name, star, distinct } = call;
  const isCount = name === 'COUNT' || name === 'COUNT_BIG';
  if (star) {
    if (!isCount) {
      throw new TsqlError(`incorrect syntax near '*' in ${name}`, 102);
    }
    return { type: name === 'COUNT' ? INT : BIGINT, compute: (rows) => BigInt(rows.length) };
  }
  const [arg] = args;
  if (!arg || args.length !== (name === 'STRING_AGG' ? 2 : 1)) {
    throw new TsqlError(`the ${name.toLowerCase()} function was given ${args.length} argument(s)`, 174);
  }
  if (name === 'STRING_AGG') {
    return bindStringAgg(args, order, distinct);
  }
  if (order.length > 0) {
    throw new TsqlError(`the function '${name}' may not have a WITHIN GROUP clause`, 10757);
  }
  // NULLs are left out of every aggregate but COUNT(*).
  const values = (rows: readonly Env[]): readonly SqlValue[] => {
    const known = rows.map((env) => arg.evaluate(env)).filter((value) => value !== null);
    return distinct ? [...new Map(known.map((value) => [keyOf([value]), value])).values()] : known;
  };
  if (isCount) {
    const kind = name === 'COUNT' ? 'int' : 'bigint';
    return { type: { kind }, compute: (rows) => fitInteger(BigInt(values(rows).length), kind) };
  }
  const reduce = name === 'MIN' || name === 'MAX' ? extreme(name, arg.type) : total(name, arg.type);
  return {
    type: reduce.type,
    compute: (rows) => {
      const known = values(rows);
      return known.length === 0 ? null : reduce.apply(known);
    },
  };
}

interface Reduction {
  readonly type: SqlType;
  apply(values: readonly SqlValue[]): SqlValue;
}

function extreme(name: string, type: SqlType): Reduction {
  if (type.kind === 'bit' || type.kind === 'null' || type.kind === 'varbinary') {
    throw invalidOperand(name, type);
  }
  const sign = name === 'MIN' ? -1 : 1;
  return {
    type,
    apply: (values) => values.reduce((best, value) => (compareValues(value, best) === sign ? value : best)),
  };
}

/** SUM and AVG keep the argument's family: int stays int, and overflows as int. */
function total(name: string, type: SqlType): Reduction {
  if (isInteger(type)) {
    const kind = type.kind === 'bigint' ? 'bigint' : 'int';
    return {
      type: { kind },
      apply: (values) => {
        const sum = fitInteger(
          values.map(integerOf).reduce((a, b) => a + b, 0n),
          kind,
        );
        return name === 'SUM' ? sum : sum / BigInt(values.length);
      },
    };
  }
  if (type.kind === 'decimal') {
    return decimalTotal(name, type.scale);
  }
  if (type.kind === 'float') {
    return {
      type: FLOAT,
      apply: (values) => {
        const sum = fitFloat(values.map(floatOf).reduce((a, b) => a + b, 0));
        return name === 'SUM' ? sum : fitFloat(sum / values.length);
      },
    };
  }
  throw invalidOperand(name, type);
}

function decimalTotal(name: string, scale: number): Reduction {
  const sumType = decimal(MAX_PRECISION, scale);
  const averageType = decimal(MAX_PRECISION, Math.max(scale, 6));
  return {
    type: name === 'SUM' ? sumType : averageType,
    apply: (values) => {
      const exact = values.map(decimalOf).reduce((a, b) => a.plus(b), new Exact(0));
      const sum = fitDecimal(exact, sumType);
      return name === 'SUM' ? sum : divideDecimal(sum, new Exact(values.length), averageType);
    },
  };
}

function invalidOperand(name: string, type: SqlType): TsqlError {
  return new TsqlError(
    `operand data type ${type.kind === 'null' ? 'void type' : typeName(type)} is invalid for ${name.toLowerCase()} operator`,
    8117,
  );
}

function bindStringAgg(
  args: readonly BoundExpr[],
  order: readonly BoundOrder[],
  distinct: boolean,
): BoundAggregate {
  const [value, separator] = args.map((arg, i) => asText(arg, 'STRING_AGG', i + 1));
  if (!value || !separator || distinct) {
    throw new TsqlError("incorrect syntax near 'DISTINCT' in STRING_AGG", 102);
  }
  const max = textLength(value.type) === 'max' ? 'max' : undefined;
  const type = isUnicode(value.type) ? nvarchar(max ?? 4000) : varchar(max ?? 8000);
  return {
    type,
    compute: (rows) => {
      const sorted = sortRows(rows, order);
      const texts = sorted.map((env) => value.evaluate(env)).filter((text) => text !== null);
      const [first] = sorted;
      if (!first || texts.length === 0) {
        return null;
      }
      const joined = texts.map(textOf).join(textOf(separator.evaluate(first) ?? ''));
      const size = isUnicode(type) ? joined.length : Buffer.byteLength(joined, 'utf8');
      if (type.length !== 'max' && size > type.length) {
        throw new TsqlError(
          'STRING_AGG aggregation result exceeded the limit of 8000 bytes: use (max) types',
          9829,
        );
      }
      return joined;
    },
  };
}

/** Sorts rows stably; NULL lowest. */
export function sortRows(rows: readonly Env[], order: readonly BoundOrder[]): readonly Env[] {
  if (order.length === 0) {
    return rows;
  }
  const keyed = rows.map((env) => ({ env, keys: order.map(({ expr }) => expr.evaluate(env)) }));
  return keyed.sort((a, b) => compareKeys(a.keys, b.keys, order)).map(({ env }) => env);
}

/** Compares two rows' sort keys. */
export function compareKeys(
  left: readonly SqlValue[],
  right: readonly SqlValue[],
  order: readonly { readonly descending: boolean }[],
): number {
  for (const [i, { descending }] of order.entries()) {
    const sign = compareValues(left[i] ?? null, right[i] ?? null);
    if (sign !== 0) {
      return descending ? -sign : sign;
    }
  }
  return 0;
}
