import { type Type } from './values';

/** An expression. */
export type Node =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'long'; readonly value: bigint }
  | { readonly kind: 'real'; readonly value: number }
  | { readonly kind: 'timespan'; readonly milliseconds: number }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'operator'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'member'; readonly of: Node; readonly name: string }
  | { readonly kind: 'element'; readonly of: Node; readonly index: number }
  | { readonly kind: 'in'; readonly value: Node; readonly list: readonly Node[] };

/** A column that is computed. */
export interface Named {
  readonly name: string;
  readonly value: Node;
}

/** A step of a query. */
export type Step =
  | { readonly kind: 'where'; readonly condition: Node }
  | { readonly kind: 'extend' | 'project'; readonly columns: readonly Named[] }
  | { readonly kind: 'summarize'; readonly aggregates: readonly Named[]; readonly by: readonly Named[] }
  | { readonly kind: 'join'; readonly right: Query; readonly on: readonly string[] }
  | { readonly kind: 'expand'; readonly column: Named }
  | { readonly kind: 'union'; readonly other: string };

/** A table, and what is done with it. */
export interface Query {
  readonly source:
    | { readonly kind: 'table'; readonly name: string }
    | {
        readonly kind: 'datatable';
        readonly columns: readonly { readonly name: string; readonly type: Type }[];
        readonly values: readonly Node[];
      };
  readonly steps: readonly Step[];
}

/** A query after the tables that it names. */
export interface Program {
  readonly lets: readonly { readonly name: string; readonly query: Query }[];
  readonly query: Query;
}

interface Token {
  readonly kind: 'name' | 'text' | 'long' | 'real' | 'timespan' | 'sign';
  readonly text: string;
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
const TOKEN =
  /\s+|(?<text>'(?:[^'\\\n]|\\.)*')|(?<timespan>\d+[dhms]\b)|(?<real>\d+\.\d+)|(?<long>\d+)|(?<name>mv-expand|[A-Za-z_]\w*)|(?<sign>=~|==|!=|>=|<=|[|()[\],;:.=<>+*/-])/y;
const COMPARISONS = ['==', '!=', '=~', '>', '>=', '<', '<=', 'startswith', 'endswith', 'contains'];

/** Parses the part of the Kusto Query Language that is modelled here; everything else is an error. */
export function parse(text: string): Program {
  return new Parser(tokens(text)).program();
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const { lastIndex } = TOKEN;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`not modelled: ${text.slice(lastIndex, lastIndex + 30)}`);
    const [kind, written] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    if (kind !== undefined && written !== undefined)
      found.push({ kind: kind as Token['kind'], text: written });
  }
  return found;
}

class Parser {
  private at = 0;

  constructor(private readonly all: readonly Token[]) {}

  program(): Program {
    const lets: { name: string; query: Query }[] = [];
    while (this.taken('let')) {
      const name = this.name();
      this.take('=');
      lets.push({ name, query: this.query() });
      this.take(';');
    }
    const query = this.query();
    if (this.at < this.all.length) throw new Error(`not modelled: ${this.here()}`);
    return { lets, query };
  }

  private query(): Query {
    const source = this.taken('datatable') ? this.datatable() : { kind: 'table' as const, name: this.name() };
    const steps: Step[] = [];
    while (this.taken('|')) steps.push(this.step());
    return { source, steps };
  }

  private datatable(): Query['source'] {
    const columns = this.list('(', ')', () => {
      const name = this.name();
      this.take(':');
      return { name, type: this.name() as Type };
    });
    return { kind: 'datatable', columns, values: this.list('[', ']', () => this.primary()) };
  }

