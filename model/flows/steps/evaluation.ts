import { type Mistake } from '../../errors';
import { Expr, invalid, nodeOf } from '../../expressions';
import { call, said } from '../../said';
import { type Kind } from '../../types';
import { type NamedExpression, type Relation } from '../relation';
import { missingColumn, mistakesOf, nameMistakes } from './columns';

/** Expressions by name, as a department's function gives them for a row. */
export type Values = Readonly<Record<string, Expr<Kind>>>;

/** The columns of a relation as expressions; a name that is not there gives a mistake instead of undefined. */
export function rowOf(relation: Relation): never {
  const known = new Map<string, Expr<Kind>>(
    relation.columns.map(({ name, type, nullable }) => [
      name,
      new Expr({ op: 'column', name, type, nullable }),
    ]),
  );
  return new Proxy(Object.fromEntries(known), {
    get: (_, name) =>
      typeof name !== 'string'
        ? undefined
        : (known.get(name) ?? invalid(missingColumn(name, relation), { kind: 'integer' })),
  }) as never;
}

/** A column of a relation as an expression, for code that composes steps by name. */
export function columnOf<K extends Kind>(relation: Relation, name: string): Expr<K> {
  return (rowOf(relation) as Readonly<Record<string, Expr<K>>>)[name] as Expr<K>;
}

/**
 * Calls a function of the row and collects its expressions and mistakes.
 *
 * @param input the rows.
 * @param build the function, as a department wrote it.
 * @param prop the step that it is a part of, for its mistakes.
 * @param options `anyName` allows names that no column could have.
 */
export function evaluate(
  input: Relation,
  build: (row: never) => Values,
  prop: string,
  { anyName = false } = {},
): { values: NamedExpression[]; mistakes: Mistake[] } {
  const entries = Object.entries(said(call<never, Values>(build, rowOf(input)) ?? {}));
  const values = entries.map(([name, value]) => ({
    name,
    expression: nodeOf(value),
  }));
  const names = values.map(({ name }) => name);
  return {
    values,
    mistakes: [
      ...values.flatMap(({ name, expression }) => mistakesOf(`${prop}.${name}`, expression)),
      ...(anyName ? [] : nameMistakes(prop, names)),
    ],
  };
}
