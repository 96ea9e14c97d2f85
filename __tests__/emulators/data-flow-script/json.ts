import { javaDouble } from './casts';

/** A JSON value, with numbers as Spark writes them into text. */
export type Json =
  | { readonly kind: 'null' | 'string' | 'scalar'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Json])[] };

/**
 * The first JSON value of a text, or undefined where it begins with none: what comes after it is not looked at, as by
 * Spark's `from_json`, which stops reading at the end of the first value.
 */
export function firstJson(text: string): Json | undefined {
  try {
    return new Reader(text).value();
  } catch {
    return undefined;
  }
}

/** A value as text: what stands in quotes without them, everything else as JSON. */
export function jsonText(value: Json): string {
  return value.kind === 'string' ? value.text : written(value);
}

function written(value: Json): string {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.text);
    case 'array':
      return `[${value.items.map(written).join(',')}]`;
    case 'object':
      return `{${value.fields.map(([name, field]) => `${JSON.stringify(name)}:${written(field)}`).join(',')}}`;
    default:
      return value.text;
  }
}

const BLANK = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- JSON forbids control characters in texts
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): Json {
    this.take(BLANK);
    if (this.text[this.at] === '[') return { kind: 'array', items: this.members(']', () => this.value()) };
    if (this.text[this.at] === '{') return { kind: 'object', fields: this.members('}', () => this.field()) };
    const quoted = this.take(STRING);
    if (quoted) return { kind: 'string', text: JSON.parse(quoted[0]) as string };
    const word = this.take(WORD);
    if (word) return { kind: word[0] === 'null' ? 'null' : 'scalar', text: word[0] };
    const number = this.take(NUMBER);
    if (!number) throw new SyntaxError('no value');
    const [digits, fraction, exponent] = number;
    // Whole numbers keep their digits; others are read as doubles.
    const whole = fraction === undefined && exponent === undefined;
    return { kind: 'scalar', text: whole ? digits : javaDouble(Number(digits)) };
  }

  private field(): readonly [string, Json] {
    this.take(BLANK);
    const name = this.take(STRING);
    if (!name) throw new SyntaxError('no name');
    this.expect(':');
    return [JSON.parse(name[0]) as string, this.value()];
  }

  /** What stands between brackets; a comma is followed by another member. */
  private members<T>(close: string, member: () => T): T[] {
    this.at += 1;
    if (this.skip(close)) return [];
    const found = [member()];
    while (this.skip(',')) found.push(member());
    this.expect(close);
    return found;
  }

  private expect(sign: string): void {
    if (!this.skip(sign)) throw new SyntaxError(`no ${sign}`);
  }

  private skip(sign: string): boolean {
    this.take(BLANK);
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }
}
