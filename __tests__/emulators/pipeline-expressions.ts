/** What Data Factory knows while it computes an expression. */
export interface RunContext {
  /** Values of the pipeline's parameters. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Values of the dataset's parameters. */
  readonly dataset?: Readonly<Record<string, unknown>>;
  /** Values of the pipeline's variables. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Messages of activities that failed, by name. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Outputs of activities that ran, by name. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The window of the trigger that starts a run. */
  readonly window?: { readonly start: string; readonly end: string };
  /** The item of the loop around. */
  readonly item?: unknown;
  readonly runId?: string;
  readonly now?: string;
}

type Value = unknown;
/** An expression as it was read: computed as often as it is needed. */
type Node = (context: RunContext) => Value;
const TICKS_AT_EPOCH = 621_355_968_000_000_000n;
const read = new Map<string, Node>();

/**
 * Computes an expression of Data Factory, `@…`, or a text with expressions in it, `…@{…}…`; a text without an at sign is
 * itself. An unknown function is an error.
 */
export function evaluate(text: unknown, context: RunContext): Value {
  const source = typeof text === 'object' && text !== null ? (text as { value: string }).value : String(text);
  if (!source.includes('@')) return source;
  let node = read.get(source);
  if (node === undefined) read.set(source, (node = nodeOf(source)));
  return node(context);
}

