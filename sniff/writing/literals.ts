import { type Literal } from '../proposal';

/** A value as TypeScript writes it, in one line. */
export function literalText(value: Literal): string {
  if (typeof value === 'string') return quoted(value);
  if (value instanceof RegExp) return `/${value.source}/`;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(literalText).join(', ')}]`;
  return `{ ${memberTexts(value).join(', ')} }`;
}

/** The members of an object, each as TypeScript writes it. */
export function memberTexts(value: object): string[] {
  return Object.entries(value as Readonly<Record<string, Literal | undefined>>).flatMap(([name, member]) =>
    member === undefined ? [] : [`${memberName(name)}: ${literalText(member)}`],
  );
}

/** Text in quotes; control characters are written as escapes. */
export function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u00a0\u202f\ufeff]/gu, unicode);
  // The sign that has to be escaped less often, as formatters do.
  const [single, double] = ["'", '"'].map((sign) => escaped.split(sign).length - 1);
  return (single ?? 0) > (double ?? 0)
    ? `"${escaped.replaceAll('"', '\\"')}"`
    : `'${escaped.replaceAll("'", "\\'")}'`;
}

function unicode(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function numberText(value: number): string {
  return value < 10_000 ? String(value) : String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, '_');
}

function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}
