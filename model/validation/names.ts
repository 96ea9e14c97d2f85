import { type Issue } from '../errors';

/** A rule that a name must keep, with words for its error. */
export interface NameRule {
  /** Matches the whole of every allowed name. */
  readonly pattern: RegExp;
  /** The same in words, to end "allowed: ". */
  readonly allowed: string;
  /** What to do about a broken one. @default 'choose another name' */
  readonly change?: string;
}

/** Departments and sources: short enough for every Azure name that they become part of. */
export const DASHED_NAME: NameRule = {
  pattern: /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,19}$/,
  allowed:
    '2 to 20 lower-case letters, digits and single dashes, beginning with a letter and not ending with a dash',
};

/** Tables: the same name in files, SQL and Data Factory. */
export const TABLE_NAME: NameRule = {
  pattern: /^[a-z](?:[a-z0-9]|_(?=[a-z0-9])){1,39}$/,
  allowed:
    '2 to 40 lower-case letters, digits and single underscores, beginning with a letter and not ending with an underscore',
};

/** Columns of a contract; a leading underscore is kept for metadata columns. */
export const COLUMN_NAME: NameRule = {
  pattern: /^[a-z](?:[a-z0-9]|_(?=[a-z0-9])){0,54}$/,
  allowed: '1 to 55 lower-case letters, digits and single underscores, beginning with a letter',
};

/** Environments and the company's code: part of every global name. */
export const CODE: NameRule = {
  pattern: /^[a-z][a-z0-9]{1,7}$/,
  allowed: '2 to 8 lower-case letters and digits, beginning with a letter',
};

/** The issues of a name, none when it keeps its rule. */
export function nameIssues(at: string, prop: string, name: string, rule: NameRule): Issue[] {
  if (typeof name === 'string' && rule.pattern.test(name)) return [];
  return [
    {
      code: 'LH0001',
      at,
      prop,
      got: `is "${name}"`,
      allowed: rule.allowed,
      change: rule.change ?? 'choose another name',
    },
  ];
}

/** The issues of things that must have different names. */
export function duplicateIssues(at: string, prop: string, names: readonly string[]): Issue[] {
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return twice.map((name): Issue => ({
    code: 'LH0003',
    at,
    prop,
    got: `has "${name}" ${names.filter((other) => other === name).length} times`,
    allowed: 'each name once',
    change: `rename or remove one "${name}"`,
  }));
}
