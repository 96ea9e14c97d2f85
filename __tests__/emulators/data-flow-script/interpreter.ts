import type { TextTable } from '../text-table';
import { type Script, type Statement, type StreamReference, streamText } from './ast';
import { widenValue } from './casts';
import { DataFlowScriptError, within } from './errors';
import { constant, type Expression } from './expression-model';
import { compile } from './expressions';
import { parseExpression, parseScript } from './parser';
import { freshSchema, qualify, type Stream } from './streams';
import { aggregate, pivot } from './transforms/aggregate';
import { assert } from './transforms/assertions';
import { cast, derive, select } from './transforms/columns';
import { foldDown } from './transforms/flatten';
import { exists, join, lookup, union } from './transforms/joins';
import { parse } from './transforms/parse';
import { alterRow, filter, keyGenerate, sort, split } from './transforms/rows';
import { sink, type SinkResult } from './transforms/sink';
import { source } from './transforms/source';
import type { Transform, TransformContext } from './transforms/transform';
import { window } from './transforms/window';
import { commonType, type DataType, isNumber, sameType, typeName } from './types';

/** Transformations with one output; `source`, `split` and `sink` are handled apart. */
const TRANSFORMS: Readonly<Record<string, Transform>> = {
  aggregate,
  alterRow,
  assert,
  cast,
  derive,
  exists,
  filter,
  foldDown,
  join,
  keyGenerate,
  lookup,
  parse,
  pivot,
  select,
  sort,
  union,
  window,
};

const STREAM_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/** Runs a script on the tables given for its sources, and gives what each sink would write. */
export function interpret(
  text: string,
  inputs: Readonly<Record<string, TextTable>>,
  parameters: Readonly<Record<string, string>>,
): ReadonlyMap<string, SinkResult> {
  const script = parsed(text);
  requireWellFormed(script, inputs);
  const run = new Run(script, inputs, bindParameters(script, parameters));
  return run.sinks();
}

/** Scripts that were read last: a simulation runs the same few thousands of times. */
const recent = new Map<string, Script>();
const MOST_RECENT = 64;

function parsed(text: string): Script {
  let script = recent.get(text);
  if (script === undefined) {
    script = parseScript(text);
    if (recent.size >= MOST_RECENT) recent.clear();
    recent.set(text, script);
  }
  return script;
}

/** Checks names and wiring, before any row is read. */
function requireWellFormed(script: Script, inputs: Readonly<Record<string, TextTable>>): void {
  const names = new Map<string, Statement>();
  const used = new Set<string>();
  for (const statement of script.statements) {
    const fail = (message: string): never => {
      throw new DataFlowScriptError(`${statement.name}: ${message}`);
    };
    const { name, branches, transformation } = statement;
    for (const part of [name, ...branches]) {
      if (!STREAM_NAME.test(part)) fail(`the name "${part}" must be letters and digits, a letter first`);
    }
    // Names are unique whatever their case.
    if (names.has(name.toLowerCase())) fail('this name is defined twice');
    if (new Set(branches).size < branches.length) fail('two branches have one name');
    const known =
      Object.hasOwn(TRANSFORMS, transformation) || ['source', 'split', 'sink'].includes(transformation);
    if (!known) fail(`unknown transformation "${transformation}"`);
    if (branches.length > 0 && transformation !== 'split') fail(`${transformation} has no branches`);
    if (transformation === 'source' && !Object.hasOwn(inputs, name))
      fail('no input is given for this source');
    names.set(name.toLowerCase(), statement);
    for (const input of statement.inputs) used.add(input.name);
  }
  for (const { name, transformation } of script.statements) {
    if (transformation !== 'sink' && !used.has(name))
      throw new DataFlowScriptError(`${name}: this stream is never used`);
  }
  if (!script.statements.some(({ transformation }) => transformation === 'sink'))
    throw new DataFlowScriptError('the script has no sink');
  for (const name of Object.keys(inputs)) {
    if (
      !script.statements.some((statement) => statement.transformation === 'source' && statement.name === name)
    ) {
      throw new DataFlowScriptError(`an input is given for "${name}", which is not a source of the script`);
    }
  }
}

