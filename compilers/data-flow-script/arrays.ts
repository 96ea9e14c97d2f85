import type { ElementField, ReadArray, Unnest } from '../../model';
import { nestedSearch } from '../core/texts-in-arrays';
import { scriptColumn, scriptText, scriptTrim } from './literals';
import type { ScriptWriter } from './script-writer';

/** Name of the field that a delivered value is wrapped in: a parsed text is one document. */
const WRAPPED = 'items';

/** Of an element whose position is read: itself, and its position. */
const [ELEMENT, POSITION] = ['element', 'position'];

/**
 * Writes the reading of a text as an array of objects or of single values.
 *
 * Parsing gives null for what is not of the declared type, so that text which is no such array has no items. Every field is read as
 * text: the one grammar types it later.
 */
export function writeReadArray(writer: ScriptWriter, step: ReadArray, input: string): string {
  const fields = declaredText(step.fields.flatMap(({ path: [name] }) => name ?? []));
  const { stream, value } = writeWhole(writer, input, {
    name: step.name,
    text: scriptColumn(step.text),
    opens: '[',
    type: step.holds === 'values' ? 'string[]' : `${fields}[]`,
    and: withoutNested(step),
  });
  const isPlaced = step.fields.some(({ position }) => position === true);
  const items = isPlaced
    ? `mapIndex(${value}, @(${ELEMENT} = #item, ${POSITION} = toString(#index)))`
    : value;
  const array = writer.emit('items', `${stream} derive(${scriptColumn(step.name)} = ${items})`);
  return writer.keep(
    'array',
    array,
    step.columns.map(({ name }) => name),
  );
}

/** A condition that a text of JSON has no object and no array where a text is promised; none where no text is. */
function withoutNested(step: ReadArray): string | undefined {
  const search = nestedSearch(step);
  if (search === undefined) return undefined;
  const bare = search.escapes.reduce(
    (of, escape) => `replace(${of}, ${scriptText(escape)}, '')`,
    scriptColumn(step.text),
  );
  const searched =
    search.strings === undefined ? bare : `regexReplace(${bare}, ${scriptText(search.strings)}, '')`;
  // Anchored, because it is not documented whether a match is one of the whole text.
  return `!regexMatch(${searched}, ${scriptText(`^[\\s\\S]*(${search.nested})[\\s\\S]*$`)})`;
}

/**
 * Writes one row for each element. Flattening gives a row of nulls for an empty array: these are left out before. Objects inside of an
 * element are texts, of which one after the other is parsed.
 */
export function writeUnnest(writer: ScriptWriter, step: Unnest, input: string): string {
  const array = scriptColumn(step.array);
  const nonEmpty = writer.emit('nonEmpty', `${input} filter(size(${array}) > 0)`);
  const kept = step.input.columns
    .filter(({ name }) => name !== step.array)
    .map(({ name }) => scriptColumn(name));
  const element = step.fields.some(({ position }) => position === true) ? `${array}.${ELEMENT}` : array;
  const inside = step.fields.filter(({ path }) => path.length > 1);
  const objects = [...new Set(inside.map(({ path: [outermost = ''] }) => outermost))].map(
    (outermost, index) => ({ outermost, column: objectColumn(String(index + 1)) }),
  );
  const fields = [
    ...step.fields.flatMap(({ name, path, position }) => {
      if (path.length > 1) return [];
      const [field] = path;
      const value =
        position === true
          ? `${array}.${POSITION}`
          : field === undefined
            ? element
            : `${element}.${scriptColumn(field)}`;
      return [`${scriptColumn(name)} = ${value}`];
    }),
    ...objects.map(
      ({ outermost, column }) => `${scriptColumn(column)} = ${element}.${scriptColumn(outermost)}`,
    ),
  ];
  const rows = writer.emit(
    'unnest',
    `${nonEmpty} foldDown(unroll(${array}),\n     mapColumn(\n          ${[...kept, ...fields].join(',\n          ')}\n     ),\n     skipDuplicateMapInputs: false,\n     skipDuplicateMapOutputs: false)`,
  );
  if (objects.length === 0) return rows;
  const read = objects.reduce(
    (stream, { outermost, column }) =>
      writeReadObject(
        writer,
        stream,
        column,
        inside
          .filter(({ path }) => path[0] === outermost)
          .map(({ name, path }) => ({ name, path: path.slice(1) })),
      ),
    rows,
  );
  return writer.keep(
    'element',
    read,
    step.columns.map(({ name }) => name),
  );
}

