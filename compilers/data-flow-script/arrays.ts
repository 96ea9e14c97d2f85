import type { ReadArray, Unnest } from '../../model';
import { scriptColumn, scriptText, scriptTrim } from './literals';
import type { ScriptWriter } from './script-writer';

/** Name of the field that a delivered array is wrapped in: a parsed text is one document. */
const WRAPPED = 'items';

/**
 * Writes the reading of a text as an array of objects.
 *
 * Parsing gives null for what is not of the declared type, so that text which is no array of objects has no items.
 * Every field is read as text: the one grammar types it later.
 */
export function writeReadArray(writer: ScriptWriter, step: ReadArray, input: string): string {
  const [text, document] = [`${step.name}__text`, `${step.name}__document`];
  const delivered = scriptColumn(step.text);
  const wrapped = `iif(startsWith(${scriptTrim(delivered)}, '['), concat(${scriptText(`{"${WRAPPED}":`)}, ${delivered}, '}'), toString(null()))`;
  const derived = writer.emit('document', `${input} derive(${scriptColumn(text)} = ${wrapped})`);
  const fields = step.fields.map((field) => `${scriptColumn(field.delivered)} as string`).join(', ');
  const parsed = writer.emit(
    'parse',
    `${derived} parse(${scriptColumn(document)} = ${scriptColumn(text)} ? (${WRAPPED} as (${fields})[]),\n     format: 'json',\n     documentForm: 'singleDocument')`,
  );
  const items = writer.emit(
    'items',
    `${parsed} derive(${scriptColumn(step.name)} = ${scriptColumn(document)}.${WRAPPED})`,
  );
  return writer.keep(
    'array',
    items,
    step.columns.map(({ name }) => name),
  );
}

/** Writes one row for each element. Flattening gives a row of nulls for an empty array: these are left out before. */
export function writeUnnest(writer: ScriptWriter, step: Unnest, input: string): string {
  const array = scriptColumn(step.array);
  const nonEmpty = writer.emit('nonEmpty', `${input} filter(size(${array}) > 0)`);
  const kept = step.input.columns
    .filter(({ name }) => name !== step.array)
    .map(({ name }) => scriptColumn(name));
  const fields = step.fields.map(
    ({ name, delivered }) => `${scriptColumn(name)} = ${array}.${scriptColumn(delivered)}`,
  );
  return writer.emit(
    'unnest',
    `${nonEmpty} foldDown(unroll(${array}),\n     mapColumn(\n          ${[...kept, ...fields].join(',\n          ')}\n     ),\n     skipDuplicateMapInputs: false,\n     skipDuplicateMapOutputs: false)`,
  );
}