/** Gives every declared parameter its value: the run's, or its default. */
function bindParameters(
  script: Script,
  values: Readonly<Record<string, string>>,
): ReadonlyMap<string, Expression> {
  const bound = new Map<string, Expression>();
  const scope = { schema: freshSchema([]), parameters: new Map<string, Expression>(), mode: 'row' as const };
  for (const { name, dataType, defaultValue } of script.parameters) {
    within(`parameter $${name}`, () => {
      if (bound.has(name)) throw new DataFlowScriptError('declared twice');
      const given = Object.hasOwn(values, name) ? values[name] : undefined;
      const node = given === undefined ? defaultValue : parseExpression(given);
      if (node === undefined) throw new DataFlowScriptError('has no default, and the run gives no value');
      bound.set(name, parameterValue(compile(node, scope), dataType));
    });
  }
  for (const name of Object.keys(values)) {
    if (!bound.has(name)) throw new DataFlowScriptError(`parameter $${name}: the script does not declare it`);
  }
  return bound;
}

function parameterValue(expression: Expression, to: DataType): Expression {
  const value = expression.evaluate({ row: { values: [], errors: new Set() } });
  const common = commonType([expression.type, to]);
  // A decimal has no literal of its own: any number may be given for it.
  const fits =
    (common !== undefined && sameType(common, to)) || (to.kind === 'decimal' && isNumber(expression.type));
  if (!fits)
    throw new DataFlowScriptError(`is ${typeName(to)}, and its value is ${typeName(expression.type)}`);
  return constant(widenValue(value, expression.type, to), to);
}

/** One run: every statement is evaluated once, after the statements it reads. */
class Run {
  private readonly statements: ReadonlyMap<string, Statement>;
  private readonly results = new Map<string, ReadonlyMap<string, Stream>>();
  private readonly open = new Set<string>();
  /** Errors whose message names a statement already. */
  private readonly located = new WeakSet<DataFlowScriptError>();

  constructor(
    private readonly script: Script,
    private readonly inputs: Readonly<Record<string, TextTable>>,
    private readonly parameters: ReadonlyMap<string, Expression>,
  ) {
    this.statements = new Map(script.statements.map((statement) => [statement.name, statement]));
  }

  sinks(): ReadonlyMap<string, SinkResult> {
    const results = new Map<string, SinkResult>();
    for (const statement of this.script.statements) {
      if (statement.transformation !== 'sink') continue;
      results.set(
        statement.name,
        this.at(statement, () => sink(this.contextOf(statement))),
      );
    }
    return results;
  }

  private contextOf(statement: Statement): TransformContext {
    return {
      statement,
      inputs: statement.inputs.map((input) => this.stream(input, statement)),
      parameters: this.parameters,
    };
  }

  private stream(reference: StreamReference, reader: Statement): Stream {
    const statement = this.statements.get(reference.name);
    if (statement === undefined)
      throw new DataFlowScriptError(`stream "${streamText(reference)}" is not defined`);
    if (statement.transformation === 'sink')
      throw new DataFlowScriptError(`"${reference.name}" is a sink: it has no output`);
    const branch = reference.branch ?? '';
    if (statement.transformation === 'split' && reference.branch === undefined) {
      throw new DataFlowScriptError(
        `"${reference.name}" is a split: name a branch of it, as in ${reference.name}@branch`,
      );
    }
    const found = this.outputs(statement, reader).get(branch);
    if (found === undefined) throw new DataFlowScriptError(`"${reference.name}" has no branch "${branch}"`);
    // The columns of a branch cannot be qualified: which name would do it is not documented.
    return branch === '' ? { ...found, schema: qualify(found.schema, reference.name) } : found;
  }

  private outputs(statement: Statement, reader: Statement): ReadonlyMap<string, Stream> {
    const known = this.results.get(statement.name);
    if (known) return known;
    if (this.open.has(statement.name))
      throw new DataFlowScriptError(`"${statement.name}" and "${reader.name}" read each other in a circle`);
    this.open.add(statement.name);
    const outputs = this.at(statement, () => this.evaluate(statement));
    this.results.set(statement.name, outputs);
    return outputs;
  }

  private evaluate(statement: Statement): ReadonlyMap<string, Stream> {
    if (statement.transformation === 'split') return split(this.contextOf(statement));
    if (statement.transformation === 'source') {
      return new Map([['', source(this.contextOf(statement), this.inputs[statement.name])]]);
    }
    const transform = TRANSFORMS[statement.transformation];
    if (transform === undefined)
      throw new DataFlowScriptError(`unknown transformation "${statement.transformation}"`);
    return new Map([['', transform(this.contextOf(statement))]]);
  }

  /** Puts the statement's name before an error, unless one further upstream is there already. */
  private at<T>(statement: Statement, body: () => T): T {
    try {
      return body();
    } catch (error) {
      if (!(error instanceof DataFlowScriptError) || this.located.has(error)) throw error;
      const located = new DataFlowScriptError(
        `${statement.name} (${statement.transformation}, line ${statement.line}): ${error.message}`,
      );
      this.located.add(located);
      throw located;
    }
  }
}
