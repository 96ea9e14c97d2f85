import type { Query } from '../ast';
import { TsqlError } from '../errors';
import { isReserved } from '../keywords';
import type { Token } from '../tokenizer';

/** A cursor over tokens, with the few questions every part of the parser asks. */
export class TokenStream {
  private position = 0;

  constructor(
    readonly source: string,
    private readonly tokens: readonly Token[],
    /** Parses a query at the cursor; handed in so that expressions need not know the query parser. */
    readonly parseQuery: (stream: TokenStream) => Query,
  ) {}

  /** The token at the cursor, or `ahead` tokens after it. */
  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)];
    if (!token) {
      throw new TsqlError('internal: no token');
    }
    return token;
  }

  /** The token before the cursor. */
  previous(): Token | undefined {
    return this.tokens[this.position - 1];
  }

  /** Returns the token at the cursor and moves on. */
  next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  /** Tells whether the words stand at the cursor, one after another. */
  isWords(...words: readonly string[]): boolean {
    return words.every((word, i) => this.peek(i).kind === 'word' && this.peek(i).upper === word);
  }

  /** Tells whether one of the words stands at the cursor. */
  isOneOf(...words: readonly string[]): boolean {
    return this.peek().kind === 'word' && words.includes(this.peek().upper);
  }

  /** Tells whether a symbol stands at the cursor. */
  isSymbol(text: string, ahead = 0): boolean {
    return this.peek(ahead).kind === 'symbol' && this.peek(ahead).text === text;
  }

  /** Moves over the words if they stand at the cursor. */
  takeWords(...words: readonly string[]): boolean {
    const found = this.isWords(...words);
    this.position += found ? words.length : 0;
    return found;
  }

  /** Moves over a symbol if it stands at the cursor. */
  takeSymbol(text: string): boolean {
    const found = this.isSymbol(text);
    this.position += found ? 1 : 0;
    return found;
  }

  /** Moves over the words or fails. */
  expectWords(...words: readonly string[]): void {
    for (const word of words) {
      if (!this.takeWords(word)) {
        throw this.syntaxError(word);
      }
    }
  }

  /** Moves over a symbol or fails. */
  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) {
      throw this.syntaxError(`'${text}'`);
    }
  }

  /** Tells whether an identifier stands at the cursor: bracketed, or a word that is not reserved. */
  isIdentifier(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'quoted' || (token.kind === 'word' && !isReserved(token.upper));
  }

  /** Reads an identifier. */
  identifier(what = 'an identifier'): string {
    if (!this.isIdentifier()) {
      throw this.syntaxError(what);
    }
    return this.next().text;
  }

  /** Reads a name of one to three parts. */
  qualifiedName(): readonly string[] {
    const parts = [this.identifier('a name')];
    while (this.takeSymbol('.')) {
      parts.push(this.identifier('a name'));
    }
    return parts;
  }

  /** Reads a character constant. */
  stringConstant(what = 'a character constant'): string {
    const token = this.peek();
    if (token.kind !== 'string' && token.kind !== 'nstring') {
      throw this.syntaxError(what);
    }
    return this.next().text;
  }

  /** Reads an unsigned integer constant. */
  integerConstant(): number {
    const token = this.peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) {
      throw this.syntaxError('an integer');
    }
    return Number(this.next().text);
  }

  /** Reads items separated by commas. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.takeSymbol(',')) {
      items.push(item());
    }
    return items;
  }

  /** Tells whether nothing is left. */
  atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  /** Builds a syntax error at the cursor. */
  syntaxError(expected?: string): TsqlError {
    const token = this.peek();
    const wanted = expected === undefined ? '' : `: expected ${expected}`;
    if (token.kind === 'end') {
      return new TsqlError(`incorrect syntax at the end of the batch${wanted}`, 102);
    }
    const reserved = token.kind === 'word' && isReserved(token.upper);
    return reserved
      ? new TsqlError(`incorrect syntax near the keyword '${token.text}'${wanted}`, 156)
      : new TsqlError(`incorrect syntax near '${token.text}'${wanted}`, 102);
  }
}
