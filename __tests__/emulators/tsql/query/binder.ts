import type { Expr, FunctionCall, OrderItem, Predicate, Query } from '../ast';
import { NULL_EXPR, requireText, type BoundExpr, type BoundPredicate, type Env } from '../bound';
import { checkCollation } from '../collation';
import { convertValue } from '../conversion';
import { convertsExplicitly } from '../conversion-rules';
import { ConversionError, notModelled, TsqlError } from '../errors';
import { findFunction } from '../functions/registry';
import { bindAtTimeZone } from '../functions/time-zones';
import { typeName } from '../types';
import { bindAggregate, isAggregate, type BoundAggregate, type BoundOrder } from './aggregates';
import type { QueryContext, Relation } from './context';
import { bindCase, bindCoalesce, bindIsNull, bindNullIf } from './conditionals';
import { bindLike } from './like';
import { anyOf, combine, inRows, negate, singleValue } from './logic';
import { bindBinary, bindComparison, bindSign } from './operators';
import { expressionKey, GroupedScope, type Scope } from './scope';
import { bindWindow, isWindowFunction, type BoundWindow } from './windows';

/** Where aggregates and window functions are collected, if the place allows them. */
export interface Collectors {
  /** Binder for aggregates' arguments, over the rows before grouping. */
  readonly source?: ExpressionBinder;
  readonly aggregates: Map<string, { readonly index: number; readonly bound: BoundAggregate }>;
  readonly windows?: BoundWindow[];
}

/** Resolves the names and types of expressions against a scope. */
export class ExpressionBinder {
  constructor(
    readonly scope: Scope,
    readonly context: QueryContext,
    /** What the place is called in errors, such as WHERE. */
    private readonly place: string,
    private readonly collectors?: Collectors,
  ) {}

  /** Binds an expression that must yield a value; a predicate is refused. */
  scalar(expr: Expr): BoundExpr {
    const grouped =
      this.scope instanceof GroupedScope && expr.kind !== 'literal' ? this.scope.groupOf(expr) : undefined;
    if (grouped) {
      return { type: grouped.type, evaluate: (env) => env.row[grouped.index] ?? null };
    }
    switch (expr.kind) {
      case 'literal':
        return expr.value === null
          ? NULL_EXPR
          : { type: expr.type, constant: expr.value, evaluate: () => expr.value };
      case 'column':
        return this.column(expr.parts);
      case 'variable':
        return this.variable(expr.name);
      case 'unary':
        return bindSign(expr.operator, this.scalar(expr.operand));
      case 'binary':
        return bindBinary(expr.operator, this.scalar(expr.left), this.scalar(expr.right));
      case 'function':
        return this.call(expr);
      case 'cast':
        return this.cast(expr);
      case 'case':
        return this.caseOf(expr);
      case 'subquery':
        return singleValue(this.query(expr.query));
      case 'atTimeZone':
        return bindAtTimeZone(this.scalar(expr.operand), this.scalar(expr.zone));
      case 'collate':
        checkCollation(expr.collation);
        return requireText(this.scalar(expr.operand), 'COLLATE', 1);
      default:
        throw new TsqlError(
          `a predicate (${expr.kind}) was given in ${this.place} where a value is expected: T-SQL has no boolean type, use CASE`,
          102,
        );
    }
  }

  /** Binds a predicate; a value, even a bit, is refused. */
  predicate(expr: Expr): BoundPredicate {
    if (!isPredicate(expr)) {
      throw new TsqlError(
        `an expression of non-boolean type was specified in ${this.place} where a condition is expected`,
        4145,
      );
    }
    switch (expr.kind) {
      case 'and':
      case 'or':
        return combine(expr.kind, this.predicate(expr.left), this.predicate(expr.right));
      case 'not': {
        const operand = this.predicate(expr.operand);
        return (env) => negate(operand(env));
      }
      case 'compare':
        return bindComparison(expr.operator, this.scalar(expr.left), this.scalar(expr.right));
      case 'isNull': {
        const operand = this.scalar(expr.operand);
        return (env) => (operand.evaluate(env) === null) !== expr.negated;
      }
      case 'between':
        return this.between(expr);
      case 'inList': {
        const operand = this.scalar(expr.operand);
        return anyOf(
          expr.list.map((item) => bindComparison('=', operand, this.scalar(item))),
          expr.negated,
        );
      }
      case 'inQuery':
        return inRows(this.scalar(expr.operand), this.query(expr.query), expr.negated);
      case 'like': {
        const escape = expr.escape && requireText(this.scalar(expr.escape), 'LIKE', 3);
        const [operand, pattern] = [this.scalar(expr.operand), this.scalar(expr.pattern)];
        return bindLike(
          requireText(operand, 'LIKE', 1),
          requireText(pattern, 'LIKE', 2),
          escape,
          expr.negated,
        );
      }
      case 'exists': {
        const relation = this.query(expr.query);
        return (env) => relation.rows(env).length > 0;
      }
    }
  }

