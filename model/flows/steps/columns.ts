import { businessColumns, type Classification, type ColumnInfo } from '../../columns';
import { listed, suggestion } from '../../errors';
import { columnsOf, type Expression } from '../../expressions';
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
export function nameProblems(verb: string, names: readonly string[]): string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...names
      .filter((name) => !COLUMN_NAME.test(name))
      .map(
        (name) =>
          `${verb}: the column name "${name}" is not made of lower-case letters, digits and underscores, 63 at most, not beginning with a digit`,
      ),
    ...[...new Set(twice)].map((name) => `${verb}: two columns are named "${name}"; rename one`),
  ];
}

/** The mistake of naming a column that is not there, with the nearest name that is. */
export function unknownColumn(verb: string, name: string, relation: Relation): string {
  return `${verb}: ${missingColumn(name, relation)}`;
}

/** The same for a column of the row at hand, where the step is named around it. */
export function missingColumn(name: string, relation: Relation): string {
  const known = businessColumns(relation.columns).map((column) => column.name);
  return `there is no column "${name}"${suggestion(name, known)}; allowed: ${listed(known)}; name one of these`;
}
