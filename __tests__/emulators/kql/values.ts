/** A point in time. */
export class Datetime {
  constructor(readonly milliseconds: number) {}
}

/** A length of time. */
export class Timespan {
  constructor(readonly milliseconds: number) {}
}

/** JSON, as `parse_json` gives it. */
export class Dynamic {
  constructor(readonly json: unknown) {}
}

/** A value: `long` is a bigint, `real` a number. Text is never null, everything else can be. */
export type Value = string | bigint | number | boolean | Datetime | Timespan | Dynamic | null;

/** A row of a table. */
export type Row = ReadonlyMap<string, Value>;

/** Types of columns. */
export type Type = 'string' | 'long' | 'real' | 'bool' | 'datetime' | 'dynamic';

/** What a test writes for a value. */
export type Given = string | number | boolean | Date | null | undefined;

/** A value of a column, from what a test writes. */
export function valueOf(given: Given, type: Type, at: string): Value {
  if (given === undefined || given === null) return type === 'string' ? '' : null;
  if (type === 'string' && typeof given === 'string') return given;
  if (type === 'long' && typeof given === 'number' && Number.isInteger(given)) return BigInt(given);
  if (type === 'real' && typeof given === 'number') return given;
  if (type === 'bool' && typeof given === 'boolean') return given;
  if (type === 'datetime' && given instanceof Date) return new Datetime(given.getTime());
  throw new Error(`${at} is a ${type}, and not ${String(given)}`);
}

/** Whether a value is null; an empty text is not. */
export function isNull(value: Value): value is null {
  return value === null || (value instanceof Dynamic && value.json === null);
}

/** A number, of `long` or `real`. */
export function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Below, at or above 0, as the first is before, at or after the other; nothing where one is null. NaN is beside everything. */
export function compare(one: Value, other: Value): number | undefined {
  if (isNull(one) || isNull(other)) return undefined;
  if (isNumber(one) && isNumber(other)) {
    const [a, b] = [Number(one), Number(other)];
    return Number.isNaN(a) || Number.isNaN(b) ? undefined : a - b;
  }
  if (typeof one === 'string' && typeof other === 'string') return one === other ? 0 : one < other ? -1 : 1;
  if (one instanceof Datetime && other instanceof Datetime) return one.milliseconds - other.milliseconds;
  if (one instanceof Timespan && other instanceof Timespan) return one.milliseconds - other.milliseconds;
  throw new Error(`not comparable: ${shown(one)} and ${shown(other)}`);
}

/** A value as text, to group by and for messages. */
export function shown(value: Value): string {
  if (value instanceof Datetime) return new Date(value.milliseconds).toISOString();
  if (value instanceof Timespan) return `${value.milliseconds} ms`;
  if (value instanceof Dynamic) return JSON.stringify(value.json);
  return String(value);
}
