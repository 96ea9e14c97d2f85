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
 *
 * A text is wrapped to be one document, and what is no array alone could be one with the wrapping, such as `[], "x": []`, or
 * `[]}` followed by anything. So it is wrapped twice, as a value and as the only item of a list: no text but one whole value
 * fits both.
 */
export function writeReadArray(writer: ScriptWriter, step: ReadArray, input: string): string {
  const named = (what: string): string => scriptColumn(`${step.name}__${what}`);
  const delivered = scriptColumn(step.text);
  const isArray = `startsWith(${scriptTrim(delivered)}, '[')`;
  const wrap = (open: string, close: string, condition: string): string =>
    `iif(${condition}, concat(${scriptText(`{"${WRAPPED}":${open}`)}, ${delivered}, ${scriptText(`${close}}`)}), toString(null()))`;
  const parse = (stream: string, what: string, type: string): string =>
    writer.emit(
      'parse',
      `${stream} parse(${named(what)} = ${named(`${what}_text`)} ? (${WRAPPED} as ${type}),\n     format: 'json',\n     documentForm: 'singleDocument')`,
    );
  const single = writer.emit(
    'single',
    `${input} derive(${named('single_text')} = ${wrap('[', ']', isArray)})`,
  );
  const checked = parse(single, 'single', 'string[]');
  const whole = `size(${named('single')}.${WRAPPED}) == 1`;
  const document = writer.emit(
    'document',
    `${checked} derive(${named('document_text')} = ${wrap('', '', `${isArray} && ${whole}`)})`,
  );
  const fields = step.fields.map((field) => `${scriptColumn(field.delivered)} as string`).join(', ');
  const parsed = parse(document, 'document', `(${fields})[]`);
  const items = writer.emit(
    'items',
    `${parsed} derive(${scriptColumn(step.name)} = ${named('document')}.${WRAPPED})`,
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
