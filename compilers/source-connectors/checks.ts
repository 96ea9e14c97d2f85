import { type Mistake } from '../../model';

/** A value that must match, with words for its error. */
export interface Rule {
  /** What it looks like. */
  readonly pattern: RegExp;
  /** The same in words. */
  readonly allowed: string;
}

/** What is wrong with a text that has to match. */
export function ruleIssues(prop: string, value: string, { pattern, allowed }: Rule): Mistake[] {
  if (typeof value === 'string' && pattern.test(value)) return [];
  return [{ code: 'LH0001', prop, got: `is "${value}"`, allowed, change: 'correct it' }];
}

/** What is wrong with the address of a host. */
export function baseUrlIssues(baseUrl: string): Mistake[] {
  if (/^https:\/\/[^\s/?#'"{}]+$/.test(baseUrl)) return [];
  return [
    {
      code: 'LH0001',
      prop: 'baseUrl',
      got: `is "${baseUrl}"`,
      allowed: 'https:// and a host, without a path',
      change: 'put the path into delivery.from.path',
    },
  ];
}
