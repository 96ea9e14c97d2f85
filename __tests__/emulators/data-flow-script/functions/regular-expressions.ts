import { DataFlowScriptError } from '../errors';
import type { FunctionBuilder } from '../expression-model';
import { BOOLEAN, STRING, type DataType } from '../types';
import { scalar } from './define';

const compiled = new Map<string, RegExp>();

/**
 * A Java pattern as a JavaScript one: the part of the syntax that both share.
 *
 * Possessive quantifiers, atomic groups, `\Q…\E`, inline flags, `\A`, `\z` and POSIX classes are Java's alone.
 */
function pattern(source: string, flags = ''): RegExp {
  const key = `${flags}/${source}`;
  const known = compiled.get(key);
  if (known) return known;
  if (
    /[*+?}]\+|\(\?[>a-z]|\\[QEAzZGhHRX]|\\p\{(?:Alpha|Digit|Alnum|Punct|Upper|Lower|Space|Cntrl|Graph|Print|XDigit|ASCII|Blank|java|Is|In)/.test(
      source,
    )
  ) {
    throw new DataFlowScriptError(`pattern "${source}" uses syntax that only Java has`);
  }
  const expression = attempt(source, `${flags}${source.includes('\\p{') ? 'u' : ''}`);
  compiled.set(key, expression);
  return expression;
}

function attempt(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    throw new DataFlowScriptError(`"${source}" is not a regular expression`);
  }
}

/**
 * "Checks if the string matches the given regex pattern": the whole of it, or a part?
 *
 * The documentation's examples fit both readings, so a pattern must be anchored where they would differ.
 */
function matches(text: string, source: string): boolean {
  const part = pattern(source).test(text);
  if (part !== pattern(`^(?:${source})$`).test(text)) {
    throw new DataFlowScriptError(
      `pattern "${source}" matches a part of ${JSON.stringify(text)} but not all of it: anchor it with ^ and $, or with .* at the open ends`,
    );
  }
  return part;
}

/** What a group has matched; whether no match gives null or an empty text is not documented. */
function extract(text: string, source: string, group = 1n): string {
  const match = pattern(source).exec(text);
  const found = match?.[Number(group)];
  if (found === undefined) {
    throw new DataFlowScriptError(
      `regexExtract: "${source}" gives no group ${group} in ${JSON.stringify(text)}, and what it returns then is not documented: guard it with regexMatch`,
    );
  }
  return found;
}

/** Java's replacement syntax: `$1` is a group, a backslash takes the next character as it is. */
const javascriptReplacement = (replacement: string): string =>
  replacement.replace(/\\(.)|\$(\d)|\$/gs, (_, escaped?: string, group?: string) => {
    if (group !== undefined) return group === '0' ? '$&' : `$${group}`;
    if (escaped !== undefined) return escaped === '$' ? '$$' : escaped;
    throw new DataFlowScriptError(`replacement "${replacement}": "$" must be followed by a group's number`);
  });

const STRINGS: DataType = { kind: 'array', element: STRING };

export const REGULAR_EXPRESSION_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  regexMatch: scalar(['string', 'string'], BOOLEAN, matches),
  rlike: scalar(['string', 'string'], BOOLEAN, matches),
  regexExtract: scalar(['string', 'string', 'integral?'], STRING, extract),
  regexReplace: scalar(['string', 'string', 'string'], STRING, (text, source, by) =>
    text.replace(pattern(source, 'g'), javascriptReplacement(by)),
  ),
  regexSplit: scalar(['string', 'string'], STRINGS, (text, source) => text.split(pattern(source))),
};
