import { convertBound, type BoundExpr, type BoundPredicate } from '../bound';
import { commonType } from '../conversion-rules';
import { TsqlError } from '../errors';
import type { SqlType } from '../types';
import { bindComparison } from './operators';

/** CASE: the first test that is true decides; the type is the one of highest precedence. */
export function bindCase(
  tests: readonly BoundPredicate[],
  results: readonly BoundExpr[],
  fallback: BoundExpr,
): BoundExpr {
  const types = [...results, fallback].map(({ type }) => type);
  if (types.every(({ kind }) => kind === 'null')) {
    throw new TsqlError(
      'at least one of the result expressions in a CASE must be other than the NULL constant',
      8133,
    );
  }
  const type = commonType(types);
  const converted = results.map((result) => convertBound(result, type));
  const last = convertBound(fallback, type);
  return {
    type,
    evaluate: (env) => {
      const index = tests.findIndex((test) => test(env) === true);
      return (converted[index] ?? last).evaluate(env);
    },
  };
}

/** COALESCE, which is a CASE over its arguments. */
export function bindCoalesce(args: readonly BoundExpr[]): BoundExpr {
  if (args.length < 2 || args.every(({ type }) => type.kind === 'null')) {
    throw new TsqlError(
      'at least one of the arguments to COALESCE must be an expression that is not the NULL constant',
      4127,
    );
  }
  const type = commonType(args.map((arg) => arg.type));
  const converted = args.map((arg) => convertBound(arg, type));
  return {
    type,
    evaluate: (env) => {
      for (const arg of converted) {
        const value = arg.evaluate(env);
        if (value !== null) {
          return value;
        }
      }
      return null;
    },
  };
}

/** ISNULL takes the type of its first argument, and cuts the second to it. */
export function bindIsNull([first, second, ...rest]: readonly BoundExpr[]): BoundExpr {
  if (!first || !second || rest.length > 0) {
    throw new TsqlError('the isnull function requires 2 argument(s)', 174);
  }
  const type: SqlType = first.type.kind === 'null' ? commonType([second.type]) : first.type;
  // The pair must have a common type for the replacement to convert implicitly.
  commonType([type, second.type]);
  const [value, replacement] = [convertBound(first, type), convertBound(second, type)];
  return { type, evaluate: (env) => value.evaluate(env) ?? replacement.evaluate(env) };
}

/** NULLIF takes the type of its first argument. */
export function bindNullIf([first, second, ...rest]: readonly BoundExpr[]): BoundExpr {
  if (!first || !second || rest.length > 0 || first.type.kind === 'null') {
    throw new TsqlError('NULLIF takes two arguments, the first of which cannot be the NULL constant', 4151);
  }
  const same = bindComparison('=', first, second);
  return { type: first.type, evaluate: (env) => (same(env) ? null : first.evaluate(env)) };
}
