import { type DataContract, type AlertRule } from '../../model';
import { landingOutput, outputsOf } from './names';
import { inputsOf, ruleQuery, ruleStatement } from './rules';

/** A Stream Analytics query with the names it uses. */
export interface StreamQuery {
  /** The query, all statements. */
  readonly text: string;
  /** Names after FROM and JOIN that are no steps of the query itself. */
  readonly inputs: readonly string[];
  /** Names after INTO. */
  readonly outputs: readonly string[];
}

/**
 * The query of a department's job: lands every streamed source as it arrives, and evaluates the department's alert rules.
 *
 * @param contracts the streamed sources.
 * @param rules what is asked of them.
 * @param environment decides which rules go to Power BI; none do without.
 */
export function compileStreamQuery(
  contracts: readonly DataContract[],
  rules: readonly AlertRule[],
  environment?: string,
): StreamQuery {
  const landings = contracts.map(({ name }) => `SELECT *\nINTO [${landingOutput(name)}]\nFROM [${name}]`);
  const asked = rules.map((rule) => {
    const contract = contracts.find(({ name }) => name === rule.source);
    if (!contract) throw new Error(`not validated: alert "${rule.name}" watches "${rule.source}"`);
    return { rule, query: ruleQuery(rule, contract), outputs: outputsOf(rule, environment) };
  });
  const steps = asked.flatMap(({ query }) => query.steps);
  const statements = asked.flatMap(({ rule, query, outputs }) =>
    outputs.map((output) => ruleStatement(rule, query, output)),
  );
  const before = steps.map(({ name, text }) => `[${name}] AS (\n${text}\n)`).join(',\n');
  return {
    text: [...(before === '' ? [] : [`WITH ${before}`]), ...landings, ...statements].join('\n\n'),
    inputs: [...new Set([...contracts.map(({ name }) => name), ...rules.flatMap(inputsOf)])],
    outputs: [
      ...contracts.map(({ name }) => landingOutput(name)),
      ...asked.flatMap(({ outputs }) => outputs),
    ],
  };
}