  /** Binds the items of an ORDER BY in OVER or WITHIN GROUP. */
  order(items: readonly OrderItem[]): readonly BoundOrder[] {
    return items.map(({ expr, descending }) => {
      if (expr.kind === 'literal') {
        throw new TsqlError(
          'windowed functions and WITHIN GROUP do not support constants as ORDER BY expressions',
          5308,
        );
      }
      return { expr: this.scalar(expr), descending };
    });
  }

  private between(expr: Extract<Predicate, { kind: 'between' }>): BoundPredicate {
    const operand = this.scalar(expr.operand);
    const [low, high] = [
      bindComparison('>=', operand, this.scalar(expr.low)),
      bindComparison('<=', operand, this.scalar(expr.high)),
    ];
    return (env) => {
      const [a, b] = [low(env), high(env)];
      const inside = a === false || b === false ? false : a === null || b === null ? null : true;
      return expr.negated ? negate(inside) : inside;
    };
  }

  private column(parts: readonly string[]): BoundExpr {
    const { depth, index, type } = this.scope.resolve(parts);
    return {
      type,
      evaluate: (env) => {
        let frame: Env | undefined = env;
        for (let i = 0; i < depth; i += 1) {
          frame = frame?.outer;
        }
        return frame?.row[index] ?? null;
      },
    };
  }

  private variable(name: string): BoundExpr {
    if (!this.context.variables) {
      throw new TsqlError(`a view cannot use variables: ${name}`, 137);
    }
    const variable = this.context.variables.get(name.toLowerCase());
    if (!variable) {
      throw new TsqlError(`must declare the scalar variable '${name}'`, 137);
    }
    return { type: variable.type, evaluate: () => variable.value };
  }

  private query(query: Query): Relation {
    return this.context.bindQuery(query, this.context, this.scope, true);
  }

  private cast(expr: Extract<Expr, { kind: 'cast' }>): BoundExpr {
    const operand = this.scalar(expr.operand);
    const { type } = expr;
    const style = expr.style && this.scalar(expr.style).constant;
    if (expr.style && typeof style !== 'bigint') {
      throw notModelled('a CONVERT style that is not a constant');
    }
    if (!convertsExplicitly(operand.type, type)) {
      throw new TsqlError(
        `explicit conversion from data type ${typeName(operand.type)} to ${typeName(type)} is not allowed`,
        529,
      );
    }
    const styleNumber = style === undefined ? undefined : Number(style);
    return {
      type,
      evaluate: (env) => {
        const value = operand.evaluate(env);
        try {
          return convertValue(value, operand.type, type, styleNumber);
        } catch (error) {
          if (expr.attempt && error instanceof ConversionError) {
            return null;
          }
          throw error;
        }
      },
    };
  }

  private caseOf({ operand, branches, otherwise }: Extract<Expr, { kind: 'case' }>): BoundExpr {
    const input = operand && this.scalar(operand);
    const tests = branches.map(({ when }) =>
      input ? bindComparison('=', input, this.scalar(when)) : this.predicate(when),
    );
    const results = branches.map(({ then }) => this.scalar(then));
    return bindCase(tests, results, otherwise ? this.scalar(otherwise) : NULL_EXPR);
  }

