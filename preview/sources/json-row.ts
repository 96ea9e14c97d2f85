import { type Kind } from '../../model';
import { isWhole, keepsNumber, plainNumber, readValue, skipBlanks, stringOf, valueEnd } from './json-text';

/** Where the value of a column is in a document. */
export interface JsonColumn {
  /** Name in the contract. */
  readonly name: string;
  /** Names from the outermost object to the value. */
  readonly path: readonly string[];
  /** What the contract promises. */
  readonly kind: Kind;
  /** Digits behind the point of a decimal. */
  readonly scale?: number | undefined;
}

/** Most names that are kept of what a contract does not name: keys can be data. */
const MAX_UNKNOWN_NAMES = 1000;

/** What was found in a place of a document. */
interface Node {
  readonly columns: number[];
  readonly inside: Map<string, Node>;
}

/** What a document is not. */
const NOT_WHOLE = 'malformed-row: is no whole JSON value';
const NO_OBJECT = 'malformed-row: is no JSON object';

/**
 * Reads one document of JSON (RFC 8259) as a row: this alone says what a row of JSON is. Names count case. What the contract
 * does not name has to be JSON, and is not looked at any further.
 */
export class JsonRow {
  /** Texts of the columns, by their order; null where there is none. */
  readonly values: (string | null)[];
  /** Outermost names that the contract does not name, in any document so far. */
  readonly unknown = new Set<string>();
  private readonly root: Node = { columns: [], inside: new Map() };
  private readonly seen: Set<Node> = new Set();
  private text = '';
  private reason: string | undefined;

  /** @param columns what is looked for. */
  constructor(private readonly columns: readonly JsonColumn[]) {
    this.values = columns.map(() => null);
    for (const [index, { path }] of columns.entries()) {
      let node = this.root;
      for (const name of path) {
        const next = node.inside.get(name) ?? { columns: [], inside: new Map<string, Node>() };
        node.inside.set(name, next);
        node = next;
      }
      node.columns.push(index);
    }
  }

  /** Reads a document into {@link values}; gives the rule and reason when it cannot be used. */
  read(text: string): string | undefined {
    this.text = text;
    this.reason = undefined;
    this.values.fill(null);
    this.seen.clear();
    const start = skipBlanks(text, 0);
    const isObject = text.charCodeAt(start) === 0x7b;
    const end = isObject ? this.object(start, this.root, 0) : readValue(text, start);
    if (end < 0 || !isWhole(text, end)) return NOT_WHOLE;
    return isObject ? this.reason : NO_OBJECT;
  }

  /** Whether the last document has a key, with a value or not. */
  has(name: string): boolean {
    const node = this.root.inside.get(name);
    return node !== undefined && this.seen.has(node);
  }

  /** Reads an object that holds columns, in the manner of {@link valueEnd}. */
  private object(from: number, node: Node, depth: number): number {
    const { text } = this;
    let at = skipBlanks(text, from + 1);
    if (text.charCodeAt(at) === 0x7d) return at + 1;
    for (;;) {
      const nameEnd = text.charCodeAt(at) === 0x22 ? valueEnd(text, at, depth) : -1;
      if (nameEnd < 0) return -1;
      const name = stringOf(text, at, nameEnd);
      at = skipBlanks(text, nameEnd);
      if (text.charCodeAt(at) !== 0x3a) return -1;
      at = skipBlanks(text, at + 1);
      const inside = node.inside.get(name);
      if (inside === undefined && node === this.root && this.unknown.size < MAX_UNKNOWN_NAMES)
        this.unknown.add(name);
      const end = inside === undefined ? valueEnd(text, at, depth) : this.value(at, inside, depth);
      if (end < 0) return -1;
      at = skipBlanks(text, end);
      const next = text.charCodeAt(at);
      if (next === 0x7d) return at + 1;
      if (next !== 0x2c) return -1;
      at = skipBlanks(text, at + 1);
    }
  }

  private value(at: number, node: Node, depth: number): number {
    if (this.seen.has(node)) this.reason ??= 'malformed-row: has a key more than once';
    this.seen.add(node);
    const opens = this.text.charCodeAt(at) === 0x7b && node.inside.size > 0;
    const end = opens ? this.object(at, node, depth + 1) : valueEnd(this.text, at, depth);
    if (end < 0) return end;
    for (const index of node.columns) {
      const column = this.columns[index];
      if (column) this.values[index] = this.textOf(column, at, end);
    }
    return end;
  }

  /** The text that bronze holds of a value. */
  private textOf({ name, kind, scale }: JsonColumn, from: number, end: number): string | null {
    const first = this.text.charCodeAt(from);
    // null
    if (first === 0x6e) return null;
    if (first === 0x22) {
      const value = stringOf(this.text, from, end);
      if (value.includes('\0')) this.reason ??= 'malformed-row: holds a NUL character';
      else if (end - from !== value.length + 2 && /\p{Surrogate}/u.test(value))
        this.reason ??= 'malformed-row: holds half of a character';
      return value;
    }
    const raw = this.text.slice(from, end);
    const nested = first === 0x7b || first === 0x5b;
    if (nested && kind === 'string')
      this.reason ??= `type:${name}: holds ${first === 0x7b ? 'an object' : 'an array'}, and no text`;
    // true and false are written as they are.
    if (nested || first === 0x74 || first === 0x66) return raw;
    if (!keepsNumber(raw, kind, scale))
      this.reason ??= `type:${name}: holds a number that would not stay as it is written; let its source write it as text`;
    return plainNumber(raw);
  }
}
