import type { Argument, Node, ParameterDeclaration, Script, Statement, StreamReference } from './ast';
import { DataFlowScriptError } from './errors';
import { type Token, tokenize } from './tokenizer';
import { type DataType, decimal, DOUBLE, type Field, INTEGER, LONG, simpleType, STRING } from './types';

/** Parses a whole script. */
export function parseScript(script: string): Script {
  return new Parser(tokenize(script)).script();
}

/** Parses one expression, such as the value that a run gives to a parameter. */
export function parseExpression(text: string): Node {
  return new Parser(tokenize(text)).wholeExpression();
}

/** Parses a type as scripts spell it, such as `decimal(18,2)` or `(id as integer)[]`. */
export function parseType(text: string): DataType {
  return new Parser(tokenize(text)).wholeType();
}

// From the loosest binding to the tightest. Where "^" stands among them is not documented: see `exclusiveOr`.
const EQUALITY = ['==', '!=', '<=>'];
const RELATION = ['<', '>', '<=', '>='];
const MAX_INTEGER = 2147483647n;
const MAX_LONG = 9223372036854775807n;

class Parser {
  private position = 0;
  /** Nodes that stood in parentheses: they may be mixed freely with other operators. */
  private readonly grouped = new WeakSet<Node>();

  constructor(private readonly tokens: readonly Token[]) {}

  script(): Script {
    const parameters = this.isNext('parameters') ? this.parameters() : [];
    const statements: Statement[] = [];
    while (this.peek().kind !== 'end') statements.push(this.statement());
    return { parameters, statements };
  }

  wholeExpression(): Node {
    const node = this.expression();
    if (this.peek().kind !== 'end') this.unexpected('the end of the expression');
    return node;
  }

  wholeType(): DataType {
    const type = this.dataType();
    if (this.peek().kind !== 'end') this.unexpected('the end of the type');
    return type;
  }

  private parameters(): readonly ParameterDeclaration[] {
    this.expect('parameters');
    this.expect('{');
    const declarations: ParameterDeclaration[] = [];
    do {
      const name = this.identifier('a parameter name');
      this.expect('as');
      const dataType = this.dataType();
      if (!this.accept('(')) {
        declarations.push({ name, dataType });
        continue;
      }
      declarations.push({ name, dataType, defaultValue: this.expression() });
      this.expect(')');
    } while (this.accept(','));
    this.expect('}');
    return declarations;
  }

  private statement(): Statement {
    const line = this.peek().line;
    const inputs: StreamReference[] = [];
    if (this.peek(1).text !== '(') {
      do inputs.push(this.streamReference());
      while (this.accept(','));
    }
    const transformation = this.identifier('a transformation');
    const args = this.argumentList();
    this.expect('~>');
    const name = this.identifier('a stream name');
    const branches: string[] = [];
    if (this.accept('@')) {
      this.expect('(');
      do branches.push(this.identifier('a branch name'));
      while (this.accept(','));
      this.expect(')');
    }
    return { inputs, transformation, arguments: args, name, branches, line };
  }

  private streamReference(): StreamReference {
    const name = this.identifier('a stream name');
    return this.accept('@') ? { name, branch: this.identifier('a branch name') } : { name };
  }

  private argumentList(): readonly Argument[] {
    this.expect('(');
    const args: Argument[] = [];
    if (this.accept(')')) return args;
    do args.push(this.argument());
    while (this.accept(','));
    this.expect(')');
    return args;
  }

  private argument(): Argument {
    if (this.peek().kind === 'identifier' && this.peek(1).text === ':') {
      const name = this.identifier('an option');
      this.expect(':');
      return { kind: 'named', name, node: this.expression() };
    }
    const node = this.expression();
    if (this.accept('=')) {
      const value = this.expression();
      if (this.accept('?')) return { kind: 'parsed', target: node, node: value, dataType: this.dataType() };
      return { kind: 'assignment', target: node, node: value };
    }
    if (node.type === 'column' && node.stream === undefined && this.isNext('as')) {
      this.expect('as');
      const dataType = this.dataType();
      const format = this.peek().kind === 'string' ? this.next().text : undefined;
      return { kind: 'typed', name: node.name, dataType, ...(format === undefined ? {} : { format }) };
    }
    return { kind: 'positional', node };
  }

  private dataType(): DataType {
    let type: DataType;
    if (this.accept('(')) {
      const fields: Field[] = [];
      do {
        const name = this.columnName();
        this.expect('as');
        fields.push({ name, type: this.dataType() });
      } while (this.accept(','));
      this.expect(')');
      type = { kind: 'struct', fields };
    } else {
      const name = this.identifier('a type');
      type = name === 'decimal' ? this.decimalType() : simpleType(name);
    }
    while (this.accept('[')) {
      this.expect(']');
      type = { kind: 'array', element: type };
    }
    return type;
  }

  private decimalType(): DataType {
    this.expect('(');
    const precision = Number(this.expectKind('integer', 'a precision').text);
    this.expect(',');
    const scale = Number(this.expectKind('integer', 'a scale').text);
    this.expect(')');
    return decimal(precision, scale);
  }

  private expression(): Node {
    return this.chain(['||'], () => this.chain(['&&'], () => this.exclusiveOr()));
  }

