import { type DataType, isExactNumber } from '../../model';
import { type Scope } from './scope';
import { type Reader, type Tree } from './syntax-tree';
import { type ValueWriter } from './value-writer';
import { type Meaning, typed, type TypedValue, type Value } from './values';

/** Parts of a date that are read by name. */
const DATE_PARTS = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE']);

/** A call of a function: its arguments, read as what the function takes. */
export class FunctionCall {
  /** Refuses what is not known. */
  readonly reader: Reader;
  /** What operators and conversions mean. */
  readonly meaning: Meaning;

  /**
   * @param writer writes the arguments.
   * @param name the function's, in upper case.
   * @param args its arguments.
   * @param scope the columns in their reach.
   */
  constructor(
    readonly writer: ValueWriter,
    readonly name: string,
    readonly args: readonly Tree[],
    private readonly scope: Scope,
  ) {
    this.reader = writer.reader;
    this.meaning = writer.meaning;
  }

  /** Refuses any other number of arguments. */
  count(allowed: number): void {
    if (this.args.length !== allowed) this.reader.refuse(`${this.name} with ${this.args.length} arguments`);
  }

  /** All arguments, of any type. */
  values(): Value[] {
    return this.args.map((arg) => this.writer.value(arg, this.scope));
  }

  /** An argument of any type. */
  value(index: number): Value {
    return this.writer.value(this.args[index], this.scope);
  }

  /** An argument that is no bare NULL. */
  typed(index: number): TypedValue {
    return this.writer.typed(this.args[index], this.scope, this.name);
  }

  /** An exact number. */
  number(index: number): TypedValue {
    const value = this.typed(index);
    return isExactNumber(value.type.kind) ? value : this.reader.refuse(`${this.name} of ${value.type.kind}`);
  }

  /** A text, with the length of its type. */
  text(index: number): TypedValue & { readonly length: number } {
    const value = this.typed(index);
    if (value.type.kind !== 'string')
      return this.reader.refuse(`${this.name} of ${value.type.kind}`, 'CAST it to VARCHAR');
    return Object.assign({}, value, { length: value.type.length });
  }

  /** A date or timestamp; a constant text is a date. */
  timestamp(index: number): TypedValue {
    const given = this.typed(index);
    const value = given.text === undefined ? given : this.meaning.cast(given, { kind: 'date' });
    return value.type.kind === 'date' || value.type.kind === 'timestamp'
      ? value
      : this.reader.refuse(`${this.name} of ${value.type.kind}`, 'CAST it to DATE');
  }

  /** A number that is a constant. */
  constant(index: number, what: string, low: number, high: number): number {
    return this.writer.constant(this.args[index], what, low, high);
  }

  /** The name of a part of a date, in lower case; errors call the function by `name`. */
  datePart(index: number, name = this.name): string {
    const { kind, fields } = this.reader.node(this.args[index]);
    const part = String(fields['this']).toUpperCase();
    if (kind === 'var' && DATE_PARTS.has(part)) return part.toLowerCase();
    return this.reader.refuse(`${name} of ${part.toLowerCase()}`, `parts are ${[...DATE_PARTS].join(', ')}`);
  }
}

/** A text as the result of a function. */
export function textResult(sql: string, length: number, trimmed: boolean): TypedValue {
  const type: DataType = { kind: 'string', length: Math.max(1, length) };
  return typed(sql, type, trimmed);
}
