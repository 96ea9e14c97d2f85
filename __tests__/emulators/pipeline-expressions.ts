/** What Data Factory knows while it computes an expression. */
export interface RunContext {
  /** Values of the pipeline's parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Messages of activities that failed, by name. */
  readonly errors?: Readonly<Record<string, string>>;
  /** The item of the loop around. */
  readonly item?: unknown;
  readonly runId?: string;
  readonly now?: string;
}

type Value = unknown;
const TICKS_AT_EPOCH = 621_355_968_000_000_000n;

/** Computes an expression of Data Factory, `@…`; a text without an at sign is itself. An unknown function is an error. */
export function evaluate(text: unknown, context: RunContext): Value {
  const source = typeof text === 'object' && text !== null ? (text as { value: string }).value : String(text);
  if (!source.startsWith('@')) return source;
  return new Evaluator(source.slice(1), context).run();
}

class Evaluator {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly context: RunContext,
  ) {}

  run(): Value {
    const value = this.expression();
    if (this.at !== this.text.length) throw new Error(`unread: ${this.text.slice(this.at)}`);
    return value;
  }

  private expression(): Value {
    this.blanks();
    const rest = this.text.slice(this.at);
    const number = /^-?\d+/.exec(rest)?.[0];
    if (number !== undefined) return (this.skip(number), Number(number));
    const text = /^'((?:[^']|'')*)'/.exec(rest);
    if (text) return (this.skip(text[0]), text[1]!.replaceAll("''", "'"));
    const name = /^[A-Za-z]+\(/.exec(rest)?.[0];
    if (name === undefined) throw new Error(`no expression: ${rest}`);
    this.skip(name);
    return this.members(this.call(name.slice(0, -1), this.arguments()));
  }

  private arguments(): Value[] {
    const found: Value[] = [];
    this.blanks();
    while (this.text[this.at] !== ')') {
      found.push(this.expression());
      this.blanks();
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== ')') throw new Error(`no argument: ${this.text.slice(this.at)}`);
    }
    this.at++;
    return found;
  }

  private members(value: Value): Value {
    for (;;) {
      const member = /^(\??)\.([A-Za-z_]+)/.exec(this.text.slice(this.at));
      if (!member) return value;
      this.skip(member[0]);
      if (value === null || value === undefined) {
        if (member[1] === '') throw new Error(`nothing has no ${member[2]}`);
        continue;
      }
      const found = (value as Readonly<Record<string, Value>>)[member[2]!];
      if (found === undefined && member[1] === '') throw new Error(`no ${member[2]}`);
      value = found ?? null;
    }
  }

  private call(name: string, args: readonly Value[]): Value {
    const { parameters = {}, errors = {}, item, runId = 'run', now = '2026-01-01T00:00:00Z' } = this.context;
    const [a, b, c] = args;
    switch (name) {
      case 'pipeline':
        return { parameters, RunId: runId, TriggerTime: now };
      case 'activity': {
        const message = errors[String(a)];
        return message === undefined ? null : { error: { message } };
      }
      case 'item':
        return item;
      case 'utcNow':
        return format(Date.parse(now), String(a));
      case 'concat':
        return args.map(String).join('');
      case 'replace':
        return String(a).replaceAll(String(b), () => String(c));
      case 'coalesce':
        return args.find((value) => value !== null && value !== undefined) ?? null;
      case 'formatDateTime':
        return format(moment(a), String(b));
      case 'startOfDay':
        return format(Math.floor(moment(a) / 86_400_000) * 86_400_000, written(b));
      case 'addMinutes':
        return format(moment(a) + whole(b) * 60_000, written(c));
      case 'addDays':
        return format(moment(a) + whole(b) * 86_400_000, written(c));
      case 'ticks':
        return TICKS_AT_EPOCH + BigInt(moment(a)) * 10_000n;
      case 'add':
        return big(a) + big(b);
      case 'sub':
        return big(a) - big(b);
      case 'mul':
        return big(a) * big(b);
      case 'div':
        return big(a) / big(b);
      case 'greater':
        return big(a) > big(b);
      case 'lessOrEquals':
        return big(a) <= big(b);
      case 'and':
        return flag(a) && flag(b);
      case 'or':
        return flag(a) || flag(b);
      case 'not':
        return !flag(a);
      case 'equals':
        return a === b;
      case 'createArray':
        return args;
      case 'contains':
        return list(a).includes(b);
      case 'json':
        return JSON.parse(String(a)) as Value;
      case 'length':
        return list(a).length;
      case 'empty':
        return String(a) === '';
      case 'join':
        return list(a).map(String).join(String(b));
      case 'decodeUriComponent':
        return decodeURIComponent(String(a));
      case 'range':
        if (big(b) < 1n) throw new Error('range needs a count above 0');
        return Array.from({ length: whole(b) }, (_, index) => whole(a) + index);
      default:
        throw new Error(`no function ${name}`);
    }
  }

  private blanks(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  private skip(found: string): void {
    this.at += found.length;
  }
}

function big(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw new Error(`no whole number: ${String(value)}`);
}

function flag(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(`neither true nor false: ${String(value)}`);
}

function list(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new Error(`no array: ${String(value)}`);
}

function whole(value: Value): number {
  return Number(big(value));
}

function moment(value: Value): number {
  const text = String(value);
  const parsed = Date.parse(/^\d{4}-\d\d-\d\dT[\d:]+$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(parsed)) throw new Error(`no moment: ${text}`);
  return parsed;
}

function written(pattern: Value): string {
  return typeof pattern === 'string' ? pattern : 'yyyy-MM-ddTHH:mm:ssZ';
}

function format(epoch: number, pattern: string): string {
  const iso = new Date(epoch).toISOString();
  const parts: Readonly<Record<string, string>> = {
    yyyy: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    dd: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  return pattern.replaceAll(/yyyy|MM|dd|HH|mm|ss/g, (part) => parts[part]!);
}