/** Adds columns of values inside the object that a text is; null where it is none. */
function writeReadObject(
  writer: ScriptWriter,
  input: string,
  column: string,
  fields: readonly ElementField[],
): string {
  const names = [...new Set(fields.map(({ path: [name = ''] }) => name))];
  const { stream, value } = writeWhole(writer, input, {
    name: column,
    text: scriptColumn(column),
    opens: '{',
    type: declaredText(names),
  });
  const deeper = names.flatMap((name, index) => {
    const within = fields.filter(({ path }) => path[0] === name && path.length > 1);
    const below = within.map((field) => ({ name: field.name, path: field.path.slice(1) }));
    return within.length === 0 ? [] : [{ name, column: `${column}_${index + 1}`, below }];
  });
  const values = [
    ...fields.flatMap(({ name, path: [field = '', ...rest] }) =>
      rest.length > 0 ? [] : [`${scriptColumn(name)} = ${value}.${scriptColumn(field)}`],
    ),
    ...deeper.map(({ name, column: inner }) => `${scriptColumn(inner)} = ${value}.${scriptColumn(name)}`),
  ];
  const derived = writer.emit('fields', `${stream} derive(${values.join(',\n          ')})`);
  return deeper.reduce(
    (written, { column: inner, below }) => writeReadObject(writer, written, inner, below),
    derived,
  );
}

/**
 * Reads a text as one whole JSON value of a declared type, and gives what it is then called.
 *
 * A text is wrapped to be one document, and what is no value alone could be one with the wrapping, such as `[], "x": []`, or
 * `[]}` followed by anything. So it is wrapped twice, as a value and as the only item of a list: no text but one whole value
 * fits both.
 */
function writeWhole(
  writer: ScriptWriter,
  input: string,
  {
    name,
    text,
    opens,
    type,
    and,
  }: {
    readonly name: string;
    readonly text: string;
    readonly opens: string;
    readonly type: string;
    /** What has to hold besides. @default nothing */
    readonly and?: string | undefined;
  },
): { readonly stream: string; readonly value: string } {
  const named = (what: string): string => scriptColumn(`${name}__${what}`);
  const isOpen = `startsWith(${scriptTrim(text)}, '${opens}')`;
  const wrap = (open: string, close: string, condition: string): string =>
    `iif(${condition}, concat(${scriptText(`{"${WRAPPED}":${open}`)}, ${text}, ${scriptText(`${close}}`)}), toString(null()))`;
  const parse = (stream: string, what: string, of: string): string =>
    writer.emit(
      'parse',
      `${stream} parse(${named(what)} = ${named(`${what}_text`)} ? (${WRAPPED} as ${of}),\n     format: 'json',\n     documentForm: 'singleDocument')`,
    );
  const single = writer.emit(
    'single',
    `${input} derive(${named('single_text')} = ${wrap('[', ']', isOpen)})`,
  );
  const checked = parse(single, 'single', 'string[]');
  const whole = `size(${named('single')}.${WRAPPED}) == 1`;
  const document = writer.emit(
    'document',
    `${checked} derive(${named('document_text')} = ${wrap('', '', [isOpen, whole, ...(and === undefined ? [] : [and])].join(' && '))})`,
  );
  return { stream: parse(document, 'document', type), value: `${named('document')}.${WRAPPED}` };
}

/** The type of an object of these fields, each once and all of them text. */
function declaredText(names: readonly string[]): string {
  return `(${[...new Set(names)].map((name) => `${scriptColumn(name)} as string`).join(', ')})`;
}

/** Column that holds the text of an object for as long as it is read; no column of a contract begins like it. */
function objectColumn(number: string): string {
  return `_object${number}`;
}