  private call(call: FunctionCall): BoundExpr {
    if (call.over) {
      return this.window(call);
    }
    if (isAggregate(call.name)) {
      return this.aggregate(call);
    }
    if (isWindowFunction(call.name)) {
      throw new TsqlError(`the function '${call.name}' must have an OVER clause`, 10753);
    }
    if (call.star || call.distinct || call.withinGroup) {
      throw new TsqlError(`incorrect syntax in the arguments of ${call.name}`, 102);
    }
    switch (call.name) {
      case 'COALESCE':
        return bindCoalesce(call.args.map((arg) => this.scalar(arg)));
      case 'ISNULL':
        return bindIsNull(call.args.map((arg) => this.scalar(arg)));
      case 'NULLIF':
        return bindNullIf(call.args.map((arg) => this.scalar(arg)));
      default:
        return this.builtIn(call);
    }
  }

  private builtIn(call: FunctionCall): BoundExpr {
    const builtIn = findFunction(call.name, call.args.length);
    const [first, ...rest] = call.args;
    let part = '';
    if (builtIn.datePart) {
      if (first?.kind !== 'datePart') {
        throw new TsqlError(`the first argument of ${call.name} must be the name of a date part`, 1023);
      }
      part = first.name;
    }
    const args = (builtIn.datePart ? rest : call.args).map((arg) => this.scalar(arg));
    return builtIn.bind({ name: call.name, args, part, session: this.context.functions });
  }

  private aggregate(call: FunctionCall): BoundExpr {
    const source = this.collectors?.source;
    if (!source || !this.collectors) {
      throw new TsqlError(`an aggregate (${call.name}) may not appear in ${this.place}`, 147);
    }
    const { aggregates } = this.collectors;
    const key = expressionKey(call, source.scope);
    if (key.includes('"kind":"column"')) {
      // Whatever is not local belongs to a query around this one, and so would the aggregate.
      throw notModelled(`an aggregate (${call.name}) over columns of an outer query`);
    }
    let slot = aggregates.get(key);
    if (!slot) {
      const args = call.args.map((arg) => source.aggregateArgument(arg));
      slot = {
        index: aggregates.size,
        bound: bindAggregate(call, args, source.order(call.withinGroup ?? [])),
      };
      aggregates.set(key, slot);
    }
    const { index, bound } = slot;
    return { type: bound.type, evaluate: (env) => env.aggregates[index] ?? null };
  }

  private aggregateArgument(expr: Expr): BoundExpr {
    if (containsQuery(expr)) {
      throw new TsqlError(
        'cannot perform an aggregate function on an expression containing an aggregate or a subquery',
        130,
      );
    }
    return this.scalar(expr);
  }

  private window(call: FunctionCall): BoundExpr {
    const windows = this.collectors?.windows;
    if (!windows || !call.over) {
      throw new TsqlError(
        `windowed functions can only appear in the SELECT or ORDER BY clauses, not in ${this.place}`,
        4108,
      );
    }
    if (call.withinGroup) {
      throw notModelled(`${call.name} WITHIN GROUP with OVER`);
    }
    // Window functions do not nest, so their arguments are bound where none are collected.
    const { source, aggregates } = this.collectors;
    const inner = new ExpressionBinder(this.scope, this.context, 'a windowed function', {
      aggregates,
      ...(source && { source }),
    });
    const bound = bindWindow(call, {
      args: call.args.map((arg) => inner.scalar(arg)),
      partitionBy: call.over.partitionBy.map((expr) => inner.scalar(expr)),
      orderBy: inner.order(call.over.orderBy),
      frame: call.over.frame,
    });
    const index = windows.push(bound) - 1;
    return { type: bound.type, evaluate: (env) => env.windows[index] ?? null };
  }
}

function isPredicate(expr: Expr): expr is Predicate {
  return ['compare', 'and', 'or', 'not', 'isNull', 'inList', 'inQuery', 'between', 'like', 'exists'].includes(
    expr.kind,
  );
}

function containsQuery(node: unknown): boolean {
  if (typeof node !== 'object' || node === null || Buffer.isBuffer(node)) {
    return false;
  }
  return ('kind' in node && node.kind === 'query') || Object.values(node).some(containsQuery);
}
