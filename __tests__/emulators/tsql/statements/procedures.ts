import { convertValue } from '../conversion';
import { requireImplicit } from '../conversion-rules';
import { notModelled, TsqlError } from '../errors';
import { parseParameters } from '../parser/definitions';
import { openStream } from '../parser/statements';
import type { Variable } from '../query/context';
import type { Argument, Name, Parameter, Statement } from '../statement-ast';
import { isUnicode } from '../types';
import { textOf } from '../values';
import { splitName, type Procedure } from './database';
import { evaluate, nested } from './evaluation';
import { findDatabase } from './server';
import type { Session } from './session';

/** System procedures that change nothing this interpreter looks at. */
const HARMLESS = new Set(['sp_set_data_processed_limit']);

/** Runs statements, or a batch, in a session. */
export interface Runner {
  statements(session: Session, statements: readonly Statement[]): unknown;
  text(session: Session, source: string): void;
}

/** EXEC of a stored procedure, or of a system procedure. */
export function callProcedure(session: Session, name: Name, args: readonly Argument[], runner: Runner): void {
  const last = name[name.length - 1] ?? '';
  if (last === 'sp_executesql' && (name.length === 1 || name[0] === 'sys')) {
    executeSql(session, args, runner);
    return;
  }
  if (name.length === 1 && last.startsWith('sp_')) {
    if (!HARMLESS.has(last)) {
      throw notModelled(`system procedure ${last}`);
    }
    args.forEach(({ value }) => evaluate(session, value));
    return;
  }
  const database = name.length === 3 ? findDatabase(session.server, name[0] ?? '') : session.database;
  const { key } = splitName(name.length === 3 ? name.slice(1) : name);
  const procedure = database.objects.get(key);
  if (procedure?.kind !== 'procedure') {
    throw new TsqlError(`could not find stored procedure '${name.join('.')}'`, 2812);
  }
  const variables = bindArguments(session, procedure, procedure.parameters, args);
  runner.statements({ ...nested(session, variables), database }, procedure.body);
  returnOutputs(session, procedure.parameters, args, variables);
}

/** Gives each parameter the value of its argument, by name or by position. */
function bindArguments(
  session: Session,
  procedure: Pick<Procedure, 'name'>,
  parameters: readonly Parameter[],
  args: readonly Argument[],
): Map<string, Variable> {
  const values = new Map<string, Argument>();
  args.forEach((arg, i) => {
    if (arg.name === undefined && args.slice(0, i).some((before) => before.name !== undefined)) {
      throw new TsqlError(
        `must pass parameter number ${i + 1} and subsequent parameters as '@name = value'`,
        119,
      );
    }
    const name = (arg.name ?? parameters[i]?.name)?.toLowerCase();
    if (name === undefined || !parameters.some((parameter) => parameter.name.toLowerCase() === name)) {
      throw new TsqlError(
        arg.name === undefined
          ? `procedure or function '${procedure.name}' has too many arguments specified`
          : `'${arg.name}' is not a parameter for procedure '${procedure.name}'`,
        arg.name === undefined ? 8144 : 8145,
      );
    }
    if (values.has(name)) {
      throw new TsqlError(`parameter '${name}' was supplied multiple times`, 8143);
    }
    values.set(name, arg);
  });
  return new Map(
    parameters.map((parameter) => [
      parameter.name.toLowerCase(),
      bindParameter(session, procedure, parameter, values),
    ]),
  );
}

function bindParameter(
  session: Session,
  procedure: Pick<Procedure, 'name'>,
  parameter: Parameter,
  values: ReadonlyMap<string, Argument>,
): Variable {
  const arg = values.get(parameter.name.toLowerCase());
  if (arg?.output && !parameter.output) {
    throw new TsqlError(
      `the formal parameter '${parameter.name}' was not declared as an OUTPUT parameter`,
      8162,
    );
  }
  const expr = arg?.value ?? parameter.fallback;
  if (!expr) {
    throw new TsqlError(
      `procedure or function '${procedure.name}' expects parameter '${parameter.name}', which was not supplied`,
      201,
    );
  }
  const { type, value } = evaluate(session, expr);
  requireImplicit(type, parameter.type);
  return { type: parameter.type, value: convertValue(value, type, parameter.type) };
}

function returnOutputs(
  session: Session,
  parameters: readonly Parameter[],
  args: readonly Argument[],
  variables: ReadonlyMap<string, Variable>,
): void {
  args.forEach((arg, i) => {
    if (!arg.output) {
      return;
    }
    const inner = variables.get((arg.name ?? parameters[i]?.name ?? '').toLowerCase());
    const outer =
      arg.value.kind === 'variable' ? session.variables.get(arg.value.name.toLowerCase()) : undefined;
    if (!inner || !outer) {
      throw new TsqlError('cannot use the OUTPUT option when passing a constant to a stored procedure', 179);
    }
    outer.value = convertValue(inner.value, inner.type, outer.type);
  });
}

/** sp_executesql: the statement and the parameter list are Unicode text, constants or variables. */
function executeSql(
  session: Session,
  [statement, definitions, ...args]: readonly Argument[],
  runner: Runner,
): void {
  const [source, parameterText] = [statement, definitions].map((arg, i) => {
    if (!arg) {
      return undefined;
    }
    const { type, value } = evaluate(session, arg.value);
    if (!isUnicode(type)) {
      throw new TsqlError(
        `procedure expects parameter '${i === 0 ? '@statement' : '@parameters'}' of type 'ntext/nchar/nvarchar'`,
        214,
      );
    }
    return value === null ? '' : textOf(value);
  });
  if (source === undefined) {
    throw new TsqlError(
      "procedure or function 'sp_executesql' expects parameter '@statement', which was not supplied",
      201,
    );
  }
  const parameters =
    parameterText === undefined || parameterText.trim() === '' ? [] : readParameters(parameterText);
  const variables = bindArguments(session, { name: 'sp_executesql' }, parameters, args);
  runner.text(nested(session, variables), source);
  returnOutputs(session, parameters, args, variables);
}

function readParameters(source: string): readonly Parameter[] {
  const stream = openStream(source);
  const parameters = parseParameters(stream);
  if (!stream.atEnd()) {
    throw stream.syntaxError('the end of the parameter list');
  }
  return parameters;
}