  /** `^` alone is fine; beside `&&` or `||` its rank is not documented, so it must stand in parentheses there. */
  private exclusiveOr(): Node {
    const before = this.tokens[this.position - 1]?.text ?? '';
    const node = this.chain(['^', '&', '|'], () => this.equality());
    const bitwise =
      node.type === 'binary' && ['^', '&', '|'].includes(node.operator) && !this.grouped.has(node);
    if (bitwise && ['&&', '||'].some((operator) => operator === before || this.isNext(operator))) {
      this.fail(`put "${node.operator}" in parentheses beside "&&" or "||"`);
    }
    return node;
  }

  private equality(): Node {
    return this.single(EQUALITY, () => this.single(RELATION, () => this.additive()));
  }

  private additive(): Node {
    return this.chain(['+', '-'], () => this.chain(['*', '/', '%'], () => this.unary()));
  }

  /** A left-associative run of operators of one rank. */
  private chain(operators: readonly string[], operand: () => Node): Node {
    let left = operand();
    while (this.peek().kind === 'symbol' && operators.includes(this.peek().text)) {
      const operator = this.next().text;
      left = { type: 'binary', operator, left, right: operand() };
    }
    return left;
  }

  /** An operator that does not repeat: `a < b < c` is refused. */
  private single(operators: readonly string[], operand: () => Node): Node {
    const left = operand();
    if (this.peek().kind !== 'symbol' || !operators.includes(this.peek().text)) return left;
    const operator = this.next().text;
    const node: Node = { type: 'binary', operator, left, right: operand() };
    if (this.peek().kind === 'symbol' && operators.includes(this.peek().text))
      this.unexpected('one comparison');
    return node;
  }

  private unary(): Node {
    if (this.peek().kind === 'symbol' && (this.isNext('-') || this.isNext('!'))) {
      const operator = this.next().text;
      return { type: 'unary', operator, operand: this.unary() };
    }
    return this.postfix();
  }

  private postfix(): Node {
    let node = this.primary();
    for (;;) {
      if (this.accept('[')) {
        node = { type: 'index', target: node, index: this.expression() };
        this.expect(']');
      } else if (this.accept('.')) {
        node = { type: 'field', target: node, name: this.columnName() };
      } else return node;
    }
  }

  private primary(): Node {
    const token = this.peek();
    switch (token.kind) {
      case 'string':
        return { type: 'literal', value: this.next().text, dataType: STRING };
      case 'integer':
      case 'long':
        return this.whole();
      case 'double':
        return { type: 'literal', value: Number(this.next().text), dataType: DOUBLE };
      case 'parameter':
        return { type: 'parameter', name: this.next().text };
      case 'item':
        return { type: 'item', name: this.next().text };
      case 'current':
        this.next();
        return { type: 'current' };
      case 'identifier':
      case 'quoted':
        return this.name();
      default:
    }
    if (this.accept('(')) {
      const node = this.expression();
      this.expect(')');
      this.grouped.add(node);
      return node;
    }
    if (this.accept('[')) return this.list();
    if (this.accept('@')) return this.structure();
    return this.unexpected('an expression');
  }

  private whole(): Node {
    const token = this.next();
    const value = BigInt(token.text);
    if (token.kind === 'integer' && value > MAX_INTEGER)
      this.fail(`${token.text} is too large: write ${token.text}L`);
    if (value > MAX_LONG) this.fail(`${token.text} does not fit in a long`);
    return { type: 'literal', value, dataType: token.kind === 'long' ? LONG : INTEGER };
  }

  private name(): Node {
    if (this.peek().kind === 'identifier' && this.peek(1).text === '(') {
      const name = this.next().text;
      return { type: 'call', name, arguments: this.argumentList() };
    }
    const quoted = this.peek().kind === 'quoted';
    const name = this.next().text;
    if (!quoted && this.accept('@'))
      return { type: 'column', stream: name, name: this.columnName(), quoted: true };
    return { type: 'column', name, quoted };
  }

  private list(): Node {
    const items: Node[] = [];
    if (this.accept(']')) return { type: 'array', items };
    do {
      const key = this.expression();
      items.push(this.accept('->') ? { type: 'pair', key, value: this.expression() } : key);
    } while (this.accept(','));
    this.expect(']');
    return { type: 'array', items };
  }

  private structure(): Node {
    this.expect('(');
    const fields: { name: string; value: Node }[] = [];
    do {
      const name = this.columnName();
      this.expect('=');
      fields.push({ name, value: this.expression() });
    } while (this.accept(','));
    this.expect(')');
    return { type: 'struct', fields };
  }

  private columnName(): string {
    if (this.peek().kind === 'quoted') return this.next().text;
    return this.identifier('a column name');
  }

  private peek(offset = 0): Token {
    const token = this.tokens[this.position + offset] ?? this.tokens.at(-1);
    if (token === undefined) throw new DataFlowScriptError('the script is empty');
    return token;
  }

  private next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  private isNext(text: string): boolean {
    const token = this.peek();
    return token.text === text && (token.kind === 'symbol' || token.kind === 'identifier');
  }

  private accept(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.position += 1;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) this.unexpected(`"${text}"`);
  }

  private expectKind(kind: Token['kind'], what: string): Token {
    return this.peek().kind === kind ? this.next() : this.unexpected(what);
  }

  private identifier(what: string): string {
    return this.expectKind('identifier', what).text;
  }

  private unexpected(wanted: string): never {
    const token = this.peek();
    return this.fail(`expected ${wanted}, found ${token.kind === 'end' ? 'the end' : `"${token.text}"`}`);
  }

  private fail(message: string): never {
    throw new DataFlowScriptError(`line ${this.peek().line}: ${message}`);
  }
}
