/** A moment, in milliseconds since 1970. */
export class Moment {
  constructor(readonly at: number) {}
}

/** A value of an event: JSON as delivered, or typed. */
export type Value = string | number | boolean | Moment | null;

/** Brings a value to a type; what cannot be is null. Source: "CAST" and "Data types" of the query language. */
export function cast(value: Value, type: string): Value {
  if (value === null) return null;
  switch (type) {
    case 'nvarchar(max)':
      return value instanceof Moment ? iso(value.at) : String(value);
    case 'bigint':
      if (typeof value === 'boolean') return Number(value);
      if (value instanceof Moment) return null;
      return /^[+-]?\d+$/.test(String(value)) ? Number(value) : null;
    case 'float':
      if (value instanceof Moment || typeof value === 'boolean') return null;
      return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(String(value)) ? Number(value) : null;
    case 'bit':
      if (value instanceof Moment) return null;
      if (['true', '1'].includes(String(value).toLowerCase())) return 1;
      return ['false', '0'].includes(String(value).toLowerCase()) ? 0 : null;
    case 'datetime': {
      if (value instanceof Moment) return value;
      const [, day, time] =
        /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?))?Z?$/.exec(String(value)) ?? [];
      const at = Date.parse(`${day ?? 'x'}T${time ?? '00:00:00'}Z`);
      return Number.isNaN(at) || iso(at).slice(0, 10) !== day ? null : new Moment(at);
    }
    default:
      throw new Error(`no type ${type}`);
  }
}

/** How two values of one type lie to each other, null when either is missing. */
export function compare(left: Value, right: Value): number | null {
  if (left === null || right === null) return null;
  const [a, b] = [plain(left), plain(right)];
  if (typeof a !== typeof b || left instanceof Moment !== right instanceof Moment)
    throw new Error(`compares ${typeof left} with ${typeof right}`);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A text that is the same for equal values. */
export function keyOf(value: Value): string {
  return value instanceof Moment ? `@${value.at}` : JSON.stringify(value);
}

/** How a moment is written. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

function plain(value: Exclude<Value, null>): string | number {
  if (value instanceof Moment) return value.at;
  return typeof value === 'boolean' ? Number(value) : value;
}
