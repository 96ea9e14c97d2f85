import { createHash } from 'node:crypto';
import { type ColumnInfo } from '../model';
import { PREVIEW_PEPPER } from '../preview';
import { scalarText, textOf } from './given-rows';

/** A row, with each value as the text that is compared and shown; null where there is none. */
export type ComparedRow = Readonly<Record<string, string | null>>;

/**
 * What silver keeps of a personal value in tests and in the preview: `customer_email: pseudonym('anna@example.com')`.
 *
 * In Azure the pepper is a secret, so that the text is another there.
 */
export function pseudonym(value: string): string {
  return createHash('sha256').update(`${PREVIEW_PEPPER}${value}`).digest('hex');
}

/** A value of the engine as it is compared: numbers without zeros at their end, timestamps without `T` and `Z`. */
export function comparedValue(value: unknown, type: ColumnInfo['type'] | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = scalarText(value);
  switch (type?.kind) {
    case 'integer':
    case 'long':
    case 'decimal':
      return shortNumber(text);
    case 'double':
      // What engines and JavaScript compute of doubles may differ in the last digits.
      return String(Number(Number(text).toPrecision(12)));
    case 'timestamp':
      return shortTimestamp(text);
    default:
      return text;
  }
}

/** A value that a test expects, as it is compared; undefined where it is none of the type. */
export function expectedValue(
  value: unknown,
  type: ColumnInfo['type'] | undefined,
): string | null | undefined {
  if (value === null) return null;
  if (type === undefined) return comparedValue(value, type);
  const text = textOf(value, { type });
  return text === undefined ? undefined : comparedValue(text, type);
}

function shortNumber(text: string): string {
  const short = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  const plain = short.replace(/^(-?)0+(?=\d)/, '$1');
  return plain === '-0' ? '0' : plain;
}

function shortTimestamp(text: string): string {
  return text
    .replace('T', ' ')
    .replace(/(Z|\+00(:?00)?)$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace(/^(\S+ \d\d:\d\d)$/, '$1:00');
}
