/** The part of the Stream Analytics query language that the package writes, as a tree. */

/** A value or a condition. */
export type Node =
  | { readonly kind: 'constant'; readonly value: string | number }
  | { readonly kind: 'column'; readonly of?: string; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'cast'; readonly lenient: boolean; readonly value: Node; readonly type: string }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly distinct: boolean;
      readonly arguments: readonly Node[];
      readonly over?: Over;
    }
  | { readonly kind: 'not'; readonly value: Node }
  | { readonly kind: 'isNull'; readonly value: Node; readonly negated: boolean }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node };

/** `OVER (PARTITION BY … LIMIT DURATION(minute, n))`. */
export interface Over {
  readonly by: readonly Node[];
  readonly minutes: number;
}

/** A window of GROUP BY, in minutes. */
export interface Window {
  readonly name: 'SESSIONWINDOW' | 'TUMBLINGWINDOW';
  readonly minutes: readonly number[];
  readonly by: readonly Node[];
}

/** A SELECT, of a step or of a statement. */
export interface Select {
  readonly columns: readonly { readonly name: string; readonly value: Node }[];
  readonly into?: string;
  readonly from: string;
  readonly timestamp?: Node;
  readonly join?: { readonly left: boolean; readonly name: string; readonly on: Node };
  readonly where?: Node;
  readonly groups: readonly Node[];
  readonly window?: Window;
}

/** A whole query. */
export interface Query {
  readonly steps: ReadonlyMap<string, Select>;
  readonly statements: readonly Select[];
}