  private step(): Step {
    const kind = this.name();
    switch (kind) {
      case 'where':
        return { kind, condition: this.expression() };
      case 'extend':
      case 'project':
        return { kind, columns: this.named() };
      case 'summarize':
        return { kind, aggregates: this.named(), by: this.taken('by') ? this.named() : [] };
      case 'join': {
        this.takeAll('kind', '=', 'leftouter');
        const inBrackets = this.taken('(');
        const right = inBrackets
          ? this.query()
          : { source: { kind: 'table' as const, name: this.name() }, steps: [] };
        if (inBrackets) this.take(')');
        this.take('on');
        const on = [this.name()];
        while (this.taken(',')) on.push(this.name());
        return { kind, right, on };
      }
      case 'union':
        return { kind, other: this.name() };
      case 'mv-expand': {
        this.takeAll('kind', '=', 'array');
        const name = this.name();
        this.take('=');
        return { kind: 'expand', column: { name, value: this.expression() } };
      }
      default:
        throw new Error(`not modelled: ${kind}`);
    }
  }

  private named(): Named[] {
    const found: Named[] = [];
    do {
      const [first, second] = [this.all[this.at], this.all[this.at + 1]];
      if (first?.kind === 'name' && second?.text === '=') {
        this.at += 2;
        found.push({ name: first.text, value: this.expression() });
      } else {
        const name = this.name();
        found.push({ name, value: { kind: 'column', name } });
      }
    } while (this.taken(','));
    return found;
  }

  private expression(): Node {
    return this.chain(['or'], () => this.chain(['and'], () => this.comparison()));
  }

  private comparison(): Node {
    const value = this.sum();
    if (this.taken('in')) return { kind: 'in', value, list: this.list('(', ')', () => this.primary()) };
    const sign = COMPARISONS.find((each) => this.is(each));
    if (sign === undefined) return value;
    this.take(sign);
    return { kind: 'operator', name: sign, args: [value, this.sum()] };
  }

  private sum(): Node {
    return this.chain(['+', '-'], () => this.chain(['*', '/'], () => this.postfix()));
  }

  private chain(signs: readonly string[], next: () => Node): Node {
    let left = next();
    for (;;) {
      const sign = signs.find((each) => this.is(each));
      if (sign === undefined) return left;
      this.take(sign);
      left = { kind: 'operator', name: sign, args: [left, next()] };
    }
  }

  private postfix(): Node {
    let value = this.primary();
    for (;;) {
      if (this.taken('.')) value = { kind: 'member', of: value, name: this.name() };
      else if (this.taken('[')) {
        const index = this.next();
        if (index.kind !== 'long') throw new Error(`not modelled: an index ${index.text}`);
        this.take(']');
        value = { kind: 'element', of: value, index: Number(index.text) };
      } else return value;
    }
  }

  private primary(): Node {
    if (this.taken('(')) {
      const inner = this.expression();
      this.take(')');
      return inner;
    }
    const { kind, text } = this.next();
    if (kind === 'text') return { kind, value: text.slice(1, -1).replaceAll(/\\(['\\])/g, '$1') };
    if (kind === 'long') return { kind, value: BigInt(text) };
    if (kind === 'real') return { kind, value: Number(text) };
    if (kind === 'timespan')
      return { kind, milliseconds: Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? Number.NaN) };
    if (kind !== 'name') throw new Error(`not modelled: ${text}`);
    if (!this.is('(')) return { kind: 'column', name: text };
    return { kind: 'call', name: text, args: this.list('(', ')', () => this.expression()) };
  }

  private list<T>(open: string, close: string, item: () => T): T[] {
    this.take(open);
    const items: T[] = [];
    if (this.taken(close)) return items;
    do items.push(item());
    while (this.taken(','));
    this.take(close);
    return items;
  }

  private is(text: string): boolean {
    const token = this.all[this.at];
    return token?.text === text && token.kind !== 'text';
  }

  private taken(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  private take(text: string): void {
    if (!this.taken(text)) throw new Error(`not modelled: ${this.here()} in the place of ${text}`);
  }

  private takeAll(...texts: readonly string[]): void {
    for (const text of texts) this.take(text);
  }

  private next(): Token {
    const token = this.all[this.at];
    if (token === undefined) throw new Error('ends too early');
    this.at += 1;
    return token;
  }

  private name(): string {
    const token = this.next();
    if (token.kind !== 'name') throw new Error(`not modelled: ${token.text} in the place of a name`);
    return token.text;
  }

  private here(): string {
    return this.all[this.at]?.text ?? 'the end';
  }
}
