import type { Argument } from '../ast';
import { compile } from '../expressions';
import { firstJson, type Json, jsonText } from '../json';
import { requireUniqueNames, type Row } from '../streams';
import { type DataType, STRING, typeName } from '../types';
import type { Value } from '../values';
import {
  columnFor,
  fail,
  literalOf,
  onlyInput,
  scopeOf,
  sortArguments,
  targetName,
  type Transform,
} from './transform';

/**
 * `parse(document = text ? (field as type, …), format: 'json', documentForm: 'singleDocument')`: text read as a document.
 *
 * Follows the documentation of the parse transformation, and Spark's `from_json` where that is silent: text that is no
 * JSON gives null, and so does a part that is not of the declared type; what comes after the first value is not looked at; what
 * is declared as text takes any value as JSON, numbers with a fraction or an exponent as a double is written (`1.0E7`). Only JSON documents with text at their leaves are foreseen.
 */
export const parse: Transform = (context) => {
  const input = onlyInput(context);
  const parsed = context.statement.arguments.filter(isParsed);
  const rest = context.statement.arguments.filter((argument) => !isParsed(argument));
  const { options } = sortArguments(rest, {
    options: { format: ['json'], documentForm: ['singleDocument', 'documentPerLine'] },
  });
  if (literalOf(options.get('format')) === undefined || literalOf(options.get('documentForm')) === undefined)
    fail('needs "format" and "documentForm"');
  if (parsed.length === 0) fail('needs "column = text ? (field as type)"');
  const scope = scopeOf(context, input.schema);
  const added = parsed.map(({ target, node, dataType }) => {
    const text = compile(node, scope);
    if (text.type.kind !== 'string') fail(`parses text, it is given ${typeName(text.type)}`);
    if (dataType.kind !== 'struct') fail(`reads a document, not ${typeName(dataType)}`);
    requireTextLeaves(dataType);
    const column = columnFor(targetName(target), { type: dataType, evaluate: () => null });
    return { column, dataType, text };
  });
  const columns = [...input.schema.columns, ...added.map(({ column }) => column)];
  requireUniqueNames(columns);
  const rows = input.rows.map((row): Row => ({
    ...row,
    values: [
      ...row.values,
      ...added.map(({ dataType, text }) => documentOf(text.evaluate({ row }), dataType)),
    ],
  }));
  return { schema: { ...input.schema, columns }, rows };
};

const isParsed = (argument: Argument): argument is Extract<Argument, { kind: 'parsed' }> =>
  argument.kind === 'parsed';

function requireTextLeaves(type: DataType): void {
  if (type.kind === 'struct') type.fields.forEach((field) => requireTextLeaves(field.type));
  else if (type.kind === 'array') requireTextLeaves(type.element);
  else if (type.kind !== STRING.kind) fail(`reads text only, not ${typeName(type)}`);
}

function documentOf(text: Value, type: DataType): Value {
  const json = typeof text === 'string' ? firstJson(text) : undefined;
  return (json && valueOf(json, type)) ?? null;
}

/** The value of a part, or undefined where it is not of its type, which makes the part around it null. */
function valueOf(json: Json | undefined, type: DataType): Value | undefined {
  if (json === undefined || json.kind === 'null') return null;
  if (type.kind === 'string') return jsonText(json);
  if (type.kind === 'array') {
    if (json.kind !== 'array') return undefined;
    const items = json.items.map((item) => valueOf(item, type.element));
    return items.includes(undefined) ? undefined : (items as Value[]);
  }
  if (type.kind !== 'struct' || json.kind !== 'object') return undefined;
  const fields = new Map(json.fields);
  return type.fields.map((field) => valueOf(fields.get(field.name), field.type) ?? null);
}
