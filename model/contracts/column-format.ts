import { isObject, said } from '../said';
import { type Column, isColumn } from './column';
import { contractColumns, type DataContract } from './data-contract';
import { isTypedFormat } from './source-connector';
import { type ValueFormat, type ValueFormats } from './value-format';

/**
 * The same columns, each with how its values are written: as it says, or else as the contract does, or, of values that have a type in
 * their file, as a copy writes them.
 */
export function formattedColumns(contract: DataContract): (readonly [name: string, column: Column])[] {
  return contractColumns(contract).map(([name, column]) => {
    const formatted = withFormat(column, contract.writtenAs);
    return [name, hasTypedFiles(contract) ? asCopied(formatted) : formatted];
  });
}

/** Whether a source delivers files whose values have types. */
export function hasTypedFiles({ delivery }: DataContract): boolean {
  if (delivery.kind !== 'batch') return false;
  const { from } = delivery;
  return isObject(from) && 'format' in from && isTypedFormat(from.format);
}

/** How a copy writes timestamps, and days, which are midnights to it. */
const COPIED_TIMESTAMPS = ['yyyy-MM-dd HH:mm:ss.SSSSSS', 'yyyy-MM-dd HH:mm:ss.SSSSSSXXX'];
const COPIED_DAYS = ['yyyy-MM-dd', 'yyyy-MM-dd 00:00:00.000000'];

/** A column whose values a copy writes as text; what is text in the file has the declared form, if any. */
function asCopied(column: Column): Column {
  const { format, type } = column;
  const { patterns = [], epoch } = format ?? {};
  const more =
    type.kind === 'date'
      ? COPIED_DAYS
      : type.kind === 'timestamp' && patterns.length > 0 && epoch === undefined
        ? COPIED_TIMESTAMPS
        : [];
  if (more.length === 0) return column;
  return Object.assign({}, column, { format: { ...format, patterns: [...new Set([...patterns, ...more])] } });
}

/** A column and the elements in it, with how values are written. */
export function withFormat(column: Column, defaults: ValueFormats | undefined): Column {
  if (column.type.kind === 'array') {
    const elements = Object.entries(said(column.elements ?? {})).map(([name, element]) => [
      name,
      isColumn(element) ? withFormat(element, defaults) : element,
    ]);
    return Object.assign({}, column, { elements: Object.fromEntries(elements) as Column['elements'] });
  }
  const format = Object.assign({}, defaultFormat(column, said(defaults ?? {})), column.format);
  return Object.keys(format).length === 0 ? column : Object.assign({}, column, { format });
}

/** What a contract says of how a column of that kind is written; a column that counts units has no pattern. */
function defaultFormat({ type, format }: Column, defaults: ValueFormats): ValueFormat {
  const { nullMarkers, dates, timestamps, clock, numbers, booleans } = defaults;
  const markers = nullMarkers === undefined ? {} : { nullMarkers };
  switch (type.kind) {
    case 'date':
      return { ...markers, ...(dates && { patterns: dates }) };
    case 'timestamp':
      if (format?.epoch !== undefined) return markers;
      return {
        ...markers,
        ...(timestamps && { patterns: timestamps }),
        ...(clock !== undefined && { clock }),
      };
    case 'boolean':
      return { ...markers, ...(booleans && { boolean: booleans }) };
    case 'integer':
    case 'long':
    case 'decimal':
    case 'double':
      return { ...markers, ...(numbers && { number: numbers }) };
    default:
      return markers;
  }
}