const TOKEN =
  /\s*(?:(\[[^\]]*\])|('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_]+)?)|(<=|>=|<>|[(),.*=<>]))/y;

/** Reads a query. Throws at the first thing that is not of the language. */
export function parseQuery(text: string): Query {
  return new Parser(text).query();
}

class Parser {
  private readonly tokens: string[] = [];
  private at = 0;

  constructor(text: string) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const place = TOKEN.lastIndex;
      const match = TOKEN.exec(text);
      if (!match) throw new Error(`not of the language: ${text.slice(place, place + 30)}`);
      this.tokens.push(match[0].trim());
    }
  }

  query(): Query {
    const steps = new Map<string, Select>();
    if (this.take('WITH')) {
      do {
        const name = this.name();
        if (steps.has(name)) throw new Error(`two steps are named ${name}`);
        this.need('AS');
        this.need('(');
        steps.set(name, this.select());
        this.need(')');
      } while (this.take(','));
    }
    const statements: Select[] = [];
    while (this.at < this.tokens.length) statements.push(this.select());
    return { steps, statements };
  }

  private select(): Select {
    this.need('SELECT');
    const columns = this.list(() => {
      const value = this.condition();
      if (this.take('AS')) return { name: this.name(), value };
      return { name: value.kind === 'column' ? value.name : '*', value };
    });
    const names = columns.map(({ name }) => name);
    if (new Set(names).size < names.length) throw new Error(`a name is given twice: ${names.join(', ')}`);
    const into = this.take('INTO') ? this.name() : undefined;
    this.need('FROM');
    const from = this.name();
    const timestamp = this.take('TIMESTAMP') ? (this.need('BY'), this.condition()) : undefined;
    const left = this.take('LEFT');
    if (left) this.need('OUTER');
    const joins = left ? (this.need('JOIN'), true) : this.take('JOIN');
    const join = joins ? { left, name: this.name(), on: (this.need('ON'), this.condition()) } : undefined;
    const where = this.take('WHERE') ? this.condition() : undefined;
    const groups: Node[] = [];
    let window: Window | undefined;
    if (this.take('GROUP')) {
      this.need('BY');
      do {
        const found = this.window();
        if (found) window = found;
        else groups.push(this.condition());
      } while (this.take(','));
      if (!window) throw new Error('GROUP BY without a window');
    }
    return { columns, into, from, timestamp, join, where, groups, window };
  }

  private window(): Window | undefined {
    const name = this.peek().toUpperCase();
    if (name !== 'SESSIONWINDOW' && name !== 'TUMBLINGWINDOW') return undefined;
    this.at++;
    this.need('(');
    this.need('MINUTE');
    const minutes: number[] = [];
    while (this.take(',')) minutes.push(Number(this.next()));
    this.need(')');
    if (minutes.length !== (name === 'SESSIONWINDOW' ? 2 : 1))
      throw new Error(`${name} of ${minutes.length}`);
    const by = this.take('OVER')
      ? (this.need('('), this.need('PARTITION'), this.need('BY'), this.list(() => this.primary()))
      : [];
    if (by.length > 0) this.need(')');
    return { name, minutes, by };
  }

  private condition(): Node {
    let left = this.conjunction();
    while (this.take('OR')) left = { kind: 'binary', operator: 'OR', left, right: this.conjunction() };
    return left;
  }

  private conjunction(): Node {
    let left = this.negation();
    while (this.take('AND')) left = { kind: 'binary', operator: 'AND', left, right: this.negation() };
    return left;
  }

  private negation(): Node {
    if (this.take('NOT')) return { kind: 'not', value: this.negation() };
    const left = this.primary();
    if (this.take('IS')) {
      const negated = this.take('NOT');
      this.need('NULL');
      return { kind: 'isNull', value: left, negated };
    }
    const operator = this.peek();
    if (!['=', '<', '<=', '>', '>='].includes(operator)) return left;
    this.at++;
    return { kind: 'binary', operator, left, right: this.primary() };
  }

  private primary(): Node {
    const token = this.next();
    if (token === '*') return { kind: 'all' };
    if (token === '(') {
      const value = this.condition();
      this.need(')');
      return value;
    }
    if (token.startsWith("'")) return { kind: 'constant', value: token.slice(1, -1).replaceAll("''", "'") };
    if (/^-?\d/.test(token)) return { kind: 'constant', value: Number(token) };
    if (token.startsWith('[')) {
      const first = token.slice(1, -1);
      return this.take('.')
        ? { kind: 'column', of: first, name: this.name() }
        : { kind: 'column', name: first };
    }
    return this.call(token.toUpperCase());
  }

  private call(name: string): Node {
    this.need('(');
    if (name === 'CAST' || name === 'TRY_CAST') {
      const value = this.condition();
      this.need('AS');
      let type = this.next().toLowerCase();
      if (this.take('(')) {
        type += `(${this.next().toLowerCase()})`;
        this.need(')');
      }
      this.need(')');
      return { kind: 'cast', lenient: name === 'TRY_CAST', value, type };
    }
    const distinct = this.take('DISTINCT');
    const all = this.peek() === ')' ? [] : this.list(() => this.condition());
    this.need(')');
    if (!this.take('OVER')) return { kind: 'call', name, distinct, arguments: all };
    this.need('(');
    const by = this.take('PARTITION') ? (this.need('BY'), this.list(() => this.primary())) : [];
    for (const word of ['LIMIT', 'DURATION', '(', 'MINUTE', ',']) this.need(word);
    const minutes = Number(this.next());
    this.need(')');
    this.need(')');
    return { kind: 'call', name, distinct, arguments: all, over: { by, minutes } };
  }

  private list<T>(one: () => T): T[] {
    const all = [one()];
    while (this.take(',')) all.push(one());
    return all;
  }

  private name(): string {
    const token = this.next();
    if (!token.startsWith('[')) throw new Error(`no name: ${token}`);
    return token.slice(1, -1);
  }

  private peek(): string {
    return this.tokens[this.at] ?? '';
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error('the query ends too early');
    return token;
  }

  private take(word: string): boolean {
    if (this.peek().toUpperCase() !== word) return false;
    this.at++;
    return true;
  }

  private need(word: string): void {
    if (!this.take(word)) throw new Error(`${word} is needed, not ${this.peek()}`);
  }
}
