import { type Column } from '../contracts/column';
import { type Issue, listed } from '../errors';
import { constantNode } from '../expressions';
import { describeType } from '../types';

/** Everything wrong with what stands for a missing value of a column. */
export function defaultIssues(at: string, prop: string, column: Column): Issue[] {
  const { default: value, key, nullable } = column;
  if (value === undefined) return [];
  const issues: Issue[] = [];
  if (key) {
    issues.push({
      code: 'LH1006',
      at,
      prop,
      got: 'is part of the key and has a default',
      allowed: 'a key that is delivered: rows without one would all be the same row',
      change: 'remove .default() or .key()',
    });
  }
  if (nullable) {
    issues.push({
      code: 'LH1006',
      at,
      prop,
      got: 'is nullable and has a default',
      allowed: 'one of the two: a column with a default is never missing',
      change: 'remove .nullable() or .default()',
    });
  }
  const wrong = typeProblem(column, value) ?? ruleProblem(column, value);
  if (wrong) {
    const shown = typeof value === 'string' ? `'${value}'` : String(value);
    issues.push({
      code: 'LH1007',
      at,
      prop,
      got: `has the default ${shown}`,
      allowed: wrong,
      change: 'give a default that a source could deliver',
    });
  }
  return issues;
}

/** What a value must be to be of the column's type, if it is not. */
function typeProblem({ type }: Column, value: string | number | boolean): string | undefined {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string' &&
        value === value.trim() &&
        value.length > 0 &&
        [...value].length <= type.length
        ? undefined
        : `text of 1 to ${type.length} characters without blanks at its ends`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'date':
    case 'timestamp':
      return typeof value === 'string' && constantNode(value, type).op === 'literal'
        ? undefined
        : `a ${type.kind} of the form ${type.kind === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD HH:MM:SS'}`;
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31
        ? undefined
        : 'a whole number of 32 bits';
    case 'long':
      return Number.isSafeInteger(value) ? undefined : 'a whole number that JavaScript holds exactly';
    case 'decimal': {
      const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
      const fits =
        typeof value === 'number' &&
        whole !== '' &&
        (whole === '0' ? 0 : whole.length) <= type.precision - type.scale &&
        fraction.length <= type.scale;
      return fits ? undefined : `a number that fits ${describeType(type)}`;
    }
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number';
    case 'array':
      return 'no default: an array without elements is delivered as []';
  }
}

/** What a value must be to keep the column's rules, if it does not. */
function ruleProblem(
  { allowed, range, pattern }: Column,
  value: string | number | boolean,
): string | undefined {
  if (allowed && !allowed.includes(String(value))) return listed(allowed);
  if (range?.low !== undefined && Number(value) < range.low) return `${range.low} or more`;
  if (range?.high !== undefined && Number(value) > range.high) return `${range.high} or less`;
  if (pattern && !new RegExp(`^(?:${pattern.source})$`, 'u').test(String(value)))
    return `text that matches ${String(pattern)}`;
  return undefined;
}
