import type { BoundExpr, BoundPredicate } from '../bound';
import { TsqlError } from '../errors';
import { isUnicode, type StringType } from '../types';
import { textOf } from '../values';

type Text = BoundExpr & { readonly type: StringType };

/**
 * Binds LIKE.
 *
 * Every character of the pattern counts, trailing spaces too; trailing spaces of a varchar value that
 * the pattern leaves over are ignored, those of an nvarchar value are not ("LIKE (Transact-SQL)").
 */
export function bindLike(
  operand: Text,
  pattern: Text,
  escape: Text | undefined,
  negated: boolean,
): BoundPredicate {
  const unicode = isUnicode(operand.type) || isUnicode(pattern.type);
  return (env) => {
    const [value, wanted] = [operand.evaluate(env), pattern.evaluate(env)];
    const escapeText = escape?.evaluate(env);
    if (value === null || wanted === null || escapeText === null) {
      return null;
    }
    const marker = escapeText === undefined ? undefined : textOf(escapeText);
    const tail = unicode ? '' : ' *';
    const found = new RegExp(`^${likeSource(textOf(wanted), marker)}${tail}$`, 'su').test(textOf(value));
    return found !== negated;
  };
}

function likeSource(pattern: string, marker: string | undefined): string {
  if (marker !== undefined && [...marker].length !== 1) {
    throw new TsqlError(`the invalid escape character '${marker}' was specified in a LIKE predicate`, 506);
  }
  const characters = [...pattern];
  let source = '';
  for (let i = 0; i < characters.length; i += 1) {
    const character = characters[i] ?? '';
    if (character === marker) {
      i += 1;
      source += literal(characters[i] ?? '');
    } else if (character === '%') {
      source += '.*';
    } else if (character === '_') {
      source += '.';
    } else if (character === '[') {
      const close = characters.indexOf(']', i + 2);
      if (close < 0) {
        throw new TsqlError(`the LIKE pattern '${pattern}' has an unclosed bracket`, 0);
      }
      source += characterClass(characters.slice(i + 1, close));
      i = close;
    } else {
      source += literal(character);
    }
  }
  return source;
}

function characterClass(content: readonly string[]): string {
  const negated = content[0] === '^' && content.length > 1;
  const members = (negated ? content.slice(1) : content).map((character, i, all) =>
    character === '-' && i > 0 && i < all.length - 1 ? '-' : character.replace(/[\\\]^[-]/, '\\$&'),
  );
  return `[${negated ? '^' : ''}${members.join('')}]`;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