function nodeOf(source: string): Node {
  if (source.startsWith('@') && !source.startsWith('@{') && !source.startsWith('@@'))
    return new Reader(source.slice(1)).whole();
  const parts: (string | Node)[] = [];
  let rest = source;
  for (let at = rest.indexOf('@{'); at >= 0; at = rest.indexOf('@{')) {
    const reader = new Reader(rest.slice(at + 2));
    parts.push(rest.slice(0, at), reader.inside());
    rest = reader.rest();
  }
  parts.push(rest);
  return (context) => parts.map((part) => (typeof part === 'string' ? part : text(part(context)))).join('');
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Node {
    const value = this.expression();
    this.blanks();
    if (this.at !== this.text.length) throw new Error(`unread: ${this.text.slice(this.at)}`);
    return value;
  }

  /** The expression of `@{…}`, whose brace it reads too. */
  inside(): Node {
    const value = this.expression();
    this.blanks();
    if (this.text[this.at] !== '}') throw new Error(`no brace: ${this.text.slice(this.at)}`);
    this.at++;
    return value;
  }

  rest(): string {
    return this.text.slice(this.at);
  }

  private expression(): Node {
    this.blanks();
    const rest = this.text.slice(this.at);
    const number = /^-?\d+/.exec(rest)?.[0];
    if (number !== undefined) return (this.skip(number), () => Number(number));
    const literal = /^'((?:[^']|'')*)'/.exec(rest);
    if (literal) {
      const value = literal[1]!.replaceAll("''", "'");
      return (this.skip(literal[0]), () => value);
    }
    const constant = /^(true|false|null)(?![A-Za-z(])/.exec(rest)?.[0];
    if (constant !== undefined) {
      const value = constant === 'null' ? null : constant === 'true';
      return (this.skip(constant), () => value);
    }
    const name = /^[A-Za-z]+\(/.exec(rest)?.[0];
    if (name === undefined) throw new Error(`no expression: ${rest}`);
    this.skip(name);
    return this.members(call(name.slice(0, -1), this.arguments()));
  }

  private arguments(): Node[] {
    const found: Node[] = [];
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

  private members(value: Node): Node {
    for (;;) {
      const member = /^(\??)(?:\.([A-Za-z_]+)|\[(\d+)\])/.exec(this.text.slice(this.at));
      if (!member) return value;
      this.skip(member[0]);
      value = memberOf(value, (member[2] ?? member[3])!, member[1] !== '');
    }
  }

  private blanks(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  private skip(found: string): void {
    this.at += found.length;
  }
}

function memberOf(of: Node, name: string, optional: boolean): Node {
  return (context) => {
    const value = of(context);
    if (value === null || value === undefined) {
      if (!optional) throw new Error(`nothing has no ${name}`);
      return value;
    }
    const found = (value as Readonly<Record<string, Value>>)[name];
    if (found === undefined && !optional) throw new Error(`no ${name}`);
    return found ?? null;
  };
}

function call(name: string, args: readonly Node[]): Node {
  // Of a condition, one side is computed.
  if (name === 'if') return (context) => (args[0]!(context) === true ? args[1]! : args[2]!)(context);
  return (context) =>
    apply(
      name,
      args.map((arg) => arg(context)),
      context,
    );
}

function apply(name: string, args: readonly Value[], context: RunContext): Value {
  const { parameters = {}, errors = {}, outputs = {}, runId = 'run', now = '2026-01-01T00:00:00Z' } = context;
  const [a, b, c] = args;
  switch (name) {
    case 'pipeline':
      return { parameters, RunId: runId, TriggerTime: now };
    case 'trigger': {
      const { start, end } = context.window!;
      return { outputs: { windowStartTime: start, windowEndTime: end } };
    }
    case 'dataset':
      return context.dataset ?? {};
    case 'variables':
      return context.variables?.[String(a)];
    case 'activity': {
      const message = errors[String(a)];
      if (message !== undefined) return { Status: 'Failed', error: { message }, output: {} };
      // Of what was skipped there is nothing.
      return Object.hasOwn(outputs, String(a)) ? { Status: 'Succeeded', output: outputs[String(a)] } : null;
    }
    case 'item':
      return context.item;
    case 'utcNow':
    case 'utcnow':
      return format(Date.parse(now), written(a));
    case 'concat':
      return args.map(text).join('');
    case 'replace':
      return String(a).replaceAll(String(b), () => String(c));
    case 'coalesce':
      return args.find((value) => value !== null && value !== undefined) ?? null;
    case 'formatDateTime':
      return format(moment(a), written(b));
    case 'startOfDay':
      return format(Math.floor(moment(a) / 86_400_000) * 86_400_000, written(b));
    case 'addMinutes':
      return format(moment(a) + whole(b) * 60_000, written(c));
    case 'addHours':
      return format(moment(a) + whole(b) * 3_600_000, written(c));
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
    case 'greaterOrEquals':
      return big(a) >= big(b);
    case 'less':
      return big(a) < big(b);
    case 'lessOrEquals':
      return big(a) <= big(b);
    case 'and':
      return args.every((value) => value === true);
    case 'or':
      return args.includes(true);
    case 'not':
      return a !== true;
    case 'equals':
      return typeof a === 'string' || typeof b === 'string' ? String(a) === String(b) : a === b;
    case 'empty':
      return a === null || a === undefined || (a as { length: number }).length === 0;
    case 'length':
      return (a as { length: number }).length;
    case 'contains':
      return Array.isArray(a) ? a.includes(b) : String(a).includes(String(b));
    case 'json':
      return JSON.parse(String(a)) as Value;
    case 'join':
      return (a as readonly Value[]).map(String).join(String(b));
    case 'decodeUriComponent':
      return decodeURIComponent(String(a));
    case 'string':
      return text(a);
    case 'int':
      return Number(a);
    case 'bool':
      return a === true || String(a).toLowerCase() === 'true';
    case 'createArray':
      return args;
    case 'range':
      if (big(b) < 1n) throw new Error('range needs a count above 0');
      return Array.from({ length: whole(b) }, (_, index) => whole(a) + index);
    default:
      throw new Error(`no function ${name}`);
  }
}

function text(value: Value): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function big(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw new Error(`no whole number: ${String(value)}`);
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

const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  yyyy: [0, 4],
  MM: [5, 7],
  dd: [8, 10],
  HH: [11, 13],
  mm: [14, 16],
  ss: [17, 19],
};

function format(epoch: number, pattern: string): string {
  const iso = new Date(epoch).toISOString();
  return pattern.replaceAll(/yyyy|MM|dd|HH|mm|ss/g, (part) => iso.slice(...PLACES[part]!));
}
