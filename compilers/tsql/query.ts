import { type Relation, stepsOf } from '../../model';
import { writeStep } from '../core/write';
import { stepNames, withSteps } from '../sql/steps';
import { TSQL_WRITER } from './expressions';
import { bracketed } from './literals';
import { TSQL_STEPS, type TsqlSource } from './target';

/**
 * Compiles the flow of a gold table to one T-SQL query for Synapse serverless.
 *
 * @param relation the last step of the flow.
 * @param source what stands behind FROM for something that the flow reads.
 * @param shown the select list over the columns of the last step.
 */
export function compileTsqlQuery(
  relation: Relation,
  source: TsqlSource,
  shown: string = relation.columns.map(({ name }) => bracketed(name)).join(', '),
): string {
  const steps = stepsOf(relation);
  const id = stepNames(steps, bracketed);
  const context = { id, source, write: TSQL_WRITER };
  return `${withSteps(steps, id, (step) => writeStep(TSQL_STEPS, step, context))}SELECT ${shown} FROM ${id(relation)}`;
}
