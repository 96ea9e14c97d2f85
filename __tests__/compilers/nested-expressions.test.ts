import { scriptExpression } from '../../compilers/data-flow-script/expressions';
import { duckDbExpression } from '../../compilers/duckdb/expressions';
import { tsqlValue } from '../../compilers/tsql/expressions';
import { type Expr, literal } from '../../model';

/** A long sum, as reports have them. */
const TERMS = 28;
const sum = Array.from({ length: TERMS - 1 }).reduce<Expr<'decimal'>>(
  (total) => total.plus(literal(1)),
  literal(1).plus(literal(1)),
).node;

it.each([
  ['DuckDB', () => duckDbExpression(sum, { pepper: '' })],
  ['data flow script', scriptExpression.bind(undefined, sum)],
  ['T-SQL', tsqlValue.bind(undefined, sum)],
])('each part of a long sum is written once: %s', (_, write) => {
  // What is written twice at each level takes minutes, though the text is short.
  const text = write();
  expect(text.match(/[+]/g)).toHaveLength(TERMS);
});
