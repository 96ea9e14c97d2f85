import { businessColumns, type Classification, type ColumnInfo } from '../../columns';
import { duplicateMistakes } from '../../checks';
import { type Flaw, listed, type Mistake, suggestion } from '../../errors';
import { columnsOf, type Expression, flawsOf } from '../../expressions';
import { type NamedExpression, type Relation } from '../relation';

/** Column names that mean the same, unquoted, on every engine. */
const COLUMN_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** The column of that name, if the relation yields one. */
export function find(relation: Relation, name: string): ColumnInfo | undefined {
  return relation.columns.find((column) => column.name === name);
}

/** Columns and key of a step that changes neither. */
export function yieldsOf({ columns, key }: Relation): Pick<Relation, 'columns' | 'key'> {
  return { columns, ...(key && { key }) };
}

/** What is known of a new column from the expression that computes it. */
export function infoOf({ name, expression }: NamedExpression, input: Relation): ColumnInfo {
  return { name, type: expression.type, nullable: expression.nullable, ...originOf([expression], input) };
}

/**
 * Classification and lineage of a value computed from others.
 *
 * A pseudonym of a personal value no longer is the person's; everything else inherits the strictest classification.
 */
export function originOf(
  expressions: readonly Expression[],
  input: Relation,
): Pick<ColumnInfo, 'classification' | 'lineage'> {
  const sources = expressions.flatMap((expression) =>
    columnsOf(expression).flatMap((name) => find(input, name) ?? []),
  );
  const { classification, lineage } = merged(sources);
  const pseudonymised = expressions.every((node) => node.op === 'call' && node.name === 'pseudonym');
  return {
    classification:
      classification === 'personal' && pseudonymised && expressions.length > 0 ? 'internal' : classification,
    lineage,
  };
}

/** The strictest classification of several columns, and the lineage of all. */
export function merged(columns: readonly ColumnInfo[]): Pick<ColumnInfo, 'classification' | 'lineage'> {
  const ranks: readonly Classification[] = ['public', 'internal', 'personal'];
  const rank = Math.max(0, ...columns.map(({ classification }) => ranks.indexOf(classification)));
  return {
    classification: ranks[rank] ?? 'public',
    lineage: [...new Set(columns.flatMap(({ lineage }) => lineage))].sort(),
  };
}

/** What is wrong with the names of the columns that a step makes: not usable on every engine, or given twice. */
export function nameMistakes(prop: string, names: readonly string[]): Mistake[] {
  return [
    ...names
      .filter((name) => !COLUMN_NAME.test(name))
      .map((name): Mistake => ({
        code: 'LH0001',
        prop,
        got: `makes a column "${name}"`,
        allowed: 'lower-case letters, digits and underscores, 63 at most, not beginning with a digit',
        change: 'choose another name',
      })),
    ...duplicateMistakes(prop, names),
  ];
}

/** The mistake of naming a column that is not there, with the nearest name that is. */
export function unknownColumn(prop: string, name: string, relation: Relation): Mistake {
  return Object.assign({ prop }, missingColumn(name, relation));
}

/** The mistakes of those names that no column has. */
export function unknownColumns(prop: string, names: readonly string[], relation: Relation): Mistake[] {
  return names.filter((name) => !find(relation, name)).map((name) => unknownColumn(prop, name, relation));
}

/** The same as a mistake of an expression, which is somewhere inside a step. */
export function missingColumn(name: string, relation: Relation): Flaw {
  const known = businessColumns(relation.columns).map((column) => column.name);
  return {
    code: 'LH2001',
    got: `names "${name}", which is no column${suggestion(name, known)}`,
    allowed: listed(known),
    change: 'name one of these',
  };
}

/** What is wrong inside of an expression, as mistakes of the step that it is in. */
export function mistakesOf(prop: string, expression: Expression | undefined): Mistake[] {
  return expression ? flawsOf(expression).map((flaw) => Object.assign({ prop }, flaw)) : [];
}
