import { type Interval, type Mistake, suggestion } from '../../model';
import { expression, type Text } from '../data-factory/activities';
import { TIMESTAMP_FORMAT, windowEnd, windowStart } from '../data-factory/window';

/** What a path can hold for the window, in braces. */
const PLACEHOLDERS = ['date', 'windowStart', 'windowEnd'] as const;

/** What is wrong with a path. It becomes part of an expression: a quote or another brace would end it. */
export function pathIssues(path: string): Mistake[] {
  const prop = 'path';
  const known: readonly string[] = PLACEHOLDERS;
  const shown = known.map((name) => `{${name}}`).join(', ');
  const found = [...path.matchAll(/\{([A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name);
  const unknown = [...new Set(found.filter((name) => !known.includes(name)))];
  const issues = unknown.map((name): Mistake => ({
    code: 'LH1202',
    prop,
    got: `has {${name}}, which is no placeholder${suggestion(name, known)}`,
    allowed: shown,
    change: 'use one of these',
  }));
  if (/^[^'@{}\\]*$/.test(path.replaceAll(/\{[A-Za-z0-9_]*\}/g, ''))) return issues;
  return [
    ...issues,
    {
      code: 'LH0001',
      prop,
      got: `is "${path}"`,
      allowed: `a path without quotes, at signs, backslashes and braces, besides ${shown}`,
      change: 'change the path',
    },
  ];
}

/** A path with the pipeline's window in place of its placeholders. */
export function relativeUrl(path: string, every: Interval): Text {
  const values = {
    date: windowStart('yyyy-MM-dd'),
    windowStart: windowStart(TIMESTAMP_FORMAT),
    windowEnd: windowEnd(every, TIMESTAMP_FORMAT),
  };
  const used = PLACEHOLDERS.filter((name) => path.includes(`{${name}}`));
  if (used.length === 0) return path;
  return expression(
    `@${used.reduce((inner, name) => `replace(${inner}, '{${name}}', ${values[name]})`, `'${path}'`)}`,
  );
}
