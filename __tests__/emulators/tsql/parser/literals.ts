import type { Expr } from '../ast';
import { Exact } from '../decimals';
import { TsqlError } from '../errors';
import type { Token } from '../tokenizer';
import { decimal, FLOAT, INT, NULL_TYPE, nvarchar, varchar } from '../types';

/**
 * Gives a constant its type.
 *
 * Source: "Constants (Transact-SQL)": whole numbers beyond int are decimal and not bigint, and a
 * decimal has the least precision and scale that hold its digits.
 */
export function parseLiteral(token: Token): Expr {
  const { kind, text } = token;
  if (kind === 'string' || kind === 'nstring') {
    const unicode = kind === 'nstring';
    const length = Math.max(1, unicode ? text.length : Buffer.byteLength(text, 'utf8'));
    const limited = length > (unicode ? 4000 : 8000) ? 'max' : length;
    return { kind: 'literal', type: unicode ? nvarchar(limited) : varchar(limited), value: text };
  }
  if (kind === 'word') {
    return { kind: 'literal', type: NULL_TYPE, value: null };
  }
  if (kind === 'binary') {
    const digits = text.slice(2);
    const value = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
    return { kind: 'literal', type: { kind: 'varbinary', length: Math.max(1, value.length) }, value };
  }
  if (/e/i.test(text)) {
    return { kind: 'literal', type: FLOAT, value: Number(text) };
  }
  return numericLiteral(text);
}

function numericLiteral(text: string): Expr {
  const [whole = '', fraction = ''] = text.split('.');
  const significant = whole.replace(/^0+/, '');
  if (!text.includes('.') && BigInt(text) <= 2_147_483_647n) {
    return { kind: 'literal', type: INT, value: BigInt(text) };
  }
  const precision = Math.max(1, significant.length + fraction.length);
  if (precision > 38) {
    throw new TsqlError(
      `the number '${text}' is out of the range for numeric representation (maximum precision 38)`,
      1007,
    );
  }
  return {
    kind: 'literal',
    type: decimal(precision, fraction.length),
    value: new Exact(`${whole || '0'}.${fraction || '0'}`),
  };
}
